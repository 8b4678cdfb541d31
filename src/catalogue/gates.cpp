#include "catalogue/gates.h"

#include <array>

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

}  // namespace actlab
