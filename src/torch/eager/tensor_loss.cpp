#include "torch/eager/tensor_loss.h"

#include <limits>

#include "torch/eager/mlp.h"

namespace actlab {
namespace {

double fraction_true(const torch::Tensor& condition) {
  return static_cast<double>(condition.sum().item<std::int64_t>()) / static_cast<double>(condition.numel());
}

}  // namespace

torch::Tensor targets_of(const Loss& loss, const Samples& samples) {
  if (loss.classes == 0) return as_tensor(samples.values).clone();
  const torch::Tensor labels = torch::tensor(samples.labels);
  switch (loss.kind) {
    case Loss::Kind::cross_entropy:
      break;
    case Loss::Kind::bce:
      return labels.to(torch::kFloat).unsqueeze(1);
    case Loss::Kind::mse:
      return torch::one_hot(labels, loss.classes).to(torch::kFloat);
  }
  return labels;
}

torch::Tensor value(const Loss& loss, const torch::Tensor& outputs, const torch::Tensor& targets) {
  switch (loss.kind) {
    case Loss::Kind::cross_entropy:
      return torch::cross_entropy_loss(outputs, targets);
    case Loss::Kind::bce:
      return torch::binary_cross_entropy_with_logits(outputs, targets);
    case Loss::Kind::mse:
      break;
  }
  return torch::mse_loss(outputs, targets);
}

torch::Tensor predicted_classes(const Loss& loss, const torch::Tensor& outputs) {
  if (loss.kind == Loss::Kind::bce) return (outputs > 0).to(torch::kLong).squeeze(1);
  return outputs.argmax(1);
}

double accuracy(const Loss& loss, const torch::Tensor& outputs, const torch::Tensor& targets) {
  if (loss.classes == 0) return std::numeric_limits<double>::quiet_NaN();
  const torch::Tensor predicted = predicted_classes(loss, outputs);
  switch (loss.kind) {
    case Loss::Kind::cross_entropy:
      return fraction_true(predicted == targets);
    case Loss::Kind::bce:
      return fraction_true(predicted == targets.squeeze(1));
    case Loss::Kind::mse:
      break;
  }
  return fraction_true(predicted == targets.argmax(1));
}

}  // namespace actlab
