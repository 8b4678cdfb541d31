#include "measure.h"

#include <torch/autograd.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "references.h"
#include "torch/activations/every_isa.h"
#include "torch/autograd/apply.h"
#include "torch/gradcheck/comparisons.h"

namespace actlab {
namespace {

using Function = std::function<torch::Tensor(const torch::Tensor&)>;

// A zero of the derivative between a and b, where it has different signs, by bisection.
double stationary_point(const Activation& activation, double a, double b) {
  const auto is_negative = [&](double x) { return reference_at(activation, x).derivative < 0; };
  const bool at_a = is_negative(a);
  for (int i = 0; i < 60; ++i) {
    const double middle = (a + b) / 2;
    (is_negative(middle) == at_a ? a : b) = middle;
  }
  return a;
}

double largest(torch::ScalarType dtype) {
  return dtype == torch::kFloat ? std::numeric_limits<float>::max() : std::numeric_limits<double>::max();
}

torch::Tensor value_of(const Function& f, const torch::Tensor& x) {
  const torch::NoGradGuard no_grad;
  return f(x).to(torch::kDouble);
}
torch::Tensor gradient_of(const Function& f, const torch::Tensor& at) {
  const torch::Tensor x = at.detach().clone().requires_grad_();
  try {
    const torch::Tensor y = f(x);
    return torch::autograd::grad({y}, {x}, {torch::ones_like(y)})[0].to(torch::kDouble);
  } catch (const std::exception&) {
    return {};  // torch.heaviside has no derivative
  }
}

// Updates the largest error.
struct LargestError {
  Error& error;
  void update(const Real& expected, double actual, double x, torch::ScalarType dtype) {
    const double distance = ulps(expected, actual, dtype);
    if (distance > error.ulps) error = {distance, x};
  }
};

void measure_at(const std::vector<double>& points, const Activation& activation, torch::ScalarType dtype, Errors& ours,
                Errors& builtin) {
  const torch::Tensor x = torch::tensor(points, torch::kDouble).to(dtype);
  const Function f = [&](const torch::Tensor& at) { return apply(activation, at); };
  const Function g = [&](const torch::Tensor& at) { return apply_reference(activation, at); };
  std::vector<torch::Tensor> values, gradients;  // ours, one for each instruction set
  on_every_isa([&] {
    values.push_back(value_of(f, x));
    gradients.push_back(gradient_of(f, x));
  });
  const torch::Tensor builtin_values = value_of(g, x), builtin_gradients = gradient_of(g, x);
  const bool has_gradient = builtin_gradients.defined();
  if (!has_gradient) builtin.derivative.ulps = std::nan("");
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto at = [&](const torch::Tensor& of) { return of.data_ptr<double>()[i]; };
    const auto [value, derivative] = reference_at(activation, points[i]);
    for (const torch::Tensor& found : values) LargestError{ours.value}.update(value, at(found), points[i], dtype);
    for (const torch::Tensor& found : gradients)
      LargestError{ours.derivative}.update(derivative, at(found), points[i], dtype);
    LargestError{builtin.value}.update(value, at(builtin_values), points[i], dtype);
    if (has_gradient) LargestError{builtin.derivative}.update(derivative, at(builtin_gradients), points[i], dtype);
  }
}

// Rows whose elements are close together and far apart, some far from 0: [rows, length].
torch::Tensor rows_of(std::int64_t length, torch::ScalarType dtype) {
  std::vector<torch::Tensor> rows;
  for (const double spread : {1e-3, 0.3, 3.0, 30.0, 80.0, 1e4}) {
    for (int i = 0; i < 12; ++i) {
      const torch::Tensor golden = 0.61803398874989485 * (torch::arange(length, torch::kDouble) + 7.0 * i + spread);
      rows.push_back(spread * (2 * (golden - golden.floor()) - 1) + (i % 3 == 0 ? 2.5 * spread : 0.0));
    }
  }
  return torch::stack(rows).to(dtype);
}

Row row_at(const torch::Tensor& tensor, std::int64_t row) {
  const torch::Tensor values = tensor[row].to(torch::kDouble).contiguous();
  return {values.data_ptr<double>(), values.data_ptr<double>() + values.numel()};
}

void measure_rows_of(const Function& f, const RowReference& reference, const torch::Tensor& x, Errors& errors) {
  const torch::Tensor leaf = x.clone().requires_grad_(), y = f(leaf);
  const torch::Tensor golden = 0.61803398874989485 * torch::arange(2.0, 2.0 + static_cast<double>(x.numel()));
  const torch::Tensor grad_y = (0.5 + golden - golden.floor()).reshape(x.sizes()).to(x.scalar_type());
  const torch::Tensor grad_x = torch::autograd::grad({y}, {leaf}, {grad_y})[0];
  for (std::int64_t r = 0; r < x.size(0); ++r) {
    const Row at = row_at(x, r), value = reference.value(at), gradient = reference.gradient(at, row_at(grad_y, r));
    double largest_gradient = 0;
    for (const Real& element : gradient) largest_gradient = std::max(largest_gradient, std::abs(element.to_double()));
    for (std::size_t i = 0; i < at.size(); ++i) {
      const auto column = static_cast<std::int64_t>(i);
      LargestError{errors.value}.update(value[i], y[r][column].item<double>(), at[i].to_double(), x.scalar_type());
      const double error = (abs(Real(grad_x[r][column].item<double>()) - gradient[i])).to_double();
      const double distance = error / ulp(largest_gradient, x.scalar_type());
      if (distance > errors.derivative.ulps) errors.derivative = {distance, at[i].to_double()};
    }
  }
}

void measure_rows(const Activation& activation, torch::ScalarType dtype, Errors& ours, Errors& builtin) {
  const RowReference& reference = row_references().at(activation.spec().name);
  for (const std::int64_t length : {2, 3, 17}) {
    const torch::Tensor x = rows_of(length, dtype);
    on_every_isa(
        [&] { measure_rows_of([&](const torch::Tensor& at) { return apply(activation, at); }, reference, x, ours); });
    measure_rows_of([&](const torch::Tensor& at) { return apply_reference(activation, at); }, reference, x, builtin);
  }
}

}  // namespace

