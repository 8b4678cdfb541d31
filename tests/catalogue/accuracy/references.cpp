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

Real mish_slope(const Real& x) {
  const Real softened = log1p(exp(x)), s = sech(softened);
  return tanh(softened) + x * s * s * sigma(x);
}
// Its difference has no digit left, even of 400 bits, where x is tiny: there the series.
Real tanhshrink(const Real& x) {
  return abs(x) < 1e-30 ? x * x * x / 3 : x - tanh(x);
}

Reference slopes(double below) {
  return {[=](const Real& x) { return x > 0 ? x : below * x; }, [=](const Real& x) { return x > 0 ? Real(1) : below; }};
}
Reference threshold(double at, double value) {
  return {[=](const Real& x) { return x > at ? x : value; }, [=](const Real& x) { return Real(x > at ? 1 : 0); }};
}
Reference hardtanh(double low, double high) {
  return {[=](const Real& x) { return clamp(x, low, high); }, [=](const Real& x) { return inside(x, low, high); }};
}
Reference softshrink(double lambd) {
  return {[=](const Real& x) { return x > lambd    ? x - lambd
                                      : x < -lambd ? x + lambd
                                                   : Real(0); },
          [=](const Real& x) { return Real(abs(x) <= lambd ? 0 : 1); }};
}
Reference hardshrink(double lambd) {
  return {[=](const Real& x) { return abs(x) <= lambd ? Real(0) : x; },
          [=](const Real& x) { return Real(abs(x) <= lambd ? 0 : 1); }};
}
Reference elu(double alpha) {
  return {[=](const Real& x) { return x > 0 ? x : alpha * expm1(x); },
          [=](const Real& x) { return x > 0 ? Real(1) : alpha * exp(x); }};
}
Reference celu(double alpha) {
  return {[=](const Real& x) { return x > 0 ? x : alpha * expm1(x / alpha); },
          [=](const Real& x) { return x > 0 ? Real(1) : exp(x / alpha); }};
}
Reference softplus(double beta, double threshold) {
  return {[=](const Real& x) { return beta * x > threshold ? x : log1p(exp(beta * x)) / beta; },
          [=](const Real& x) { return beta * x > threshold ? Real(1) : sigma(beta * x); }};
}
Reference swish_with(double beta) {
  return {[=](const Real& x) { return swish(x, beta); }, [=](const Real& x) { return swish_slope(x, beta); }};
}
Reference squareplus(double b) {
  return {[=](const Real& x) {
            const Real root = sqrt(x * x + b);
            return x < 0 ? b / 2 / (root - x) : (x + root) / 2;
          },
          [=](const Real& x) {
            const Real root = sqrt(x * x + b);
            return (x < 0 ? b / 2 / (root - x) : (x + root) / 2) / root;
          }};
}
Reference sine(double w0) {
  return {[=](const Real& x) { return sin(w0 * x); }, [=](const Real& x) { return w0 * cos(w0 * x); }};
}
Reference snake(double alpha) {
  return {[=](const Real& x) { return x + sin(alpha * x) * sin(alpha * x) / alpha; },
          [=](const Real& x) { return 1 + sin(2 * (alpha * x)); }};
}

}  // namespace

const std::map<std::string_view, Reference>& references() {
  static const std::map<std::string_view, Reference> all{
      {"identity", {same, one}},
      {"step", {step, zero}},
      {"straight_through_step", {step, one}},
      {"threshold", threshold(0, 0)},
      {"threshold(threshold=0.1, value=20)", threshold(0.1, 20)},
      {"relu", {positive, step}},
      {"relu6", hardtanh(0, 6)},
      {"hardtanh", hardtanh(-1, 1)},
      {"hardtanh(min_val=-0.3, max_val=2.5)", hardtanh(-0.3, 2.5)},
      {"hardswish",
       {[](const Real& x) { return x * clamp(x + 3, 0, 6) / 6; },
        [](const Real& x) { return x < -3  ? Real(0)
                                   : x > 3 ? Real(1)
                                           : (2 * x + 3) / 6; }}},
      {"hardsigmoid",
       {[](const Real& x) { return clamp(x + 3, 0, 6) / 6; }, [](const Real& x) { return inside(x, -3, 3) / 6; }}},
      {"leaky_relu", slopes(0.01)},
      {"leaky_relu(negative_slope=0.3)", slopes(0.3)},
      {"prelu", slopes(0.25)},
      {"prelu(init=0.1)", slopes(0.1)},
      {"rrelu", slopes((1.0 / 8 + 1.0 / 3) / 2)},
      {"rrelu(lower=0.3, upper=0.8)", slopes((0.3 + 0.8) / 2)},
      {"elu", elu(1)},
      {"elu(alpha=1.7)", elu(1.7)},
      {"celu", celu(1)},
      {"celu(alpha=0.3)", celu(0.3)},
      {"celu(alpha=2.7)", celu(2.7)},
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
      {"silu", swish_with(1)},
      {"swish", swish_with(1)},
      {"swish(beta=0.3)", swish_with(0.3)},
      {"swish(beta=2.7)", swish_with(2.7)},
      {"quick_gelu", swish_with(1.702)},
      {"mish", {[](const Real& x) { return x * tanh(log1p(exp(x))); }, mish_slope}},
      {"softplus", softplus(1, 20)},
      {"softplus(beta=0.3)", softplus(0.3, 20)},
      {"softplus(beta=2.7, threshold=30)", softplus(2.7, 30)},
      {"softsign",
       {[](const Real& x) { return x / (1 + abs(x)); },
        [](const Real& x) { return 1 / ((1 + abs(x)) * (1 + abs(x))); }}},
      {"softshrink", softshrink(0.5)},
      {"softshrink(lambd=0.7)", softshrink(0.7)},
      {"hardshrink", hardshrink(0.5)},
      {"hardshrink(lambd=0.7)", hardshrink(0.7)},
      {"tanh", {[](const Real& x) { return tanh(x); }, [](const Real& x) { return sech(x) * sech(x); }}},
      {"tanhshrink", {tanhshrink, [](const Real& x) { return tanh(x) * tanh(x); }}},
      {"relu_squared",
       {[](const Real& x) { return positive(x) * positive(x); }, [](const Real& x) { return 2 * positive(x); }}},
      {"squareplus", squareplus(4)},
      {"squareplus(b=0.3)", squareplus(0.3)},
      {"sine", sine(1)},
      {"sine(w0=30)", sine(30)},
      {"gaussian", {[](const Real& x) { return exp(-x * x); }, [](const Real& x) { return -2 * x * exp(-x * x); }}},
      {"snake", snake(1)},
      {"snake(alpha=5)", snake(5)},
  };
  return all;
}

}  // namespace actlab
