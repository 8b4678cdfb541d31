#include "show/report/braille_plot.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace actlab {
namespace {

constexpr int plot_width = panel_samples / 2, plot_rows = 9;
constexpr int dots = plot_rows * 4;
constexpr int label_width = 6;

// A grid of dots, (0, 0) at the bottom left.
class Canvas {
 public:
  void set(int x, int y) {
    // Bit of a dot in Unicode's braille block, by row from the top and column.
    static constexpr unsigned char bit[4][2] = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
    if (x < 0 || x >= panel_samples || y < 0 || y >= dots) return;
    const int from_top = dots - 1 - y;
    cells_[from_top / 4][x / 2] |= bit[from_top % 4][x % 2];
  }

  std::string line(int row) const {
    std::string text;
    for (const unsigned char cell : cells_[row]) {
      // U+2800 + cell, in UTF-8.
      text += cell == 0 ? " " : fmt::format("\xE2{}{}", char(0xA0 + cell / 64), char(0x80 + cell % 64));
    }
    return text;
  }

 private:
  std::array<std::array<unsigned char, plot_width>, plot_rows> cells_{};
};

struct Extent {
  double low, high;
};

// The range of the values, extended to include 0; never empty.
Extent extent_of(const std::vector<double>& values) {
  Extent extent{0, 0};
  for (const double value : values) {
    if (!std::isfinite(value)) continue;
    extent.low = std::min(extent.low, value);
    extent.high = std::max(extent.high, value);
  }
  if (extent.low == extent.high) extent = {-1, 1};
  return extent;
}

int place(double value, Extent extent, int count) {
  return static_cast<int>(std::lround((value - extent.low) / (extent.high - extent.low) * (count - 1)));
}

void draw_axes(Canvas& canvas, Extent x, Extent y) {
  for (int i = 0; i < panel_samples; i += 4) canvas.set(i, place(0, y, dots));
  if (x.low > 0 || x.high < 0) return;
  for (int j = 0; j < dots; j += 2) canvas.set(place(0, x, panel_samples), j);
}

void draw_curve(Canvas& canvas, const std::vector<double>& values, Extent y) {
  // Connects samples, except at jumps of more than a quarter of the panel.
  constexpr int jump = dots / 4;
  for (int i = 0; i < static_cast<int>(values.size()); ++i) {
    if (!std::isfinite(values[i])) continue;
    const int here = place(values[i], y, dots);
    canvas.set(i, here);
    if (i == 0 || !std::isfinite(values[i - 1])) continue;
    const int before = place(values[i - 1], y, dots);
    if (std::abs(here - before) > jump) continue;
    for (int j = std::min(here, before) + 1; j < std::max(here, before); ++j) canvas.set(i, j);
  }
}

std::vector<std::string> panel_lines(const Panel& panel, Extent x) {
  const Extent y = extent_of(panel.y);
  Canvas canvas;
  draw_axes(canvas, x, y);
  draw_curve(canvas, panel.y, y);
  std::vector<std::string> lines{fmt::format("{:{}}{:<{}}", "", label_width + 1, panel.title, plot_width)};
  for (int row = 0; row < plot_rows; ++row) {
    const std::string label = row == 0               ? fmt::format("{:.3g}", y.high)
                              : row == plot_rows - 1 ? fmt::format("{:.3g}", y.low)
                                                     : "";
    lines.push_back(fmt::format("{:>{}} {}", label, label_width, canvas.line(row)));
  }
  const std::string low = fmt::format("{:g}", x.low), high = fmt::format("{:g}", x.high);
  lines.push_back(
      fmt::format("{:{}}{}{:>{}}", "", label_width + 1, low, high, plot_width - static_cast<int>(low.size())));
  return lines;
}

}  // namespace

std::string braille_panels(const std::vector<Panel>& panels, double low, double high) {
  std::vector<std::string> lines(plot_rows + 2);
  for (const Panel& panel : panels) {
    const auto more = panel_lines(panel, {low, high});
    for (std::size_t i = 0; i < lines.size(); ++i) lines[i] += (lines[i].empty() ? "" : " ") + more[i];
  }
  std::string text;
  for (std::string& line : lines) {
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

}  // namespace actlab