double ulps(const Real& expected, double actual, torch::ScalarType dtype) {
  const double rounded = dtype == torch::kFloat ? double(expected.to_float()) : expected.to_double();
  if (!std::isfinite(actual) || !std::isfinite(rounded))
    return actual == rounded ? 0 : std::numeric_limits<double>::infinity();
  return (abs(Real(actual) - expected) / Real(ulp(rounded, dtype))).to_double();
}

std::vector<double> difficult_inputs(const Activation& activation) {
  std::vector<double> inputs{0};
  for (int i = 1; i <= 6; ++i) inputs.insert(inputs.end(), {double(i), -double(i)});
  for (const Kink& kink : activation.kinks()) inputs.push_back(kink.at);
  inputs.push_back(20);  // softplus
  const auto [low, high] = activation.spec().interval;
  const double step = (high - low) / 64;
  for (double x = low; x < high; x += step) {
    const Real left = reference_at(activation, x).derivative, right = reference_at(activation, x + step).derivative;
    if ((left < 0 && right > 0) || (left > 0 && right < 0)) inputs.push_back(stationary_point(activation, x, x + step));
  }
  return inputs;
}

std::vector<double> points_of(const Activation& activation, torch::ScalarType dtype, int per_binade) {
  std::vector<double> points;
  const auto add = [&](double x) {
    if (dtype == torch::kFloat) x = static_cast<float>(x);
    if (std::abs(x) > largest(dtype)) return;
    for (const Kink& kink : activation.kinks()) {
      if (x == (dtype == torch::kFloat ? static_cast<float>(kink.at) : kink.at)) return;
    }
    points.push_back(x);
  };
  const int lowest = dtype == torch::kFloat ? -149 : -1074, highest = dtype == torch::kFloat ? 127 : 1023;
  for (int exponent = lowest; exponent <= highest; ++exponent) {
    for (int i = 0; i < per_binade; ++i) {
      const double golden = 0.61803398874989485 * (i + exponent);
      const double x = std::ldexp(1 + (golden - std::floor(golden)), exponent);
      add(x);
      add(-x);
    }
  }
  const auto [low, high] = activation.spec().interval;
  const int grid = 200 * per_binade;
  for (int i = 0; i < grid; ++i) {
    add(low + (high - low) * (3.0 * i / grid - 1));
    add(-1200.0 * i / grid);  // where exp underflows
  }
  const double spacing = dtype == torch::kFloat ? 1.2e-7 : 2.3e-16;
  for (const double center : difficult_inputs(activation)) {
    for (double distance = spacing; distance < 1; distance *= 1 + 0.5 / per_binade) {
      add(center + distance * std::max(1.0, std::abs(center)));
      add(center - distance * std::max(1.0, std::abs(center)));
    }
  }
  return points;
}

Accuracy measure(const Activation& activation, int per_binade) {
  Accuracy accuracy;
  if (activation.is_row_wise()) {
    measure_rows(activation, torch::kFloat, accuracy.float32, accuracy.builtin_float32);
    measure_rows(activation, torch::kDouble, accuracy.float64, accuracy.builtin_float64);
    return accuracy;
  }
  measure_at(points_of(activation, torch::kFloat, per_binade), activation, torch::kFloat, accuracy.float32,
             accuracy.builtin_float32);
  measure_at(points_of(activation, torch::kDouble, (per_binade + 3) / 4), activation, torch::kDouble, accuracy.float64,
             accuracy.builtin_float64);
  return accuracy;
}

Accuracy measure_at(const Activation& activation, const Inputs& inputs) {
  Accuracy found;
  const auto measure_one = [&](double x, torch::ScalarType dtype, Error Errors::*quantity, Errors& into) {
    if (dtype == torch::kFloat) x = static_cast<float>(x);
    Errors ours, builtin;
    measure_at({x}, activation, dtype, ours, builtin);
    into.*quantity = ours.*quantity;
  };
  measure_one(inputs.float32.value, torch::kFloat, &Errors::value, found.float32);
  measure_one(inputs.float32.derivative, torch::kFloat, &Errors::derivative, found.float32);
  measure_one(inputs.float64.value, torch::kDouble, &Errors::value, found.float64);
  measure_one(inputs.float64.derivative, torch::kDouble, &Errors::derivative, found.float64);
  return found;
}

}  // namespace actlab
