// Test operators that cover every form of a schema.
#include <torch/autograd.h>
#include <torch/library.h>
#include <torch/types.h>

#include <string>
#include <tuple>
#include <vector>

namespace {

using torch::Tensor;

struct TwiceTheGradient : torch::autograd::Function<TwiceTheGradient> {
  static Tensor forward(torch::autograd::AutogradContext* context, const Tensor& x) {
    context->save_for_backward({x});
    return torch::tanh(x);
  }
  static torch::autograd::tensor_list backward(torch::autograd::AutogradContext* context,
                                               const torch::autograd::tensor_list& grads) {
    return {2 * grads[0] * (1 - torch::tanh(context->get_saved_variables()[0]).square())};
  }
};

std::tuple<Tensor, Tensor> sum_and_product(const Tensor& a, const Tensor& b) {
  return {a + b, a * b};
}
Tensor joined(const std::vector<Tensor>& parts, std::int64_t dim) {
  return torch::cat(parts, dim).sin();
}
Tensor scaled(const Tensor& x, double factor, bool negate, const std::string& mode, torch::IntArrayRef flipped) {
  const Tensor y = (mode == "square" ? x * x : x) * (negate ? -factor : factor);
  return flipped.empty() ? y.clone() : y.flip(flipped);
}
Tensor masked(const Tensor& x, const c10::optional<Tensor>& mask) {
  return mask ? x * *mask : x * 1;
}
Tensor chosen(const Tensor& weight, const Tensor& index) {
  return torch::embedding(weight, index);
}
Tensor wrong(const Tensor& x) {
  return TwiceTheGradient::apply(x);
}
Tensor& shift_(Tensor& x) {
  return x.add_(1);
}
Tensor square(const Tensor& x) {
  return x * x;
}
Tensor power(const Tensor& x, double exponent) {
  return torch::pow(x, exponent);
}
Tensor without_gradient(const Tensor& x) {
  return x.detach() * 2;
}
Tensor row_sums(const Tensor& x) {
  return x.sum(1);
}

}  // namespace

TORCH_LIBRARY(actlab_tests, library) {
  library.def("sum_and_product(Tensor a, Tensor b) -> (Tensor, Tensor)", sum_and_product);
  library.def("joined(Tensor[] parts, int dim=0) -> Tensor", joined);
  library.def("scaled(Tensor x, float factor, bool negate=False, str mode=\"plain\", int[] flipped=[]) -> Tensor",
              scaled);
  library.def("masked(Tensor x, Tensor? mask=None) -> Tensor", masked);
  library.def("chosen(Tensor weight, Tensor index) -> Tensor", chosen);
  library.def("wrong(Tensor x) -> Tensor", wrong);
  library.def("shift_(Tensor(a!) x) -> Tensor(a!)", shift_);
  library.def("form.square(Tensor x) -> Tensor", square);
  library.def("form.power(Tensor x, float exponent) -> Tensor", power);
  library.def("without_gradient(Tensor x) -> Tensor");
  library.def("row_sums(Tensor x) -> Tensor", row_sums);
}
TORCH_LIBRARY_IMPL(actlab_tests, CPU, library) {
  library.impl("without_gradient", without_gradient);
}
