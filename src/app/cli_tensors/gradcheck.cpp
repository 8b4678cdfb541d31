#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "app/cli/command_line.h"
#include "app/cli/exit_code.h"
#include "app/cli_tensors/function_report.h"
#include "app/cli_tensors/gradcheck_arguments.h"
#include "app/cli_tensors/gradcheck_text.h"
#include "app/cli_tensors/junit.h"
#include "app/cli_tensors/verbs.h"
#include "core/log.h"
#include "core/output.h"
#include "torch/plugin/library.h"

namespace actlab {
namespace {

using Clock = std::chrono::steady_clock;
using Json = nlohmann::json;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

void write_junit(const std::string& path, const Json& document) {
  std::ofstream file(path);
  file << junit_xml(document) << std::flush;
  if (!file) throw std::runtime_error(fmt::format("{} cannot be written", path));
}

void report(const GradcheckArguments& arguments, const Json& document, const std::string& text) {
  if (!arguments.junit.empty()) write_junit(arguments.junit, document);
  print("{}",
        arguments.json ? document.dump(2, ' ', /*ensure_ascii=*/true, Json::error_handler_t::replace) + "\n" : text);
}

// Says once that something takes long, and what.
class PatienceNote {
 public:
  explicit PatienceNote(double limit) : limit_(limit) {}

  void show(const Activity& activity, double seconds) {
    constexpr double patience = 10;
    if (was_shown_ || seconds < std::min(patience, limit_ / 2)) return;
    was_shown_ = true;
    log_info("{}: {:.2g} s so far, {} calls of the function; --timeout ends it after {:g} s", activity.stage, seconds,
             activity.calls, limit_);
  }

 private:
  double limit_;
  bool was_shown_ = false;
};

int check_user_function(const GradcheckArguments& arguments) {
  const Drawing drawing = drawing_of(arguments);
  const ChildLimits limits = limits_of(arguments);
  FunctionCheckOptions options = arguments.check;
  options.second_order = !arguments.first_order;
  options.gradcheck.max_seconds = limits.seconds;
  const auto bind = [&](CallBoard& board) {
    board.begin_stage("loading the library");
    for (const std::string& library : arguments.plugins) load_library(library);
    board.begin_stage("drawing the inputs");
    return arguments.script.empty() ? bind_operator(arguments.op, arguments.arguments, drawing)
                                    : bind_script(arguments.script, drawing);
  };
  const auto start = Clock::now();
  FunctionReport result(arguments.script.empty() ? arguments.op : arguments.script);
  PatienceNote note(limits.seconds);
  const ChildEnd end = run_in_child(
      limits, [&](ChildChannel& channel) { check_function(bind, options, channel); },
      [&](std::string_view message) { result.add(message); },
      [&](const Activity& activity, double seconds) { note.show(activity, seconds); });
  result.end(end, seconds_since(start), limits.seconds);
  report(arguments, result.document(), result.text());
  return result.exit_code();
}

int check_activations(const GradcheckArguments& arguments) {
  const auto start = Clock::now();
  std::vector<ActivationPtr> activations;  // look up all names before the first check
  for (const std::string& name : arguments.names) activations.push_back(make_activation(name));
  if (activations.empty()) activations = activations_to_check();
  std::vector<ActivationCheck> checks;
  for (const ActivationPtr& activation : activations) checks.push_back(check_activation(*activation));
  Json document = gradcheck_json(checks);
  document["seconds"] = seconds_since(start);
  document["command"] = shell_text(command_line());
  report(arguments, document, gradcheck_text(checks, use_colours(STDOUT_FILENO)));
  return gradcheck_exit_code(checks);
}

}  // namespace

Action declare_gradcheck(CLI::App& app, const Program& /*program*/) {
  const auto arguments = declare_gradcheck_arguments(app);
  return [arguments] {
    check_for_conflicts(*arguments);
    return arguments->has_function() ? check_user_function(*arguments) : check_activations(*arguments);
  };
}

}  // namespace actlab
