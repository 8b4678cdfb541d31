#include "references.h"

namespace actlab {
namespace {

Real sigma(const Real& x) {
  return 1 / (1 + exp(-x));
}
Real sigma_slope(const Real& x) {
  return sigma(x) * sigma(-x);
}
Real zero(const Real&) {
  return 0;
}
Real one(const Real&) {
  return 1;
}
Real same(const Real& x) {
  return x;
}
Real step(const Real& x) {
  return x > 0 ? 1 : 0;
}
Real positive(const Real& x) {
  return x > 0 ? x : 0;
}

Real clamp(const Real& x, double low, double high) {
  return x < low ? Real(low) : x > high ? Real(high) : x;
}
Real inside(const Real& x, double low, double high) {
  return x > low && x < high ? 1 : 0;
}

const double selu_scale = 1.0507009873554804934193349852946, selu_alpha = 1.6732632423543772848170429916717;

Real swish(const Real& x, double beta) {
  return x * sigma(beta * x);
}
Real swish_slope(const Real& x, double beta) {
  return sigma(beta * x) + beta * x * sigma_slope(beta * x);
}

Real normal_cdf(const Real& x) {
  return erfc(-x / sqrt(2)) / 2;
}
Real normal_density(const Real& x) {
  return exp(-x * x / 2) / sqrt(2 * pi());
}

Real gelu_inner(const Real& x) {
  return sqrt(2 / pi()) * (x + 0.044715 * x * x * x);
}
Real gelu_tanh(const Real& x) {
  return x * sigma(2 * gelu_inner(x));
}
Real gelu_tanh_slope(const Real& x) {
  const Real slope = sqrt(2 / pi()) * (1 + 3 * Real(0.044715) * x * x);
  return sigma(2 * gelu_inner(x)) + x * sigma_slope(2 * gelu_inner(x)) * 2 * slope;
}

Real softplus(const Real& x) {
  return x > 20 ? x : log1p(exp(x));
}
Real mish_slope(const Real& x) {
  const Real softened = log1p(exp(x)), s = sech(softened);
  return tanh(softened) + x * s * s * sigma(x);
}
// Its difference has no digit left, even of 400 bits, where x is tiny: there the series.
Real tanhshrink(const Real& x) {
  return abs(x) < 1e-30 ? x * x * x / 3 : x - tanh(x);
}

}  // namespace

const std::map<std::string_view, Reference>& references() {
  static const std::map<std::string_view, Reference> all{
      {"identity", {same, one}},
      {"step", {step, zero}},
      {"straight_through_step", {step, one}},
      {"threshold", {positive, step}},
      {"relu", {positive, step}},
      {"relu6", {[](const Real& x) { return clamp(x, 0, 6); }, [](const Real& x) { return inside(x, 0, 6); }}},
      {"hardtanh", {[](const Real& x) { return clamp(x, -1, 1); }, [](const Real& x) { return inside(x, -1, 1); }}},
      {"hardswish",
       {[](const Real& x) { return x * clamp(x + 3, 0, 6) / 6; },
        [](const Real& x) { return x < -3  ? Real(0)
                                   : x > 3 ? Real(1)
                                           : (2 * x + 3) / 6; }}},
      {"hardsigmoid",
       {[](const Real& x) { return clamp(x + 3, 0, 6) / 6; }, [](const Real& x) { return inside(x, -3, 3) / 6; }}},
      {"leaky_relu",
       {[](const Real& x) { return x > 0 ? x : 0.01 * x; },
        [](const Real& x) { return x > 0 ? Real(1) : Real(0.01); }}},
      {"elu",
       {[](const Real& x) { return x > 0 ? x : expm1(x); }, [](const Real& x) { return x > 0 ? Real(1) : exp(x); }}},
      {"celu",
       {[](const Real& x) { return x > 0 ? x : expm1(x); }, [](const Real& x) { return x > 0 ? Real(1) : exp(x); }}},
      {"selu",
       {[](const Real& x) { return selu_scale * (x > 0 ? x : selu_alpha * expm1(x)); },
        [](const Real& x) { return selu_scale * (x > 0 ? Real(1) : selu_alpha * exp(x)); }}},
      {"gelu",
       {[](const Real& x) { return x * normal_cdf(x); },
        [](const Real& x) { return normal_cdf(x) + x * normal_density(x); }}},
      {"gelu(approximate=tanh)", {gelu_tanh, gelu_tanh_slope}},
      {"sigmoid", {sigma, sigma_slope}},
      {"logsigmoid",
       {[](const Real& x) { return x < 0 ? x - log1p(exp(x)) : -log1p(exp(-x)); },
        [](const Real& x) { return sigma(-x); }}},
      {"silu", {[](const Real& x) { return swish(x, 1); }, [](const Real& x) { return swish_slope(x, 1); }}},
      {"swish", {[](const Real& x) { return swish(x, 1); }, [](const Real& x) { return swish_slope(x, 1); }}},
      {"quick_gelu",
       {[](const Real& x) { return swish(x, 1.702); }, [](const Real& x) { return swish_slope(x, 1.702); }}},
      {"mish", {[](const Real& x) { return x * tanh(log1p(exp(x))); }, mish_slope}},
      {"softplus", {softplus, [](const Real& x) { return x > 20 ? Real(1) : sigma(x); }}},
      {"softsign",
       {[](const Real& x) { return x / (1 + abs(x)); },
        [](const Real& x) { return 1 / ((1 + abs(x)) * (1 + abs(x))); }}},
      {"softshrink",
       {[](const Real& x) { return x > 0.5    ? x - 0.5
                                   : x < -0.5 ? x + 0.5
                                              : Real(0); },
        [](const Real& x) { return abs(x) <= 0.5 ? Real(0) : Real(1); }}},
      {"hardshrink",
       {[](const Real& x) { return abs(x) <= 0.5 ? Real(0) : x; },
        [](const Real& x) { return abs(x) <= 0.5 ? Real(0) : Real(1); }}},
      {"tanh", {[](const Real& x) { return tanh(x); }, [](const Real& x) { return sech(x) * sech(x); }}},
      {"tanhshrink", {tanhshrink, [](const Real& x) { return tanh(x) * tanh(x); }}},
      {"relu_squared",
       {[](const Real& x) { return positive(x) * positive(x); }, [](const Real& x) { return 2 * positive(x); }}},
      {"squareplus",
       {[](const Real& x) { return x < 0 ? 2 / (sqrt(x * x + 4) - x) : (x + sqrt(x * x + 4)) / 2; },
        [](const Real& x) {
          const Real root = sqrt(x * x + 4);
          return (x < 0 ? 2 / (root - x) : (x + root) / 2) / root;
        }}},
      {"sine", {[](const Real& x) { return sin(x); }, [](const Real& x) { return cos(x); }}},
      {"gaussian", {[](const Real& x) { return exp(-x * x); }, [](const Real& x) { return -2 * x * exp(-x * x); }}},
      {"snake", {[](const Real& x) { return x + sin(x) * sin(x); }, [](const Real& x) { return 1 + sin(2 * x); }}},
  };
  return all;
}

}  // namespace actlab
