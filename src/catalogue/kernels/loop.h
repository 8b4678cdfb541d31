#pragma once

// For kernel sources only (see cmake/simd.cmake).
#include <algorithm>
#include <array>
#include <cstdint>
#include <tuple>

#include "catalogue/primitives/lanes.h"

namespace actlab {

/// y[i] = op(x[i]...) for i < n, where n is a multiple of the vector width. `flatten` inlines everything that op calls,
/// so that constants stay in registers. Without it, the compiler does not inline long formulas.
template <class T, class Op, class... Inputs>
[[gnu::flatten]] void for_each_whole_vector(const Op& op, T* y, std::int64_t n, const Inputs*... x) {
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

}  // namespace actlab
