#include "activations/gates.h"

#include <array>
#include <vector>

#include "activations/activation.h"
#include "core/error.h"

namespace actlab {
namespace {

constexpr std::array gate_list{
    Gate{"glu", "sigmoid", "a * sigmoid(b), a and b the halves of x along dim",
         "Dauphin et al. 2016, arXiv:1612.08083; torch.nn.functional.glu"},
    Gate{"geglu", "gelu", "a * gelu(b), a and b the halves of x along dim", "Shazeer 2020, arXiv:2002.05202"},
    Gate{"swiglu", "silu", "a * silu(b), a and b the halves of x along dim", "Shazeer 2020, arXiv:2002.05202"},
};

}  // namespace

std::span<const Gate> gates() {
  return gate_list;
}

torch::Tensor apply_gate(std::string_view name, const torch::Tensor& x, std::int64_t dim) {
  for (const Gate& gate : gate_list) {
    if (gate.name != name) continue;
    TORCH_CHECK(x.dim() > 0 && x.size(dim) % 2 == 0, name, ": dimension ", dim,
                " must be of even length to be halved, and the input is of sizes ", x.sizes());
    const std::vector<torch::Tensor> halves = x.chunk(2, dim);
    return halves[0] * (*make_activation(gate.activation))(halves[1]);
  }
  std::vector<std::string_view> known;
  for (const Gate& gate : gate_list) known.push_back(gate.name);
  throw UsageError(unknown_name("gate", name, known));
}

}  // namespace actlab
