#include "training/loss.h"

#include <fmt/format.h>

#include <array>
#include <limits>

#include "core/error.h"

namespace actlab {
namespace {

constexpr std::array<std::string_view, 4> names{"auto", "cross_entropy", "bce", "mse"};

double part_true(const torch::Tensor& condition) {
  return static_cast<double>(condition.sum().item<std::int64_t>()) / static_cast<double>(condition.numel());
}

class CrossEntropy final : public Loss {
 public:
  explicit CrossEntropy(std::int64_t classes) : classes_(classes) {}
  std::string_view name() const override { return "cross_entropy"; }
  std::int64_t outputs() const override { return classes_; }
  torch::Tensor prepare(const Samples& samples) const override { return samples.targets; }
  torch::Tensor value(const torch::Tensor& outputs, const torch::Tensor& targets) const override {
    return torch::cross_entropy_loss(outputs, targets);
  }
  torch::Tensor predictions(const torch::Tensor& outputs) const override { return outputs.softmax(1); }
  double accuracy(const torch::Tensor& outputs, const torch::Tensor& targets) const override {
    return part_true(outputs.argmax(1) == targets);
  }

 private:
  std::int64_t classes_;
};

class BinaryCrossEntropy final : public Loss {
 public:
  std::string_view name() const override { return "bce"; }
  std::int64_t outputs() const override { return 1; }
  torch::Tensor prepare(const Samples& samples) const override {
    return samples.targets.to(torch::kFloat).unsqueeze(1);
  }
  torch::Tensor value(const torch::Tensor& outputs, const torch::Tensor& targets) const override {
    return torch::binary_cross_entropy_with_logits(outputs, targets);
  }
  torch::Tensor predictions(const torch::Tensor& outputs) const override {
    return torch::cat({(-outputs).sigmoid(), outputs.sigmoid()}, 1);
  }
  double accuracy(const torch::Tensor& outputs, const torch::Tensor& targets) const override {
    return part_true((outputs > 0) == (targets > 0));
  }
};

class MeanSquaredError final : public Loss {
 public:
  explicit MeanSquaredError(const Dataset& data) : outputs_(data.outputs()), classes_(data.classes) {}
  std::string_view name() const override { return "mse"; }
  std::int64_t outputs() const override { return outputs_; }
  torch::Tensor prepare(const Samples& samples) const override {
    return classes_ == 0 ? samples.targets : torch::one_hot(samples.targets, classes_).to(torch::kFloat);
  }
  torch::Tensor value(const torch::Tensor& outputs, const torch::Tensor& targets) const override {
    return torch::mse_loss(outputs, targets);
  }
  torch::Tensor predictions(const torch::Tensor& outputs) const override {
    return classes_ == 0 ? outputs : outputs.clamp(0, 1);
  }
  double accuracy(const torch::Tensor& outputs, const torch::Tensor& targets) const override {
    if (classes_ == 0) return std::numeric_limits<double>::quiet_NaN();
    return part_true(outputs.argmax(1) == targets.argmax(1));
  }

 private:
  std::int64_t outputs_;
  std::int64_t classes_;  // 0 for regression
};

}  // namespace

std::span<const std::string_view> loss_names() {
  return names;
}

std::unique_ptr<Loss> make_loss(std::string_view name, const Dataset& data) {
  if (name == "auto") name = data.is_regression() ? "mse" : "cross_entropy";
  if (name == "mse") return std::make_unique<MeanSquaredError>(data);
  if (name != "cross_entropy" && name != "bce")
    throw UsageError(unknown_name("loss", name, {names.begin(), names.end()}));
  if (data.is_regression()) {
    throw UsageError(fmt::format("training.loss: '{}' needs classes, but the targets are numbers; use mse", name));
  }
  if (name == "cross_entropy") return std::make_unique<CrossEntropy>(data.classes);
  if (data.classes != 2) {
    throw UsageError(
        fmt::format("training.loss: 'bce' needs 2 classes, but the data have {}; use cross_entropy", data.classes));
  }
  return std::make_unique<BinaryCrossEntropy>();
}

}  // namespace actlab
