#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/matrix.h"
#include "lab/data/dataset.h"

namespace actlab {

/// What training minimises, for data of these classes. cross_entropy: of the softmax of the outputs. bce: binary
/// cross-entropy of the sigmoid of one output, for two classes. mse: mean squared error over all outputs; classes are
/// one-hot vectors to it.
struct Loss {
  enum class Kind { cross_entropy, bce, mse };

  Kind kind = Kind::cross_entropy;
  std::int64_t outputs = 0;  ///< output units that the model needs
  std::int64_t classes = 0;  ///< of the data; 0 for regression

  std::string_view name() const;

  /// What a model's outputs, `given` [samples, outputs], say: each class's probability [samples, classes], or for
  /// regression the outputs themselves. (Of classes learnt by mse, the outputs within [0, 1].)
  Matrix predictions(Matrix given) const;
};

/// What a config's `loss` may be.
std::span<const std::string_view> loss_names();

/// The loss for this data; `auto` is cross_entropy for classes and mse for regression. Throws UsageError where the loss
/// does not fit the data.
Loss make_loss(std::string_view name, const Dataset& data);

}  // namespace actlab
