#include "mutants.h"

namespace {

using actlab::Cause;
using actlab::Tensors;
using made::unary;
using torch::Tensor;

/// Values in (-5.7, 5.7).
Tensors wide(torch::IntArrayRef shape) {
  return {leaf(3 * spread(shape))};
}
/// The first element is exactly 0.
Tensors with_zero(torch::IntArrayRef shape) {
  const Tensor x = spread(shape).detach();
  if (x.numel() > 0) x.view({-1})[0] = 0;
  return {leaf(x)};
}

Tensor gelu_derivative(const Tensor& x) {
  return 0.5 * torch::erfc(-x * M_SQRT1_2) + x * torch::exp(-0.5 * x * x) * (0.5 * M_2_SQRTPI * M_SQRT1_2);
}

}  // namespace

std::vector<Mutant> wrong_formulas() {
  using T = const Tensor&;
  return {
      // sign
      {"cos: sign", unary(torch::cos, [](T x, T, T g) { return g * torch::sin(x); }), Cause::constant_factor,
       spread_over},
      {"sigmoid: sign", unary(torch::sigmoid, [](T, T y, T g) { return g * y * (y - 1); }), Cause::constant_factor,
       spread_over},
      {"logsigmoid: sign of x", unary(torch::log_sigmoid, [](T x, T, T g) { return g * torch::sigmoid(x); }),
       Cause::missing_term, spread_over},
      {"tanhshrink: the derivative of tanh",
       unary([](T x) { return x - torch::tanh(x); }, [](T x, T, T g) { return g * (1 - torch::tanh(x).square()); }),
       Cause::missing_term, spread_over},
      {"softsign: sign of |x|",
       unary([](T x) { return x / (1 + x.abs()); }, [](T x, T, T g) { return g / (1 - x.abs()).square(); }),
       Cause::missing_term, spread_over},
      // factor
      {"square: missing factor 2", unary(torch::square, [](T x, T, T g) { return g * x; }), Cause::constant_factor,
       spread_over},
      {"softplus with beta 2: extra factor",
       unary([](T x) { return torch::softplus(x, 2); }, [](T x, T, T g) { return 2 * g * torch::sigmoid(2 * x); }),
       Cause::constant_factor, spread_over},
      {"selu: missing scale",
       unary(torch::selu,
             [](T x, T, T g) {
               return g * torch::where(x > 0, torch::ones_like(x), 1.6732632423543772 * torch::exp(x));
             }),
       Cause::constant_factor, spread_over},
      {"hardsigmoid: slope 0.2 instead of 1/6",
       unary(torch::hardsigmoid, [](T x, T, T g) { return g * 0.2 * (x.abs() < 3).to(x.dtype()); }),
       Cause::constant_factor, spread_over},
      {"sine: missing frequency",
       unary([](T x) { return torch::sin(3 * x); }, [](T x, T, T g) { return g * torch::cos(3 * x); }),
       Cause::constant_factor, spread_over},
      {"relu_squared: missing factor 2",
       unary([](T x) { return torch::relu(x).square(); }, [](T x, T, T g) { return g * torch::relu(x); }),
       Cause::constant_factor, spread_over},
      // missing or wrong term
      {"silu: missing term", unary(torch::silu, [](T x, T, T g) { return g * torch::sigmoid(x); }), Cause::missing_term,
       spread_over},
      {"mish: missing term", unary(torch::mish, [](T x, T, T g) { return g * torch::tanh(torch::softplus(x)); }),
       Cause::missing_term, spread_over},
      {"gelu: missing density",
       unary([](T x) { return torch::gelu(x); }, [](T x, T, T g) { return g * 0.5 * torch::erfc(-x * M_SQRT1_2); }),
       Cause::missing_term, spread_over},
      {"gelu: sign of the density",
       unary([](T x) { return torch::gelu(x); },
             [](T x, T, T g) { return g * (gelu_derivative(x) - x * torch::exp(-0.5 * x * x) * 0.79788456); }),
       Cause::missing_term, spread_over},
      {"gelu tanh: derivative of the erf form",
       unary([](T x) { return torch::gelu(x, "tanh"); }, [](T x, T, T g) { return g * gelu_derivative(x * 1.01); }),
       Cause::missing_term, spread_over},
      {"quick_gelu: missing 1.702",
       unary([](T x) { return x * torch::sigmoid(1.702 * x); },
             [](T x, T, T g) {
               const Tensor s = torch::sigmoid(1.702 * x);
               return g * (s + x * s * (1 - s));
             }),
       Cause::missing_term, spread_over},
      {"snake: sin instead of sin 2x",
       unary([](T x) { return x + torch::sin(x).square(); }, [](T x, T, T g) { return g * (1 + torch::sin(x)); }),
       Cause::missing_term, spread_over},
      {"squareplus: missing factor 1/2",
       unary([](T x) { return (x + torch::sqrt(x * x + 4)) / 2; },
             [](T x, T, T g) { return g * (1 + x / torch::sqrt(x * x + 4)); }),
       Cause::constant_factor, spread_over},
      {"gaussian: missing x", unary([](T x) { return torch::exp(-x * x); }, [](T, T y, T g) { return -2 * g * y; }),
       Cause::missing_term, spread_over},
      {"hardswish: missing factor 1/2", unary(torch::hardswish, [](T x, T, T g) { return g * x / 3; }),
       Cause::missing_term, spread_over},
      // wrong saved tensor
      {"sigmoid: x instead of y", unary(torch::sigmoid, [](T x, T, T g) { return g * x * (1 - x); }),
       Cause::missing_term, spread_over},
      {"tanh: x instead of y", unary(torch::tanh, [](T x, T, T g) { return g * (1 - x * x); }), Cause::missing_term,
       spread_over},
      {"exp: x instead of y", unary(torch::exp, [](T x, T, T g) { return g * x; }), Cause::missing_term, spread_over},
      {"sqrt: x instead of y",
       unary([](T x) { return torch::sqrt(x + 3); }, [](T x, T, T g) { return g / (2 * (x + 3)); }),
       Cause::missing_term, spread_over},
      // wrong branch
      {"relu: no branch", unary(torch::relu, [](T, T, T g) { return g.clone(); }), Cause::wrong_branch, spread_over},
      {"relu6: no upper bound", unary(torch::relu6, [](T x, T, T g) { return g * (x > 0).to(x.dtype()); }),
       Cause::wrong_branch, [](torch::IntArrayRef s) -> Tensors { return {leaf(4 * spread(s) + 4)}; }},
      {"leaky_relu: slope 0.1 instead of 0.01",
       unary([](T x) { return torch::leaky_relu(x, 0.01); },
             [](T x, T, T g) { return g * torch::where(x > 0, torch::ones_like(x), torch::full_like(x, 0.1)); }),
       Cause::wrong_branch, spread_over},
      {"hardtanh: clamps at another value",
       unary([](T x) { return torch::hardtanh(x, -1.5, 1.5); },
             [](T x, T, T g) { return g * (x < 1).to(x.dtype()) * (x > -1.5).to(x.dtype()); }),
       Cause::wrong_branch, spread_over},
      {"elu: missing alpha",
       unary([](T x) { return torch::elu(x, 1.5); },
             [](T x, T, T g) { return g * torch::where(x > 0, torch::ones_like(x), torch::exp(x)); }),
       Cause::wrong_branch, spread_over},
      {"celu: missing alpha in the exponent",
       unary([](T x) { return torch::celu(x, 2); },
             [](T x, T, T g) { return g * torch::where(x > 0, torch::ones_like(x), torch::exp(x)); }),
       Cause::wrong_branch, spread_over},
      {"hardshrink: nonzero inside",
       unary([](T x) { return torch::hardshrink(x, 1); }, [](T, T, T g) { return g.clone(); }), Cause::wrong_branch,
       spread_over},
      {"softshrink: threshold at lambda / 2",
       unary([](T x) { return torch::softshrink(x, 1); },
             [](T x, T, T g) { return g * (x.abs() > 0.2).to(x.dtype()); }),
       Cause::missing_term, spread_over},
      {"threshold: at 0 instead of 1",
       unary([](T x) { return torch::threshold(x, 1, -1); }, [](T x, T, T g) { return g * (x > 0).to(x.dtype()); }),
       Cause::wrong_branch, spread_over},
      {"hardswish: no upper bound",
       unary(torch::hardswish,
             [](T x, T, T g) { return g * torch::where(x < -3, torch::zeros_like(x), (2 * x + 3) / 6); }),
       Cause::wrong_branch, wide},
      {"relu: 2 at the kink",
       unary(torch::relu, [](T x, T, T g) { return g * ((x > 0).to(x.dtype()) + 2 * (x == 0).to(x.dtype())); }),
       Cause::wrong_branch, with_zero},
      {"leaky_relu: 0 at the kink",
       unary([](T x) { return torch::leaky_relu(x, 0.25); },
             [](T x, T, T g) { return g * ((x > 0).to(x.dtype()) + 0.25 * (x < 0).to(x.dtype())); }),
       Cause::wrong_branch, with_zero},
      // not finite
      {"sigmoid: overflow in backward",
       unary(torch::sigmoid,
             [](T x, T, T g) {
               const Tensor e = torch::exp(x);
               return g * e / (1 + e).square();
             }),
       Cause::non_finite, [](torch::IntArrayRef s) -> Tensors { return {leaf(500 * spread(s))}; }},
      {"softplus: overflow in forward",
       unary([](T x) { return torch::log(1 + torch::exp(x)); }, [](T x, T, T g) { return g * torch::sigmoid(x); }),
       Cause::non_finite, [](torch::IntArrayRef s) -> Tensors { return {leaf(500 * spread(s))}; }},
      {"softsign: 0 / 0",
       unary([](T x) { return x / (1 + x.abs()); }, [](T x, T y, T g) { return g * y.square() / x.square(); }),
       Cause::non_finite, with_zero},
  };
}
