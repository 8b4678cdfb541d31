#include "torch/gradcheck/live_memory.h"

#include <c10/core/Allocator.h>
#include <c10/util/ThreadLocalDebugInfo.h>

#include <memory>
#include <unordered_map>

namespace actlab::detail {
namespace {

class MemoryCounter : public c10::MemoryReportingInfoBase {
 public:
  // LibTorch 2 passes the totals, which are unused here, with another type; it calls one of these two overloads.
  void reportMemoryUsage(void* ptr, std::int64_t size, std::int64_t, std::int64_t, c10::Device) { count(ptr, size); }
  void reportMemoryUsage(void* ptr, std::int64_t size, std::size_t, std::size_t, c10::Device) { count(ptr, size); }
  bool memoryProfilingEnabled() const override { return true; }

  LiveMemory live() const {
    LiveMemory live;
    for (const auto& [ptr, size] : sizes_) {
      ++live.blocks;
      live.bytes += size;
    }
    return live;
  }

 private:
  // Memory that existed before can be freed without having been counted.
  void count(void* ptr, std::int64_t size) {
    if (size > 0)
      sizes_[ptr] = size;
    else
      sizes_.erase(ptr);
  }

  std::unordered_map<void*, std::int64_t> sizes_;
};

}  // namespace

LiveMemory memory_leaked_by(const std::function<void()>& run) {
  const auto counter = std::make_shared<MemoryCounter>();
  {
    const c10::DebugInfoGuard listening(c10::DebugInfoKind::PROFILER_STATE, counter);
    run();
  }
  return counter->live();
}

}  // namespace actlab::detail
