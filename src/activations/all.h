#pragma once

#include <cstddef>
#include <type_traits>

// The one list of the catalogue: an activation is a file of this folder and its name here.
#include "activations/celu.h"
#include "activations/elu.h"
#include "activations/gaussian.h"
#include "activations/gelu.h"
#include "activations/hardshrink.h"
#include "activations/hardsigmoid.h"
#include "activations/hardswish.h"
#include "activations/hardtanh.h"
#include "activations/identity.h"
#include "activations/leaky_relu.h"
#include "activations/log_softmax.h"
#include "activations/logsigmoid.h"
#include "activations/mish.h"
#include "activations/prelu.h"
#include "activations/quick_gelu.h"
#include "activations/relu.h"
#include "activations/relu6.h"
#include "activations/relu_squared.h"
#include "activations/rrelu.h"
#include "activations/selu.h"
#include "activations/sigmoid.h"
#include "activations/silu.h"
#include "activations/sine.h"
#include "activations/snake.h"
#include "activations/softmax.h"
#include "activations/softmin.h"
#include "activations/softplus.h"
#include "activations/softshrink.h"
#include "activations/softsign.h"
#include "activations/squareplus.h"
#include "activations/step.h"
#include "activations/straight_through_step.h"
#include "activations/swish.h"
#include "activations/tanh.h"
#include "activations/tanhshrink.h"
#include "activations/threshold.h"

namespace actlab {

template <class... Activations>
struct TypeList {
  static constexpr std::size_t size = sizeof...(Activations);
};

using ElementwiseActivations = TypeList<
    // torch.nn.functional's
    Identity, Step, Threshold, Relu, Relu6, Hardtanh, Hardswish, Hardsigmoid, LeakyRelu, Prelu, Rrelu, Elu, Selu, Celu,
    Gelu, Sigmoid, Logsigmoid, Silu, Mish, Softplus, Softsign, Softshrink, Hardshrink, Tanh, Tanhshrink,
    // beyond
    StraightThroughStep, Swish, QuickGelu, ReluSquared, Squareplus, SineWave, Gaussian, Snake>;
using RowwiseActivations = TypeList<Softmax, Softmin, LogSoftmax>;
/// What gates are made with (gates.cpp): those have kernels that let the other half through.
using GateActivations = TypeList<Sigmoid, Gelu, Silu>;

/// Whether A is in a list.
template <class A, class... Listed>
constexpr bool is_in(TypeList<Listed...>) {
  return (std::is_same_v<A, Listed> || ...);
}

/// The place of A in a list.
template <class A, class List>
struct IndexIn;
template <class A, class... Rest>
struct IndexIn<A, TypeList<A, Rest...>> {
  static constexpr std::size_t value = 0;
};
template <class A, class First, class... Rest>
struct IndexIn<A, TypeList<First, Rest...>> {
  static constexpr std::size_t value = 1 + IndexIn<A, TypeList<Rest...>>::value;
};

}  // namespace actlab
