#pragma once

#include <array>
#include <string_view>

namespace actlab {

/// A gated linear unit: x is halved along a dimension, and the first half let through by an activation of the second.
/// torch/autograd/gates.h computes it.
struct Gate {
  std::string_view name;
  std::string_view activation;  ///< of the catalogue
  std::string_view formula;
  std::string_view source;
};

/// Every gate.
inline constexpr std::array gates{
    Gate{"glu", "sigmoid", "a * sigmoid(b), a and b the halves of x along dim",
         "Dauphin et al. 2016, arXiv:1612.08083; torch.nn.functional.glu"},
    Gate{"geglu", "gelu", "a * gelu(b), a and b the halves of x along dim", "Shazeer 2020, arXiv:2002.05202"},
    Gate{"swiglu", "silu", "a * silu(b), a and b the halves of x along dim", "Shazeer 2020, arXiv:2002.05202"},
};

/// Whether a gate is made with the activation of that name: it then has kernels that let the other half through.
constexpr bool is_gate(std::string_view activation) {
  for (const Gate& gate : gates) {
    if (gate.activation == activation) return true;
  }
  return false;
}

}  // namespace actlab
