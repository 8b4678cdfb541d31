#pragma once

#include <filesystem>
#include <vector>

#include "report/run_data.h"

namespace actlab {

/// Writes the page's charts into `folder`, each as an SVG and, where rsvg-convert is installed, a PNG of twice the
/// size. Gives the files. Throws UsageError where node is not installed or does not run the program.
std::vector<std::filesystem::path> write_figures(const RunData& run, const std::filesystem::path& folder);

/// Whether PNGs can be written.
bool has_png_converter();

}  // namespace actlab
