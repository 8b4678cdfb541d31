#pragma once

#include <memory>
#include <string>
#include <vector>

#include "catalogue/activation.h"
#include "torch/autograd/operator.h"

namespace actlab {

using OperatorPtr = std::unique_ptr<const Operator>;

/// The operators of an element-wise activation, with numbers as parameters: its value and, unless its derivative is
/// 1, the gradient of its input.
struct ElementwiseOperators {
  OperatorPtr forward, backward;
};
ElementwiseOperators elementwise_operators(std::size_t index, const Activation& activation);

/// The operators of an activation with its learnable parameter as a tensor that broadcasts over the input: its value,
/// and the gradients of the input and of the parameter. The last one is not yet summed: it has the shape of the input,
/// and the dtype in which it was computed.
struct LearnableOperators {
  OperatorPtr forward, backward, parameter_backward;
};
LearnableOperators learnable_operators(std::size_t index, const Activation& activation);

/// The operators of a row-wise activation, and of a gate.
struct DimensionOperators {
  OperatorPtr forward, backward;
};
DimensionOperators rowwise_operators(std::size_t index, const Activation& activation);
DimensionOperators gate_operators(std::size_t gate);

/// All operators, in the order of the catalogue; null where an activation has none of this kind.
struct Operators {
  std::vector<ElementwiseOperators> elementwise;
  std::vector<LearnableOperators> learnable;
  std::vector<DimensionOperators> rowwise, gates;
  std::vector<OperatorPtr> random_slopes;  ///< what a random activation multiplies its input by in training

  std::vector<const Operator*> all() const;
};
const Operators& operators();

/// The arguments of a schema for these parameters, as in torch.nn.functional: numbers have defaults, a dimension has
/// none, strings are keyword-only.
std::string parameters_text(const Activation& activation);

}  // namespace actlab
