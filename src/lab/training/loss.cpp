#include "lab/training/loss.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "core/error.h"

namespace actlab {
namespace {

constexpr std::array<std::string_view, 4> names{"auto", "cross_entropy", "bce", "mse"};

void softmax(std::span<float> row) {
  const double largest = *std::max_element(row.begin(), row.end());
  double sum = 0;
  for (const float logit : row) sum += std::exp(logit - largest);
  for (float& logit : row) logit = static_cast<float>(std::exp(logit - largest) / sum);
}

// Converts logits of the second class, [samples, 1], to probabilities [samples, 2].
Matrix both_classes(const Matrix& logits) {
  Matrix probabilities(logits.rows, 2);
  for (std::int64_t i = 0; i < logits.rows; ++i) {
    const double logit = logits.at(i, 0);
    probabilities.at(i, 0) = static_cast<float>(1 / (1 + std::exp(logit)));
    probabilities.at(i, 1) = static_cast<float>(1 / (1 + std::exp(-logit)));
  }
  return probabilities;
}

// Standardized targets have one column: that of a table.
double unit_of(const Scaling& targets) {
  return targets.is_identity() ? 1 : targets.deviations.at(0) * targets.deviations.at(0);
}

}  // namespace

std::string_view Loss::name() const {
  switch (kind) {
    case Kind::cross_entropy:
      return "cross_entropy";
    case Kind::bce:
      return "bce";
    case Kind::mse:
      break;
  }
  return "mse";
}

Matrix Loss::predictions(Matrix model_outputs) const {
  if (classes == 0) return model_outputs;
  switch (kind) {
    case Kind::cross_entropy:
      for (std::int64_t i = 0; i < model_outputs.rows; ++i)
        softmax({model_outputs.row(i), static_cast<std::size_t>(model_outputs.columns)});
      break;
    case Kind::bce:
      return both_classes(model_outputs);
    case Kind::mse:
      for (float& value : model_outputs.values) value = std::clamp(value, 0.0f, 1.0f);
  }
  return model_outputs;
}

std::span<const std::string_view> loss_names() {
  return names;
}

Loss make_loss(std::string_view name, const Dataset& data) {
  if (name == "auto") name = data.is_regression() ? "mse" : "cross_entropy";
  if (name == "mse") return {Loss::Kind::mse, data.outputs(), data.classes, unit_of(data.preprocessing.targets)};
  if (name != "cross_entropy" && name != "bce")
    throw UsageError(unknown_name("loss", name, {names.begin(), names.end()}));
  if (data.is_regression()) {
    throw UsageError(fmt::format("training.loss: '{}' needs classes, but the targets are numbers; use mse", name));
  }
  if (name == "cross_entropy") return {Loss::Kind::cross_entropy, data.classes, data.classes};
  if (data.classes != 2) {
    throw UsageError(
        fmt::format("training.loss: 'bce' needs 2 classes, but the data has {}; use cross_entropy", data.classes));
  }
  return {Loss::Kind::bce, 1, 2};
}

}  // namespace actlab
