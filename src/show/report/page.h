#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "show/report/run_data.h"

namespace actlab {

/// The page as one HTML file that loads nothing: data, chart files and the libraries that draw them are in it.
std::string page_html(const RunData& run);

/// Writes `file`, whole or not at all. Throws UsageError where a file is there that is no page of ours.
void write_page(const RunData& run, const std::filesystem::path& file);

/// What a run's page is called in its directory.
inline constexpr std::string_view page_file = "report.html";

}  // namespace actlab
