#pragma once

// For kernel sources only (see cmake/simd.cmake).
#include <algorithm>
#include <array>
#include <cstdint>
#include <tuple>

#include "catalogue/primitives/lanes.h"

namespace actlab {

/// y[i] = op(x[i]...) for i < n, a multiple of the number of lanes. All that op calls becomes part of the loop, so that
/// its constants stay in registers: left to itself the compiler calls a long formula, which takes twice the time.
template <class T, class Op, class... Inputs>
[[gnu::flatten]] void for_each_whole_batch(const Op& op, T* y, std::int64_t n, const Inputs*... x) {
  constexpr std::int64_t width = Lanes<T>::size;
  for (std::int64_t i = 0; i < n; i += width) op(Lanes<T>::load_unaligned(x + i)...).store_unaligned(y + i);
}

/// y[i] = op(x[i]...) for i < n; y may be one of x. What does not fill a batch at the end is one with elements before
/// it, read before y is written, or, of fewer elements than a batch has, in a padded buffer: an element always goes
/// through the same instructions.
template <class T, class Op, class... Inputs>
void for_each_batch(const Op& op, T* y, std::int64_t n, const Inputs*... x) {
  constexpr std::int64_t width = Lanes<T>::size;
  const std::int64_t rest = n % width;
  if (rest == 0) return for_each_whole_batch(op, y, n, x...);
  alignas(64) T last[width];
  if (n > width) {
    for_each_whole_batch(op, last, width, x + (n - width)...);
    for_each_whole_batch(op, y, n - rest, x...);
    Lanes<T>::load_aligned(last).store_unaligned(y + (n - width));
    return;
  }
  alignas(64) T padded[sizeof...(x)][width] = {};
  std::size_t input = 0;
  const auto pad = [&](const T* from) { return std::copy_n(from, n, padded[input++]) - n; };
  const std::array<const T*, sizeof...(x)> inputs{pad(x)...};
  std::apply([&](const auto*... in) { for_each_whole_batch(op, last, width, in...); }, inputs);
  std::copy_n(last, n, y);
}

}  // namespace actlab
