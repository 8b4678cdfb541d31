#include "mutants.h"

namespace {

using actlab::Cause;
using actlab::Tensors;
using made::several;
using made::unary;
using torch::Tensor;

Tensors with_equal_elements(torch::IntArrayRef shape) {
  return {spread(shape), positive(shape)};
}
/// A tensor of this shape, and a row to broadcast to it.
Tensors with_row(torch::IntArrayRef shape) {
  if (shape.size() != 2) return {};
  return {spread(shape), positive({shape[1]})};
}
Tensors square_matrices(torch::IntArrayRef) {
  return {spread({3, 3}), positive({3, 3})};
}
Tensors matrix(torch::IntArrayRef shape) {
  if (shape.size() != 2) return {};
  return {spread(shape)};
}
Tensors complex_numbers(torch::IntArrayRef shape) {
  return {leaf(torch::complex(spread(shape).detach(), positive(shape).detach()))};
}

Tensor with_no_grad(const Tensor& x, Tensor (*f)(const Tensor&)) {
  const torch::NoGradGuard no_grad;
  return f(x);
}

Tensor read_as_contiguous(const Tensor& x) {
  return torch::from_blob(x.data_ptr(), x.sizes(), x.options().requires_grad(false)).clone();
}

/// A buffer that forward writes and the backward of every call reads.
Tensor& shared_buffer() {
  static Tensor buffer;
  return buffer;
}
std::vector<Tensor>& growing_cache() {
  static std::vector<Tensor> cache;
  return cache;
}

}  // namespace

std::vector<Mutant> wrong_reductions() {
  using Ts = const Tensors&;
  using T = const Tensor&;
  return {
      {"softmax: diagonal only",
       unary([](T x) { return torch::softmax(x, -1); }, [](T, T y, T g) { return g * y * (1 - y); }),
       Cause::diagonal_jacobian, matrix},
      {"log_softmax: no sum over the row",
       unary([](T x) { return torch::log_softmax(x, -1); }, [](T, T y, T g) { return g * (1 - torch::exp(y)); }),
       Cause::diagonal_jacobian, matrix},
      {"softmin: sign of the sum",
       unary([](T x) { return torch::softmax(-x, -1); }, [](T, T y, T g) { return y * ((g * y).sum(-1, true) + g); }),
       Cause::missing_term, matrix},
      {"softmax: sum over the other dimension",
       unary([](T x) { return torch::softmax(x, 1); }, [](T, T y, T g) { return y * (g - (g * y).sum(0, true)); }),
       Cause::missing_term, matrix},
      {"cumsum: backward of the identity", unary([](T x) { return x.cumsum(1); }, [](T, T, T g) { return g.clone(); }),
       Cause::diagonal_jacobian, matrix},
      {"mean: sum", unary([](T x) { return x.mean(); }, [](T x, T, T g) { return g.expand_as(x).clone(); }),
       Cause::constant_factor, spread_over},
      {"mse: missing 1 / n",
       unary([](T x) { return (x - 1).square().mean(); }, [](T x, T, T g) { return g * 2 * (x - 1); }),
       Cause::constant_factor, spread_over},
      {"amax: gradient for every element",
       unary([](T x) { return x.amax(1); },
             [](T x, T, T g) { return g.unsqueeze(1) * torch::ones_like(x) / x.size(1); }),
       Cause::missing_term, matrix},
      {"normalize: length treated as a constant",
       unary([](T x) { return x / x.norm(2, 1, true); }, [](T x, T, T g) { return g / x.norm(2, 1, true); }),
       Cause::missing_term, matrix},
      {"layer_norm: mean treated as a constant",
       unary([](T x) { return x - x.mean(1, true); }, [](T, T, T g) { return g.clone(); }), Cause::missing_term,
       matrix},
      {"broadcast add: mean over the batch",
       several([](Ts x) { return Tensors{x[0] + x[1]}; },
               [](Ts, Ts, Ts g) {
                 return Tensors{g[0], g[0].mean(0)};
               }),
       Cause::constant_factor, with_row},
      {"bias: first sample only",
       several([](Ts x) { return Tensors{x[0] * x[1]}; },
               [](Ts x, Ts, Ts g) {
                 return Tensors{g[0] * x[1], (g[0] * x[0])[0]};
               }),
       Cause::missing_term, with_row},
      {"prelu: weight's gradient without the branch",
       several([](Ts x) { return Tensors{torch::where(x[0] > 0, x[0], x[1] * x[0])}; },
               [](Ts x, Ts, Ts g) {
                 return Tensors{g[0] * torch::where(x[0] > 0, torch::ones_like(x[0]), x[1].expand_as(x[0])),
                                (g[0] * x[0]).sum(0)};
               }),
       Cause::missing_term, with_row},
      {"mm: operands swapped",
       several([](Ts x) { return Tensors{x[0].mm(x[1])}; },
               [](Ts x, Ts, Ts g) {
                 return Tensors{x[1].t().mm(g[0]), x[0].t().mm(g[0])};
               }),
       Cause::missing_term, square_matrices},
      {"mul: gradients swapped",
       several([](Ts x) { return Tensors{x[0] * x[1]}; },
               [](Ts x, Ts, Ts g) {
                 return Tensors{g[0] * x[0], g[0] * x[1]};
               }),
       Cause::missing_term, with_equal_elements},
      {"mul: one of two gradients missing",
       several([](Ts x) { return Tensors{x[0] * x[1]}; },
               [](Ts x, Ts, Ts g) {
                 return Tensors{g[0] * x[1], Tensor()};
               }),
       Cause::detached, with_equal_elements},
      {"geglu: gate's gradient without the derivative",
       several([](Ts x) { return Tensors{x[0] * torch::sigmoid(x[1])}; },
               [](Ts x, Ts, Ts g) {
                 const Tensor s = torch::sigmoid(x[1]);
                 return Tensors{g[0] * s, g[0] * x[0] * s};
               }),
       Cause::missing_term, with_equal_elements},
      {"complex square: no conj", unary(torch::square, [](T x, T, T g) { return 2 * g * x; }), Cause::missing_term,
       complex_numbers},
      {"gradient of another shape",
       unary([](T x) { return x.sum(); }, [](T x, T, T g) { return g.expand({x.numel() + 1}); }), Cause::exception,
       spread_over},
  };
}

