#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "catalogue/kernels/isa.h"
#include "core/memory.h"
#include "lab/experiment/plan.h"

namespace actlab {
namespace {

using Lines = std::vector<std::pair<std::string, std::string>>;

std::string counted(std::size_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::string seeds_text(const std::vector<std::uint32_t>& seeds) {
  const bool consecutive =
      seeds.back() - seeds.front() + 1 == seeds.size() && std::is_sorted(seeds.begin(), seeds.end());
  if (seeds.size() > 1 && consecutive) {
    return fmt::format("{} ({} to {})", seeds.size(), seeds.front(), seeds.back());
  }
  constexpr std::size_t max_shown = 10;
  const auto shown = std::min(seeds.size(), max_shown);
  return fmt::format("{} ({}{})", seeds.size(),
                     fmt::join(seeds.begin(), seeds.begin() + static_cast<long>(shown), ", "),
                     shown < seeds.size() ? ", …" : "");
}

// When a run with a variable number of seeds stops.
std::string rule_text(const StoppingRule& rule, bool regression) {
  if (rule.kind == StoppingRule::Kind::race)
    return fmt::format("a race: from {} seeds on, models that have lost are dropped, until one is left", rule.at_least);
  return fmt::format("from {} seeds on, until each 95 % interval is {:g}{} wide", rule.at_least, rule.interval,
                     regression ? "" : " points");
}

// If the sweep changes a model, shows the first and the last variant.
std::string model_text(const RunHeader& header, std::string_view name) {
  std::set<std::string> known;
  std::vector<std::string> texts;
  for (const ModelRecord& model : header.models) {
    if (model.name != name) continue;
    std::string text = fmt::format("{}, {} parameters", model.description, model.parameters);
    if (known.insert(text).second) texts.push_back(std::move(text));
  }
  if (texts.size() == 1) return texts.front();
  return fmt::format("{} … {}", texts.front(), texts.back());
}

std::string training_text(const TrainingConfig& training) {
  if (training.epochs == 0) return fmt::format("none; untrained networks, scored by {}", training.loss);
  const std::string batches =
      training.batch_size == 0 ? "full batch" : fmt::format("batches of {}", training.batch_size);
  const std::string optimizer =
      std::visit([](const auto& rule) { return fmt::format("{} with lr {}", rule.kind, rule.lr); }, training.optimizer);
  return fmt::format("{}, {}, {}, {}", counted(static_cast<std::size_t>(training.epochs), "epoch"), batches, optimizer,
                     training.loss);
}

std::string engines_text(const Plan& plan) {
  std::map<std::string_view, std::size_t> trials;
  for (const Engine* engine : plan.engine) ++trials[engine->name()];
  std::vector<std::string> names;
  for (const auto& [engine, count] : trials) {
    names.push_back(trials.size() == 1 ? std::string(engine) : fmt::format("{} for {} trials", engine, count));
  }
  return fmt::format("{}; {} kernels", fmt::join(names, ", "), name(current_isa()));
}

}  // namespace

std::string describe(const Plan& plan, const Experiment& experiment, unsigned jobs) {
  const ExperimentConfig& first = experiment.points.front().config;
  Lines lines;
  for (const std::string& line : plan.data) lines.emplace_back(lines.empty() ? "data" : "", line);
  constexpr double much_memory = 1e9;
  if (const double bytes = least_memory(first.data); bytes >= much_memory)
    lines.emplace_back("", fmt::format("at least {} of memory", bytes_text(bytes)));
  for (const auto& model : first.models) lines.emplace_back(model.first, model_text(plan.header, model.first));
  lines.emplace_back("training", training_text(first.training));
  for (const SweepAxis& axis : experiment.base.sweep.axes()) {
    std::vector<std::string> values;
    for (const Node& value : axis.values) values.push_back(to_flow(value));
    lines.emplace_back(axis.path, fmt::format("{}", fmt::join(values, ", ")));
  }
  const std::string at_most = plan.rule ? "at most " : "";
  lines.emplace_back("seeds", at_most + seeds_text(first.seeds.values()));
  if (plan.rule) lines.emplace_back("", rule_text(*plan.rule, plan.header.regression));
  if (plan.header.shard)
    lines.emplace_back("shard", fmt::format("{} of {}: {}", plan.header.shard->part, plan.header.shard->of,
                                            counted(static_cast<std::size_t>(plan.header.trials), "trial")));
  lines.emplace_back("engine", engines_text(plan));
  for (const std::string& reason : plan.fallback_reasons) lines.emplace_back("", reason);
  lines.emplace_back("threads", fmt::format("{}, one trial each", jobs));

  // Width in bytes, which is at least the width on a terminal that fmt pads to.
  std::size_t width = 0;
  for (const auto& line : lines) width = std::max(width, line.first.size());
  const std::string points =
      plan.header.points.size() == 1 ? "" : counted(plan.header.points.size(), "sweep point") + " × ";
  std::string text =
      fmt::format("{}: {}{} × {}{} = {}{}", plan.header.name, points, counted(first.models.size(), "model"), at_most,
                  counted(first.seeds.values().size(), "seed"), at_most, counted(plan.trials.size(), "trial"));
  for (const auto& [key, value] : lines) text += fmt::format("\n  {:<{}}  {}", key, width, value);
  return text;
}

}  // namespace actlab
