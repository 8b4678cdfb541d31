#pragma once

#include <span>
#include <string>
#include <string_view>

namespace actlab {

/// A name that other libraries or people use, and what it is called here.
struct OtherName {
  std::string_view theirs;  ///< folded: see fold_name
  std::string_view ours;
};

/// Names of PyTorch, Keras, JAX and scikit-learn for activations, optimizers, losses, initialisations and keys of a
/// config. One of theirs may occur several times: what fits the place is meant.
std::span<const OtherName> other_names();

/// Lower case, and only letters and digits: "LeakyReLU", "leaky-relu" and "leaky_relu" are all "leakyrelu".
std::string fold_name(std::string_view name);

}  // namespace actlab
