#pragma once

#include <cstddef>
#include <new>
#include <vector>

namespace actlab::fused {

/// Allocates on cache-line boundaries, so that a vector load never crosses two lines.
template <class T> struct CacheLineAllocator {
  using value_type = T;  // NOLINT(readability-identifier-naming): the name that allocators must use
  static constexpr std::align_val_t alignment{64};
  CacheLineAllocator() = default;
  template <class U> explicit CacheLineAllocator(const CacheLineAllocator<U>&) {}
  T* allocate(std::size_t n) { return static_cast<T*>(::operator new(n * sizeof(T), alignment)); }
  void deallocate(T* p, std::size_t) { ::operator delete(p, alignment); }
  friend bool operator==(const CacheLineAllocator&, const CacheLineAllocator&) { return true; }
};

using AlignedFloats = std::vector<float, CacheLineAllocator<float>>;

}  // namespace actlab::fused
