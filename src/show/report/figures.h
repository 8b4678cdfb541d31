#pragma once

#include <filesystem>
#include <vector>

#include "show/report/rows.h"
#include "show/report/run_data.h"

namespace actlab {

/// Writes the page's charts to `folder`, each as an SVG and, if rsvg-convert is installed, a PNG of twice the size.
/// Returns the files. Throws UsageError if node is not installed, and std::runtime_error if it fails.
std::vector<std::filesystem::path> write_figures(const RunData& run, const std::filesystem::path& folder);

/// Draws each chart of `page` (see `page_data` in report/sections.h) to its "file" in `folder`. `specs` has the
/// Vega-Lite specs by name. Throws as `write_figures`.
void draw_charts(const Json& page, const Json& specs, const std::filesystem::path& folder);

/// True if rsvg-convert is installed.
bool has_png_converter();

}  // namespace actlab
