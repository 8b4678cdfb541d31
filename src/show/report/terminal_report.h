#pragma once

#include <string>

#include "show/report/run_data.h"

namespace actlab {

struct Screen {
  std::size_t columns = 120;
  bool colours = false;
};

/// The page for a terminal: the answer, the table, learning curves as sparklines, and what the networks of the scene's
/// seed make of their inputs. No line is wider than the screen.
std::string terminal_report(const RunData& run, const Screen& screen);

/// Heights of `values` in at most `columns` characters, ▁ for `low` to █ for `high`; a space where there is no number.
std::string sparkline(const std::vector<double>& values, double low, double high, std::size_t columns);

/// `text` in lines of at most `columns`, broken at spaces where there are any.
std::string wrapped(const std::string& text, std::size_t columns);

/// `line` cut to `columns`, with an ellipsis where something is missing.
std::string clipped(const std::string& line, std::size_t columns);

}  // namespace actlab
