#include "lab/models/architecture.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <variant>

namespace actlab {

std::vector<std::int64_t> widths(const ModelConfig& config, std::int64_t features, std::int64_t outputs) {
  std::vector<std::int64_t> widths{features};
  widths.insert(widths.end(), config.hidden.begin(), config.hidden.end());
  widths.push_back(outputs);
  return widths;
}

std::optional<std::string> shape_mismatch(const ModelConfig& config, std::int64_t features, std::int64_t outputs) {
  const auto* given = std::get_if<ExplicitInit>(&config.init);
  return given == nullptr ? std::nullopt : given->layers.shape_mismatch(widths(config, features, outputs));
}

std::int64_t parameter_count(const ModelConfig& config, std::int64_t features, std::int64_t outputs) {
  const std::vector<std::int64_t> width = widths(config, features, outputs);
  std::int64_t count = 0;
  for (std::size_t i = 0; i + 1 < width.size(); ++i) count += (width[i] + 1) * width[i + 1];
  const std::vector<ActivationPtr> activations = config.activation.for_layers(config.hidden.size());
  for (std::size_t i = 0; i < activations.size(); ++i) {
    if (const auto learned = activations[i]->learned()) count += learned->per_channel ? width[i + 1] : 1;
  }
  return count;
}

std::string describe(const ModelConfig& config, std::int64_t features, std::int64_t outputs) {
  std::string text = fmt::format("{}", fmt::join(widths(config, features, outputs), "-"));
  const std::size_t named =
      config.activation.is_list() ? config.hidden.size() : std::min<std::size_t>(config.hidden.size(), 1);
  for (std::size_t i = 0; const ActivationPtr& activation : config.activation.for_layers(named)) {
    text += fmt::format("{}{}", i++ == 0 ? " " : ", ", to_string(*activation));
  }
  return text;
}

}  // namespace actlab
