#include "app/cli_tensors/death.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <csignal>
#include <cstring>
#include <sstream>
#include <vector>

namespace actlab {
namespace {

using Json = nlohmann::json;

struct KnownSignal {
  int number;
  const char* name;
  const char* meaning;
  const char* advice;  // a line; empty if there is none
};

constexpr const char* check_advice =
    "A function should refuse what it cannot handle: TORCH_CHECK(condition, \"message\") throws an error instead.";

const KnownSignal known_signals[] = {
    {SIGSEGV, "SIGSEGV",
     "it used memory that is not its own. Look for an index outside a tensor, a pointer to freed memory, or endless "
     "recursion",
     check_advice},
    {SIGBUS, "SIGBUS", "it used an address that does not exist", check_advice},
    {SIGABRT, "SIGABRT",
     "it called abort. Look for an exception that nobody catches (std::terminate), a failed assert, or memory that the "
     "allocator found damaged; a message of it is on stderr",
     check_advice},
    {SIGFPE, "SIGFPE", "it divided an integer by zero",
     "Look for an integer that is 0 where the function divides by it: an argument of --arg, a size, or an element of "
     "an "
     "input."},
    {SIGILL, "SIGILL", "it executed an instruction that this processor does not have",
     "Compile the library without options for another processor (-march)."},
    {SIGKILL, "SIGKILL", "it was killed from outside, most likely by the system because memory ran out",
     "Give smaller inputs, or a limit with --memory."},
    {SIGXCPU, "SIGXCPU", "it used more processor time than the shell allows (ulimit -t)", ""},
};

const KnownSignal* known_signal(int number) {
  for (const KnownSignal& signal : known_signals) {
    if (signal.number == number) return &signal;
  }
  return nullptr;
}

void add_line(std::string& text, const std::string& line) {
  if (!line.empty()) text += (text.empty() ? "" : "\n") + line;
}

// Integer inputs, and boxes or indices that are stored as numbers, are what functions index with and divide by.
std::string input_advice(const Json& inputs) {
  std::string text;
  for (const Json& input : inputs) {
    const std::string dtype = input.at("dtype"), name = input.at("name");
    const std::string argument = name.substr(0, name.find('['));
    const std::string shape = fmt::format("{}", fmt::join(input.at("shape").get<std::vector<std::int64_t>>(), "x"));
    if (dtype == "bool") continue;
    if (dtype.find("int") != std::string::npos)
      add_line(text,
               fmt::format("Are all values of {} valid? Give their range, --input '{}={}:{}[1,4)', or the values, "
                           "--input '{}=[1, 2, 2]:{}'.",
                           name, argument, shape, dtype, argument, dtype));
    else if (inputs.size() > 1)
      add_line(text, fmt::format("Does {} hold boxes, indices or counts? Give values, without gradient: --input "
                                 "'{}=[[0, 1, 1, 3, 3]]:{}:nograd'.",
                                 name, argument, dtype));
  }
  return text;
}

std::string during(const Activity& activity) {
  if (activity.calls == 0) return activity.stage;
  if (activity.in_call) return fmt::format("{}: in forward, call {}", activity.stage, activity.calls);
  return fmt::format("{}: in backward, pass {}, after call {} of forward", activity.stage, activity.passes,
                     activity.calls);
}

// A row of the battery can be left out.
std::string skip_advice(const Activity& activity) {
  constexpr std::string_view start = "the battery, ";
  if (!activity.stage.starts_with(start)) return "";
  const std::string row = activity.stage.substr(start.size());
  return fmt::format("\nIf the function need not pass this row of the battery, leave it out: --skip '{}'.", row);
}

Json death(std::string_view how, int number, const std::string& meaning, const std::string& advice,
           const Activity& activity) {
  return {{"how", how},
          {"number", number},
          {"meaning", meaning},
          {"stage", activity.stage},
          {"during", during(activity)},
          {"calls", activity.calls},
          {"passes", activity.passes},
          {"inputs", activity.inputs},
          {"advice", advice + skip_advice(activity)}};
}

Json timeout(const Activity& activity, double limit, const std::string& about_inputs) {
  const bool is_stuck = activity.seconds > limit / 2;
  std::string advice = "Give smaller inputs with --input, compare projections with --fast-mode, or raise --timeout.";
  if (!is_stuck)
    return death("timeout", 0,
                 fmt::format("the check was not done after {:g} s, its limit; the function itself returns", limit),
                 advice, activity);
  advice = "Look for a loop that ends only for some values or sizes. If the function is that slow, raise --timeout.";
  add_line(advice, about_inputs);
  return death(
      "timeout", 0,
      fmt::format("it has not returned for {:.3g} s, and was ended at the limit of {:g} s", activity.seconds, limit),
      advice, activity);
}

}  // namespace

Json death_of(const ChildEnd& end, double limit_seconds, const Json& inputs) {
  const std::string about_inputs = input_advice(inputs);
  if (end.kind == ChildEnd::Kind::timed_out) return timeout(end.activity, limit_seconds, about_inputs);
  std::string advice;
  if (end.kind == ChildEnd::Kind::exited) {
    add_line(advice, "A library must not call exit(): throw an exception, for instance with TORCH_CHECK.");
    add_line(advice, about_inputs);
    return death("exit", end.number, fmt::format("it ended the process, with exit code {}", end.number), advice,
                 end.activity);
  }
  const KnownSignal* signal = known_signal(end.number);
  if (signal != nullptr) add_line(advice, signal->advice);
  add_line(advice, about_inputs);
  if (signal == nullptr)
    return death(fmt::format("signal {}", end.number), end.number, strsignal(end.number), advice, end.activity);
  return death(signal->name, end.number, signal->meaning, advice, end.activity);
}

Json death_by_memory(const std::string& message, const Json& inputs, const Activity& activity) {
  std::string advice = "Give smaller inputs, or a higher limit with --memory.";
  add_line(advice, input_advice(inputs));
  Json json = death("memory", 0, "it asked for more memory than there is: " + message, advice, activity);
  json["during"] = fmt::format("{}, call {}", activity.stage, activity.calls);  // the exception has left the function
  return json;
}

std::string death_text(const Json& death) {
  const auto block = [](std::string_view label, const Json& lines) {
    std::istringstream stream(lines.get<std::string>());
    std::string text;
    for (std::string line; std::getline(stream, line); label = "") text += fmt::format("\n  {:<8} {}", label, line);
    return text;
  };
  return fmt::format("The function died ({}): {}.", death.at("how").get<std::string>(),
                     death.at("meaning").get<std::string>()) +
         block("during", death.at("during")) + block("inputs", death.at("inputs")) + block("try", death.at("advice"));
}

}  // namespace actlab
