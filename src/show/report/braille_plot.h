#pragma once

#include <string>
#include <vector>

namespace actlab {

/// A curve to plot: its values at `panel_samples` evenly spaced x. NaN leaves a gap.
struct Panel {
  std::string title;
  std::vector<double> y;
};

/// Two dots a character of Unicode's braille patterns.
inline constexpr int panel_samples = 80;

/// Curves for a terminal, each in a panel of its own, side by side, over the x from `low` to `high`: dotted axes where
/// x or y is 0, the extents of y at the left and of x below. A panel takes 48 columns.
std::string braille_panels(const std::vector<Panel>& panels, double low, double high);

}  // namespace actlab
