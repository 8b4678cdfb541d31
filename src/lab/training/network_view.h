#pragma once

#include <cstddef>
#include <functional>

#include "core/matrix.h"

namespace actlab {

/// Gives access to the layers of a network with fixed weights.
class NetworkView {
 public:
  virtual ~NetworkView() = default;

  /// The network's outputs for `inputs` [samples, features]: logits or predictions [samples, outputs].
  virtual Matrix outputs(const Matrix& inputs) const = 0;

  /// Receives a layer's values before its activation, z, and after it, y, both [samples, units]. The last layer has no
  /// activation, so that both are the network's outputs.
  using Visit = std::function<void(std::size_t layer, const Matrix& z, const Matrix& y)>;

  /// Runs a forward pass over `inputs` [samples, features] and calls `visit` for each layer in order.
  virtual void pass(const Matrix& inputs, const Visit& visit) const = 0;
};

}  // namespace actlab
