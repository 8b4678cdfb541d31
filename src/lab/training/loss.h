#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/matrix.h"
#include "lab/data/dataset.h"

namespace actlab {

/// A loss function. cross_entropy: of the softmax of the outputs. bce: binary cross-entropy of the sigmoid of one
/// output, for two classes. mse: mean squared error over all outputs, with one-hot vectors as the targets of classes.
struct Loss {
  enum class Kind { cross_entropy, bce, mse };

  Kind kind = Kind::cross_entropy;
  std::int64_t outputs = 0;  ///< number of outputs of the model
  std::int64_t classes = 0;  ///< of the data; 0 for regression
  /// Losses are reported as multiples of this, in the units of the data: the variance that standardized targets of mse
  /// were divided by. Gradients are those of the loss without it.
  double unit = 1;

  std::string_view name() const;

  /// Converts a model's outputs [samples, outputs] to class probabilities [samples, classes]. Returns the outputs
  /// themselves for regression (in the network's units), and the outputs clamped to [0, 1] for classes trained with
  /// mse.
  Matrix predictions(Matrix model_outputs) const;
};

/// Allowed values of the config key `loss`.
std::span<const std::string_view> loss_names();

/// The loss of that name for `data`; `auto` is cross_entropy for classes and mse for regression. Throws UsageError if
/// the loss does not fit the data.
Loss make_loss(std::string_view name, const Dataset& data);

}  // namespace actlab
