#pragma once

#include <string>

#include "show/report/run_data.h"

namespace actlab {

struct Screen {
  std::size_t columns = 120;
  bool colours = false;
};

/// The report for a terminal: answer, tables, learning curves as sparklines, and plots of the outputs of the scene's
/// networks. No line is wider than the screen.
std::string terminal_report(const RunData& run, const Screen& screen);

/// Plots `values` in at most `columns` characters, from ▁ for `low` to █ for `high`. NaN is a space.
std::string sparkline(const std::vector<double>& values, double low, double high, std::size_t columns);

/// Wraps `text` at spaces into lines of at most `columns`.
std::string wrapped(const std::string& text, std::size_t columns);

/// Shortens `line` to `columns`, with an ellipsis at the end if necessary.
std::string clipped(const std::string& line, std::size_t columns);

}  // namespace actlab
