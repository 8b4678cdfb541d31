#include "app/cli/results.h"

#include <unistd.h>

#include <exception>
#include <utility>

#include "core/log.h"
#include "core/output.h"
#include "lab/record/exports.h"
#include "show/report/page.h"
#include "show/report/stopping.h"
#include "show/report/terminal.h"
#include "show/tensorboard/export.h"

namespace actlab {

void draw_page(const std::filesystem::path& run, std::optional<Summary> summary) try {
  write_page(load_run(run, std::move(summary)), run / page_file);
} catch (const std::exception& error) {
  log_warning("{} could not be written: {}. The run is complete; `runner report {}` tries again", page_file,
              error.what(), run.string());
}

void show_results(Session& session, const ResultOptions& options) {
  const std::filesystem::path& directory = session.directory.path();
  const bool has_trials = session.record.size() > 0;
  const Summary summary = export_results(session.record, directory, options.jobs);
  if (options.event_files) export_tensorboard(session.record, directory);
  if (!session.record.checkpoint())
    log_warning("the record stays in two files, {0} and {0}-wal, because another program reads it; it is complete",
                session.record.file());
  if (options.page && has_trials) draw_page(directory, summary);
  if (has_trials) {
    print("{}\n", to_text(summary, use_colours(STDOUT_FILENO)));
    if (summary.stopping) print("{}\n", stopping_text(summary));
  }
  print("{}\n", directory.string());
  flush_output();
}

}  // namespace actlab
