#pragma once

// For kernel sources only (see cmake/simd.cmake).
#include <algorithm>
#include <array>
#include <cstdint>
#include <tuple>

#include "catalogue/primitives/lanes.h"

namespace actlab {

/// y[i] = op(x[i]...) for i < n, where n is a multiple of the vector width. `flatten` inlines everything that op calls,
/// so that constants stay in registers. Without it, the compiler does not inline long formulas. op is a copy that holds
/// its parameters, which stores to y could otherwise change.
template <class T, class Op, class... Inputs>
[[gnu::flatten]] void for_each_whole_vector(Op op, T* y, std::int64_t n, const Inputs*... x) {
  constexpr std::int64_t width = Lanes<T>::size;
  for (std::int64_t i = 0; i < n; i += width) op(Lanes<T>::load_unaligned(x + i)...).store_unaligned(y + i);
}

/// y[i] = op(x[i]...) for i < n; y may be one of x. All elements go through the same instructions: a remainder at the
/// end is computed in a full vector, together with the elements before it (read before y is written) or, if n is less
/// than the vector width, in a padded buffer.
template <class T, class Op, class... Inputs>
void for_each_vector(const Op& op, T* y, std::int64_t n, const Inputs*... x) {
  constexpr std::int64_t width = Lanes<T>::size;
  const std::int64_t rest = n % width;
  if (rest == 0) return for_each_whole_vector(op, y, n, x...);
  alignas(64) T last[width];
  if (n > width) {
    for_each_whole_vector(op, last, width, x + (n - width)...);
    for_each_whole_vector(op, y, n - rest, x...);
    Lanes<T>::load_aligned(last).store_unaligned(y + (n - width));
    return;
  }
  alignas(64) T padded[sizeof...(x)][width] = {};
  std::size_t input = 0;
  const auto pad = [&](const T* from) { return std::copy_n(from, n, padded[input++]) - n; };
  const std::array<const T*, sizeof...(x)> inputs{pad(x)...};
  std::apply([&](const auto*... in) { for_each_whole_vector(op, last, width, in...); }, inputs);
  std::copy_n(last, n, y);
}

/// first[i] and second[i] = op(x[i]), which returns both, for i < n, where n is a multiple of the vector
/// width.
template <class T, class Op>
[[gnu::flatten]] void for_each_whole_vector_pair(Op op, T* first, T* second, std::int64_t n, const T* x) {
  constexpr std::int64_t width = Lanes<T>::size;
  for (std::int64_t i = 0; i < n; i += width) {
    const auto [a, b] = op(Lanes<T>::load_unaligned(x + i));
    a.store_unaligned(first + i);
    b.store_unaligned(second + i);
  }
}

/// The same for every n. A remainder is computed in a padded buffer.
template <class T, class Op> void for_each_vector_pair(const Op& op, T* first, T* second, std::int64_t n, const T* x) {
  constexpr std::int64_t width = Lanes<T>::size;
  const std::int64_t rest = n % width, whole = n - rest;
  for_each_whole_vector_pair(op, first, second, whole, x);
  if (rest == 0) return;
  alignas(64) T padded[width] = {}, last_first[width], last_second[width];
  std::copy_n(x + whole, rest, padded);
  for_each_whole_vector_pair(op, last_first, last_second, width, padded);
  std::copy_n(last_first, rest, first + whole);
  std::copy_n(last_second, rest, second + whole);
}

}  // namespace actlab
