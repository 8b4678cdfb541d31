#pragma once

#include <array>
#include <string_view>

namespace actlab {

/// A gated linear unit: x is split into halves a and b along a dimension; the result is a * activation(b).
/// torch/autograd/gates.h computes it.
struct Gate {
  std::string_view name;
  std::string_view activation;  ///< its name in the catalogue
  std::string_view formula;
  std::string_view source;
};

/// All gates.
inline constexpr std::array gates{
    Gate{"glu", "sigmoid", "a * sigmoid(b), a and b the halves of x along dim",
         "Dauphin et al. 2016, arXiv:1612.08083; torch.nn.functional.glu"},
    Gate{"geglu", "gelu", "a * gelu(b), a and b the halves of x along dim", "Shazeer 2020, arXiv:2002.05202"},
    Gate{"swiglu", "silu", "a * silu(b), a and b the halves of x along dim", "Shazeer 2020, arXiv:2002.05202"},
};

/// True if a gate uses the activation with this name, which then has kernels for gates.
constexpr bool is_used_by_gate(std::string_view activation) {
  for (const Gate& gate : gates) {
    if (gate.activation == activation) return true;
  }
  return false;
}

}  // namespace actlab
