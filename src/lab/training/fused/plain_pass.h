#pragma once

#include <vector>

#include "lab/models/config.h"
#include "lab/training/fused/aligned.h"
#include "lab/training/network_view.h"

namespace actlab::fused {

/// A forward pass layer by layer, without merged layers. Every activation must be element-wise.
class PlainPass : public NetworkView {
 public:
  /// `parameters` have the names and shapes of initial_parameters.
  PlainPass(const ModelConfig& config, const NamedArrays& parameters);

  Matrix outputs(const Matrix& inputs) const override;
  void pass(const Matrix& inputs, const Visit& visit) const override;

 private:
  struct Layer {
    std::int64_t inputs = 0, outputs = 0;
    std::vector<float> weights{};  // one row per unit: the weights of its inputs, then its bias
    std::vector<float> learned{};  // parameters of the activation: one, or one per unit
    ActivationPtr activation{};    // none after the last layer
  };

  template <class Use> void for_each_block(const Matrix& inputs, const Use& use) const;
  static AlignedFloats product(const Layer& layer, const AlignedFloats& x, std::int64_t columns);
  static AlignedFloats activated(const Layer& layer, const AlignedFloats& z, std::int64_t columns);

  std::vector<Layer> layers_;
};

}  // namespace actlab::fused
