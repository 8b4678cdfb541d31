// An example of your own activation as a plugin: an operator in a shared library, registered with TORCH_LIBRARY. It
// needs only LibTorch; nothing of actlab is needed to build it.
//
//   cmake -S examples/plugin -B build/plugin && cmake --build build/plugin
//   scripts/runner gradcheck --plugin build/plugin/libbent_identity.so --op my::bent_identity
//   scripts/runner examples/plugin/bent_identity.yaml
//
// Python can load the same library: torch.ops.load_library("…/libbent_identity.so"); torch.ops.my.bent_identity(x).
#include <torch/autograd.h>
#include <torch/library.h>
#include <torch/types.h>

namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::tensor_list;

// f(x) = bend * (sqrt(x^2 + 1) - 1) + x,  f'(x) = bend * x / sqrt(x^2 + 1) + 1
struct BentIdentity : torch::autograd::Function<BentIdentity> {
  static Tensor forward(AutogradContext* context, const Tensor& x, double bend) {
    context->save_for_backward({x});  // an input is tracked by autograd, so second derivatives are right too
    context->saved_data["bend"] = bend;
    return bend * (torch::sqrt(x * x + 1) - 1) + x;
  }

  static tensor_list backward(AutogradContext* context, const tensor_list& grad_outputs) {
    const Tensor x = context->get_saved_variables()[0];
    const double bend = context->saved_data["bend"].toDouble();
    return {grad_outputs[0] * (bend * x / torch::sqrt(x * x + 1) + 1), Tensor()};
  }
};

Tensor bent_identity(const Tensor& x, double bend) {
  return BentIdentity::apply(x, bend);
}

}  // namespace

TORCH_LIBRARY(my, library) {
  library.def("bent_identity(Tensor x, float bend=0.5) -> Tensor", bent_identity);
}
