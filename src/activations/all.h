#pragma once

// The one list of the catalogue: an activation is a file of this folder and its name here.
#include "activations/gelu.h"
#include "activations/identity.h"
#include "activations/leaky_relu.h"
#include "activations/log_softmax.h"
#include "activations/relu.h"
#include "activations/sigmoid.h"
#include "activations/softmax.h"
#include "activations/step.h"
#include "activations/tanh.h"

namespace actlab {

template <class... Activations>
struct TypeList {
  static constexpr std::size_t size = sizeof...(Activations);
};

using ElementwiseActivations = TypeList<Step, Identity, Sigmoid, Tanh, Relu, LeakyRelu, Gelu>;
using RowwiseActivations = TypeList<Softmax, LogSoftmax>;

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
