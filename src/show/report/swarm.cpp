#include "show/report/swarm.h"

#include <algorithm>
#include <numeric>

namespace actlab {
namespace {

constexpr double bins = 90;
constexpr double full_stack = 14;  // number of dots that fit between -1 and 1

}  // namespace

std::vector<SwarmDot> swarm(const std::vector<double>& values, double low, double high, std::size_t max_dots) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  const std::size_t step = std::max<std::size_t>(1, (values.size() + max_dots - 1) / max_dots);

  std::vector<SwarmDot> dots;
  std::size_t first = 0;  // of the current bin
  int current = -1;
  const auto close_bin = [&] {
    const std::size_t count = dots.size() - first;
    const double pitch = 2 / std::max(full_stack, static_cast<double>(count));
    for (std::size_t i = 0; i < count; ++i) {
      dots[first + i].offset = (static_cast<double>(i) - static_cast<double>(count - 1) / 2) * pitch;
    }
    first = dots.size();
  };
  for (std::size_t i = step / 2; i < order.size(); i += step) {
    const double value = values[order[i]];
    const int bin = high > low ? static_cast<int>((value - low) / (high - low) * bins) : 0;
    if (bin != current) close_bin();
    current = bin;
    dots.push_back({value, 0, order[i]});
  }
  close_bin();
  return dots;
}

}  // namespace actlab