std::vector<Mutant> wrong_handling() {
  using T = const Tensor&;
  using Ts = const Tensors&;
  return {
      {"grad_output ignored", unary(torch::tanh, [](T, T y, T) { return 1 - y.square(); }), Cause::ignored_grad_output,
       spread_over},
      {"grad_output clipped", unary(torch::tanh, [](T, T y, T g) { return g.clamp(-0.1, 0.1) * (1 - y.square()); }),
       Cause::ignored_grad_output, spread_over},
      {"only the sign of grad_output", unary(torch::tanh, [](T, T y, T g) { return g.sign() * (1 - y.square()); }),
       Cause::ignored_grad_output, spread_over},
      {"gradient never returned", unary(torch::tanh, [](T, T, T) { return Tensor(); }), Cause::detached, spread_over},
      {"forward on detached input", [](const Tensor& x) { return torch::tanh(x.detach()); }, Cause::detached,
       spread_over},
      {"forward under NoGradGuard", [](const Tensor& x) { return with_no_grad(x, torch::tanh); }, Cause::detached,
       spread_over},
      {"data_ptr of a strided gradient",
       unary(torch::tanh, [](T, T y, T g) { return read_as_contiguous(g) * (1 - y.square()); }),
       Cause::non_contiguous_gradient, matrix},
      {"view of a strided gradient",
       unary(torch::tanh, [](T, T y, T g) { return g.view({-1}).view(y.sizes()) * (1 - y.square()); }),
       Cause::non_contiguous_gradient, matrix},
      {"data_ptr of a strided input",
       unary([](T x) { return torch::tanh(read_as_contiguous(x)); }, [](T, T y, T g) { return g * (1 - y.square()); }),
       Cause::input_layout, matrix},
      {"undefined gradient not handled",
       made::function({[](Ts x) { return Tensors{torch::tanh(x[0])}; },
                       [](Ts, Ts y, Ts g) { return Tensors{g[0] * (1 - y[0].square())}; }, 1, false}),
       Cause::undefined_gradient, spread_over},
      {"undefined gradient treated as ones",
       made::function({[](Ts x) { return Tensors{torch::tanh(x[0])}; },
                       [](Ts, Ts y, Ts g) {
                         return Tensors{(g[0].defined() ? g[0] : torch::ones_like(y[0])) * (1 - y[0].square())};
                       },
                       1, false}),
       Cause::undefined_gradient, spread_over},
      {"one of two gradients undefined: all dropped",
       made::function({[](Ts x) {
                         return Tensors{torch::sin(x[0]), torch::cos(x[0])};
                       },
                       [](Ts x, Ts y, Ts g) {
                         if (!g[0].defined() || !g[1].defined()) return Tensors{torch::zeros_like(x[0])};
                         return Tensors{g[0] * y[1] - g[1] * y[0]};
                       },
                       2, false}),
       Cause::undefined_gradient, spread_over},
      {"empty gradient: maximum of no elements",
       unary(torch::tanh, [](T, T y, T g) { return g * (1 - y.square()) + 0 * g.max(); }), Cause::empty_gradient,
       spread_over},
      {"gradient in float32", unary(torch::tanh, [](T, T y, T g) { return (g * (1 - y.square())).to(torch::kFloat); }),
       Cause::wrong_dtype, spread_over},
      {"backward through float32",
       unary(torch::tanh, [](T, T y, T g) { return (g * (1 - y.square())).to(torch::kFloat).to(g.dtype()); }),
       Cause::low_precision, spread_over},
      {"forward through float32", [](const Tensor& x) { return torch::tanh(x.to(torch::kFloat)).to(torch::kDouble); },
       Cause::low_precision, spread_over},
      {"random forward: rrelu",
       [](const Tensor& x) {
         return x * torch::where(x.detach() > 0, torch::ones_like(x), torch::rand_like(x.detach()));
       },
       Cause::nondeterministic, spread_over},
      {"random backward",
       unary(torch::tanh,
             [](T x, T y, T g) { return g * (1 - y.square()) * (1 + 1e-3 * torch::rand_like(x.detach())); }),
       Cause::nondeterministic, spread_over},
      {"stale buffer: of the last forward",
       made::function({[](Ts x) {
                         shared_buffer() = torch::tanh(x[0]);
                         return Tensors{shared_buffer().clone()};
                       },
                       [](Ts, Ts, Ts g) { return Tensors{g[0] * (1 - shared_buffer().square())}; }}),
       Cause::stale_state, spread_over},
      {"saved tensor modified by backward",
       several(
           [](Ts x) {
             return Tensors{torch::tanh(x[0]), torch::ones_like(x[0])};
           },
           [](Ts, Ts y, Ts g) {
             const Tensor result = g[0] * (1 - y[0].square()) * y[1];
             y[1].variable_data().mul_(0.5);
             return Tensors{result};
           }),
       Cause::stale_state, spread_over},
      {"grad_output overwritten",
       unary(torch::tanh, [](T, T y, T g) { return g.variable_data().mul_(1 - y.square()); }), Cause::stale_state,
       spread_over},
      {"input overwritten",
       unary([](T x) { return x.variable_data().mul_(1.01).tanh(); },
             [](T, T y, T g) { return 1.01 * g * (1 - y.square()); }),
       Cause::modified_input, spread_over},
      {"cache that grows",
       unary(
           [](T x) {
             growing_cache().push_back(torch::tanh(x));
             return growing_cache().back().clone();
           },
           [](T, T y, T g) { return g * (1 - y.square()); }),
       Cause::leak, spread_over},
      {"zero Jacobian by rounding", [](const Tensor& x) { return torch::round(x).detach() + 0 * x + x.detach(); },
       Cause::detached, spread_over},
  };
}

