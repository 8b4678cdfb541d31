#pragma once

#include <string>
#include <vector>

namespace actlab {

/// A curve with its values at `panel_samples` evenly spaced x. NaN is a gap.
struct Panel {
  std::string title;
  std::vector<double> y;
};

/// Two per character, because a braille pattern is two dots wide.
inline constexpr int panel_samples = 80;

/// Plots curves for a terminal in panels side by side, over x from `low` to `high`. A panel is 48 columns wide. Axes at
/// x or y = 0 are dotted; the range of y is at the left and that of x below.
std::string braille_panels(const std::vector<Panel>& panels, double low, double high);

}  // namespace actlab
