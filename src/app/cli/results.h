#pragma once

#include <filesystem>
#include <optional>

#include "lab/experiment/session.h"
#include "lab/record/summary.h"

namespace actlab {

/// What is made of a record once its trials are trained or merged.
struct ResultOptions {
  unsigned jobs = 1;
  bool event_files = false;  ///< for TensorBoard
  bool page = true;          ///< report.html
};

/// Writes the tables and the page of a run, prints its results, and at last its directory.
void show_results(Session& session, const ResultOptions& options);

/// Writes the page of a run. Only warns if that fails, because the page can be made again from the record.
void draw_page(const std::filesystem::path& run, std::optional<Summary> summary = std::nullopt);

}  // namespace actlab
