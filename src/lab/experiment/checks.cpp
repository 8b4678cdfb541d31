#include "lab/experiment/checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "core/error.h"
#include "core/memory.h"
#include "lab/models/architecture.h"
#include "lab/training/loss.h"

namespace actlab {
namespace {

bool has_control_characters(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](unsigned char c) { return std::iscntrl(c) != 0; });
}

// True if the text is a valid file name.
bool is_file_name(std::string_view text) {
  constexpr std::size_t max_length = 200;  // leaves room for a seed and an extension within 255 bytes
  return !text.empty() && text != "." && text != ".." && text.size() <= max_length &&
         text.find_first_of("/\\") == std::string_view::npos && !has_control_characters(text);
}

// The number of weights of the linear layers. Parameters of activations are not known yet, and few.
double weights_of(const ModelConfig& model, std::int64_t features, std::int64_t outputs) {
  double weights = 0;
  auto inputs = static_cast<double>(features);
  for (const std::int64_t width : model.hidden) {
    weights += inputs * static_cast<double>(width);
    inputs = static_cast<double>(width);
  }
  return weights + inputs * static_cast<double>(outputs);
}

}  // namespace

void Checker::check(ExperimentConfig& config, const Node& root, const Problems& problems) {
  check_names(config, root);
  check_snapshots(config, root, problems);
  check_activations(config, root, problems);
  const Dataset* data = problems.concern("data") ? nullptr : data_of(config, root);
  if (data == nullptr) return;
  const std::optional<std::int64_t> outputs = check_training(config.training, *data, root);
  if (outputs) check_weights(config, data->features(), *outputs, root, problems);
}

void Checker::check_names(const ExperimentConfig& config, const Node& root) {
  if (!is_file_name(config.name)) {
    problems_.add(
        locate(root, "name"), "name",
        fmt::format("found '{}', expected a directory name: 1 to 200 characters without a slash", config.name));
  }
  const Node* models = root.find("models");
  if (models == nullptr) return;
  for (const Node::Entry& entry : models->entries) {
    if (entry.key.empty() || has_control_characters(entry.key)) {
      problems_.add(
          entry.key_location, "models",
          fmt::format("found the name '{}', expected at least one character and no control characters", entry.key));
    }
  }
}

void Checker::check_snapshots(const ExperimentConfig& config, const Node& root, const Problems& problems) {
  const std::int64_t seed = config.record.snapshots.seed;
  if (seed < 0 || problems.concern("seeds")) return;
  const std::vector<std::uint32_t>& seeds = config.seeds.values();
  if (std::find(seeds.begin(), seeds.end(), static_cast<std::uint32_t>(seed)) != seeds.end()) return;
  constexpr const char* path = "record.snapshots.seed";
  problems_.add(locate(root, path), path,
                fmt::format("found {}, which is not one of `seeds`; expected one of them, or -1 for the first", seed));
}

void Checker::check_activations(const ExperimentConfig& config, const Node& root, const Problems& problems) {
  for (const auto& [name, model] : config.models) {
    const std::size_t given = model.activation.size();
    if (!model.activation.is_list() || given == model.hidden.size()) continue;
    if (problems.concern(fmt::format("models.{}", name))) continue;
    const std::string path = fmt::format("models.{}.activation", name);
    problems_.add(
        locate(root, path), path,
        fmt::format("found {} activations for {} hidden layers; give one for each layer, or a single one for all",
                    given, model.hidden.size()));
  }
}

bool Checker::fits_memory(double needed, std::string_view what, const Location& place, std::string_view path) {
  // Small needs are not worth the reading of /proc.
  constexpr double small = 64e6;
  if (needed < small) return true;
  const double available = available_memory();
  if (needed <= available) return true;
  problems_.add(
      place, path,
      fmt::format("{} at least {} of memory, but {} are available", what, bytes_text(needed), bytes_text(available)));
  return false;
}

const Dataset* Checker::data_of(ExperimentConfig& config, const Node& root) {
  if (!fits_memory(least_memory(config.data), "use fewer samples: they need", locate(root, "data.samples"), "data"))
    return nullptr;
  const Node node = write_config([&](Fields& fields) { fields.one_of("data", config.data, ""); });
  const auto [at, is_new] = data_.try_emplace(fingerprint(node));
  if (is_new) {
    try {
      at->second = make_dataset(fewest_samples(config.data), config.seeds.values().front());
    } catch (const UsageError& error) {
      at->second = error.what();
    }
  }
  if (const auto* error = std::get_if<std::string>(&at->second))
    problems_.add_lines(locate(root, "data.file"), "data", *error);
  return std::get_if<Dataset>(&at->second);
}

void Checker::check_weights(const ExperimentConfig& config, std::int64_t features, std::int64_t outputs,
                            const Node& root, const Problems& problems) {
  for (const auto& [name, model] : config.models) {
    if (problems.concern(fmt::format("models.{}", name))) continue;
    const std::string hidden = fmt::format("models.{}.hidden", name);
    constexpr double bytes_per_weight = 2 * sizeof(float);  // a weight and its gradient
    const double weights = weights_of(model, features, outputs);
    fits_memory(bytes_per_weight * weights, fmt::format("use smaller layers: {:.0f} weights need", weights),
                locate(root, hidden), hidden);
    const std::string path = fmt::format("models.{}.init.layers", name);
    if (const auto mismatch = shape_mismatch(model, features, outputs))
      problems_.add(locate(root, path), path, *mismatch);
  }
}

std::optional<std::int64_t> Checker::check_training(TrainingConfig& training, const Dataset& data, const Node& root) {
  // The path of these problems is empty because the messages begin with the key.
  std::optional<std::int64_t> outputs;
  try {
    const Loss loss = make_loss(training.loss, data);
    training.loss = loss.name();
    outputs = loss.outputs;
  } catch (const UsageError& error) {
    problems_.add(locate(root, "training.loss"), "", error.what());
    return outputs;
  }
  try {
    actlab::check(training, data);
  } catch (const UsageError& error) {
    problems_.add(locate(root, "training.optimizer"), "", error.what());
  }
  return outputs;
}

}  // namespace actlab
