#pragma once

#include <torch/types.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "data/dataset.h"

namespace actlab {

/// What training minimises. Immutable.
class Loss {
 public:
  virtual ~Loss() = default;

  virtual std::string_view name() const = 0;

  /// Output units that the model needs.
  virtual std::int64_t outputs() const = 0;

  /// The targets in the form that `value` and `accuracy` take: one entry or row a sample, in the samples' order.
  virtual torch::Tensor prepare(const Samples& samples) const = 0;

  /// The mean over the samples, a 0-d tensor. outputs: float32 [samples, outputs()].
  virtual torch::Tensor value(const torch::Tensor& outputs, const torch::Tensor& targets) const = 0;

  /// What the outputs say: each class's probability [samples, classes], or for regression the outputs themselves. (Of
  /// classes learnt by mse, the outputs within [0, 1].)
  virtual torch::Tensor predictions(const torch::Tensor& outputs) const = 0;

  /// The part of the samples whose class is found; NaN for regression.
  virtual double accuracy(const torch::Tensor& outputs, const torch::Tensor& targets) const = 0;
};

/// What a config's `loss` may be.
std::span<const std::string_view> loss_names();

/// The loss for this data; `auto` is cross_entropy for classes and mse for regression. cross_entropy: of the softmax of
/// the outputs. bce: binary cross-entropy of the sigmoid of one output, for two classes. mse: mean squared error over
/// all outputs; classes are one-hot vectors to it. Throws UsageError where the loss does not fit the data.
std::unique_ptr<Loss> make_loss(std::string_view name, const Dataset& data);

}  // namespace actlab
