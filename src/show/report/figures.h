#pragma once

#include <filesystem>
#include <vector>

#include "show/report/rows.h"
#include "show/report/run_data.h"

namespace actlab {

/// Writes the page's charts into `folder`, each as an SVG and, where rsvg-convert is installed, a PNG of twice the
/// size. Gives the files. Throws UsageError where node is not installed or does not run the program.
std::vector<std::filesystem::path> write_figures(const RunData& run, const std::filesystem::path& folder);

/// Draws every chart of `page` that has a "file" as that file of `folder`, after the Vega-Lite specs by name; page as
/// `page_data` gives it (report/sections.h). Throws as `write_figures`.
void draw_charts(const Json& page, const Json& specs, const std::filesystem::path& folder);

/// Whether PNGs can be written.
bool has_png_converter();

}  // namespace actlab