std::vector<Mutant> wrong_orders() {
  using T = const Tensor&;
  using Ts = const Tensors&;
  return {
      {"silu: sigmoid saved",
       several(
           [](Ts x) {
             const Tensor s = torch::sigmoid(x[0]);
             return Tensors{x[0] * s, s};
           },
           [](Ts x, Ts saved, Ts g) {
             const Tensor& s = saved[1];
             return Tensors{g[0] * (s + x[0] * s * (1 - s))};
           }),
       Cause::saved_intermediate, spread_over},
      {"mish: tanh saved",
       several(
           [](Ts x) {
             const Tensor t = torch::tanh(torch::softplus(x[0]));
             return Tensors{x[0] * t, t};
           },
           [](Ts x, Ts saved, Ts g) {
             const Tensor& t = saved[1];
             return Tensors{g[0] * (t + x[0] * (1 - t.square()) * torch::sigmoid(x[0]))};
           }),
       Cause::saved_intermediate, spread_over},
      {"tanh: output detached", unary(torch::tanh, [](T, T y, T g) { return g * (1 - y.detach().square()); }),
       Cause::saved_intermediate, spread_over},
      {"gelu: density detached",
       unary([](T x) { return torch::gelu(x); },
             [](T x, T, T g) {
               return g * (0.5 * torch::erfc(-x * M_SQRT1_2) +
                           x * torch::exp(-0.5 * x.detach().square()) * 0.3989422804014327);
             }),
       Cause::saved_intermediate, spread_over},
      {"grad_output detached", unary(torch::tanh, [](T, T y, T g) { return g.detach() * (1 - y.square()); }),
       Cause::detached_grad_output, spread_over},
      {"backward under NoGradGuard",
       unary(torch::square,
             [](T x, T, T g) {
               const torch::NoGradGuard no_grad;
               return 2 * g * x;
             }),
       Cause::once_differentiable, spread_over},
      {"square: second-order term dropped", unary(torch::square, [](T x, T, T g) { return 2 * g * x.detach(); }),
       Cause::saved_intermediate, spread_over},
      {"softmax: output detached in the sum",
       unary([](T x) { return torch::softmax(x, -1); },
             [](T, T y, T g) { return y * (g - (g * y.detach()).sum(-1, true)); }),
       Cause::saved_intermediate, matrix},
      {"mul: other input detached",
       several([](Ts x) { return Tensors{x[0] * x[1]}; },
               [](Ts x, Ts, Ts g) {
                 return Tensors{g[0] * x[1].detach(), g[0] * x[0].detach()};
               }),
       Cause::saved_intermediate, with_equal_elements},
  };
}
