#pragma once

#include <cstddef>
#include <type_traits>

// The one list of the catalogue: an activation is a file of this folder and its name here.
#include "catalogue/definitions/celu.h"
#include "catalogue/definitions/elu.h"
#include "catalogue/definitions/gaussian.h"
#include "catalogue/definitions/gelu.h"
#include "catalogue/definitions/hardshrink.h"
#include "catalogue/definitions/hardsigmoid.h"
#include "catalogue/definitions/hardswish.h"
#include "catalogue/definitions/hardtanh.h"
#include "catalogue/definitions/identity.h"
#include "catalogue/definitions/leaky_relu.h"
#include "catalogue/definitions/log_softmax.h"
#include "catalogue/definitions/logsigmoid.h"
#include "catalogue/definitions/mish.h"
#include "catalogue/definitions/prelu.h"
#include "catalogue/definitions/quick_gelu.h"
#include "catalogue/definitions/relu.h"
#include "catalogue/definitions/relu6.h"
#include "catalogue/definitions/relu_squared.h"
#include "catalogue/definitions/rrelu.h"
#include "catalogue/definitions/selu.h"
#include "catalogue/definitions/sigmoid.h"
#include "catalogue/definitions/silu.h"
#include "catalogue/definitions/sine.h"
#include "catalogue/definitions/snake.h"
#include "catalogue/definitions/softmax.h"
#include "catalogue/definitions/softmin.h"
#include "catalogue/definitions/softplus.h"
#include "catalogue/definitions/softshrink.h"
#include "catalogue/definitions/softsign.h"
#include "catalogue/definitions/squareplus.h"
#include "catalogue/definitions/step.h"
#include "catalogue/definitions/straight_through_step.h"
#include "catalogue/definitions/swish.h"
#include "catalogue/definitions/tanh.h"
#include "catalogue/definitions/tanhshrink.h"
#include "catalogue/definitions/threshold.h"

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
