#pragma once

#include <cstddef>
#include <functional>

#include "core/matrix.h"

namespace actlab {

/// A network whose weights are set, laid open: what a picture of it is made from.
class NetworkView {
 public:
  virtual ~NetworkView() = default;

  /// What the network gives for `inputs` [samples, features]: logits or predictions [samples, outputs].
  virtual Matrix outputs(const Matrix& inputs) const = 0;

  /// Receives, layer by layer, what the layer gives before its activation, z, and behind it, y, both [samples, units].
  /// The last layer has no activation: its y are the network's outputs, and so is its z.
  using Visit = std::function<void(std::size_t layer, const Matrix& z, const Matrix& y)>;

  /// Sends `inputs` [samples, features] through the network.
  virtual void pass(const Matrix& inputs, const Visit& visit) const = 0;
};

}  // namespace actlab
