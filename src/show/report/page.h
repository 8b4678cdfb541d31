#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "show/report/run_data.h"

namespace actlab {

/// The page as one self-contained HTML file: it includes data, chart specs and libraries.
std::string page_html(const RunData& run);

/// Writes the page. `file` appears only once it is complete. Throws UsageError if `file` exists and was not written by
/// actlab, and std::runtime_error if it cannot be written.
void write_page(const RunData& run, const std::filesystem::path& file);

/// Name of the page in a run's directory.
inline constexpr std::string_view page_file = "report.html";

}  // namespace actlab
