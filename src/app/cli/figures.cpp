#include "show/report/figures.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <string>

#include "app/cli/exit_code.h"
#include "app/cli/verbs.h"
#include "core/log.h"
#include "core/output.h"
#include "lab/record/atomic_file.h"

namespace actlab {
namespace {

struct FigureArguments {
  std::string run;
  std::string out;
};

int draw_figures(const FigureArguments& arguments) {
  const std::filesystem::path run = arguments.run;
  const RunData data = load_run(run);
  const std::filesystem::path folder =
      arguments.out.empty() ? make_subdirectory(run, "figures") : std::filesystem::path(arguments.out);
  for (const auto& file : write_figures(data, folder)) print("{}\n", file.string());
  if (!has_png_converter())
    log_warning("only SVG files were written: PNG needs rsvg-convert (apt-get install librsvg2-bin)");
  return exit_done;
}

}  // namespace

Action declare_figures(CLI::App& app, const Program& /*program*/) {
  const auto arguments = std::make_shared<FigureArguments>();
  app.add_option("RUN_DIR", arguments->run, "directory of a run")->required();
  app.add_option("--out", arguments->out, "output folder (default: figures in the run's directory)")->type_name("DIR");
  return [arguments] { return draw_figures(*arguments); };
}

}  // namespace actlab
