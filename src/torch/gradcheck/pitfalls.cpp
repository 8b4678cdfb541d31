#include "torch/gradcheck/pitfalls.h"

#include <c10/util/StringUtil.h>
#include <c10/util/accumulate.h>
#include <torch/autograd.h>

#include <algorithm>
#include <cmath>

#include "torch/gradcheck/check.h"
#include "torch/gradcheck/comparisons.h"
#include "torch/gradcheck/jacobian.h"
#include "torch/gradcheck/layouts.h"
#include "torch/gradcheck/precision.h"

namespace actlab::detail {
namespace {

std::optional<Finding> first_failure(const GradcheckReport& report) {
  if (report) return std::nullopt;
  return report.failures.front();
}

bool is_number(const torch::Tensor& tensor) {
  return tensor.defined() && (tensor.is_floating_point() || tensor.is_complex());
}

// Copies with the precision of this real dtype for floating-point and complex tensors; requires_grad is kept.
Tensors converted(Tensors tensors, torch::ScalarType dtype) {
  for (torch::Tensor& tensor : tensors) {
    if (!is_number(tensor)) continue;
    const auto type = tensor.is_complex() ? c10::toComplexType(dtype) : dtype;
    TORCH_CHECK(c10::toRealValueType(type) == dtype, "there are no complex numbers of the precision of ",
                c10::toString(dtype));
    tensor = tensor.detach().to(type, /*non_blocking=*/false, /*copy=*/true).requires_grad_(tensor.requires_grad());
  }
  return tensors;
}

double largest_finite(const torch::Tensor& values) {
  return values.numel() == 0 ? 0 : values.abs().nan_to_num(0, 0, 0).max().item<double>();
}

// True if the values differ by no more than 64 epsilons of the largest finite one, and by 64 times what is known to be
// uncertain, or are the same infinity or NaN. What is too large for the dtype of `actual` is infinite there.
bool close(const torch::Tensor& actual, const torch::Tensor& expected, double epsilon, double uncertain = 0) {
  const torch::Tensor values = components(expected.detach().to(actual.scalar_type()));
  const double allowed = 64 * (epsilon * std::max(largest_finite(values), 1e-3) + uncertain);
  return torch::allclose(components(actual), values, /*rtol=*/0, allowed, /*equal_nan=*/true);
}

// Values and gradients of a function.
struct Evaluation {
  Tensors outputs, gradients;
};

Evaluation evaluate_exactly(const Problem& problem, const Tensors& inputs, const Tensors& grad_outputs) {
  const Problem exact(problem.fn, converted(inputs, torch::kDouble), problem.options);
  const Tensors outputs = differentiable(exact.fn(exact.inputs));
  return {outputs, vector_jacobian_product(exact, outputs, converted(grad_outputs, torch::kDouble))};
}

// The inputs that are checked, changed by up to one epsilon: what follows from their rounding alone.
Tensors rounded(const Problem& problem, Tensors inputs, double epsilon) {
  for (const std::size_t i : problem.checked) {
    const torch::Tensor change = 1 + epsilon * (2 * uniform(inputs[i].numel(), i + 1) - 1).reshape(inputs[i].sizes());
    inputs[i] = (inputs[i].detach() * change.to(inputs[i].scalar_type())).requires_grad_();
  }
  return inputs;
}

// Which dimensions of an input are expanded: one of them, or all.
using Dimension = std::optional<std::int64_t>;
bool is_expanded(const torch::Tensor& input, std::int64_t d, Dimension only) {
  return input.size(d) > 0 && (!only || *only == d);
}

// One element of `input` along each dimension that is expanded.
torch::Tensor first_elements(const torch::Tensor& input, Dimension only) {
  torch::Tensor result = input.detach();
  for (std::int64_t d = 0; d < input.dim(); ++d) {
    if (is_expanded(input, d, only)) result = result.slice(d, 0, 1);
  }
  return result.clone(torch::MemoryFormat::Contiguous).requires_grad_();
}

// Like `expand`, differentiable, but its memory is large enough for a contiguous tensor of that shape: a function that
// ignores the strides reads NaN.
torch::Tensor expanded_view(const torch::Tensor& elements, torch::IntArrayRef sizes) {
  const std::int64_t gaps = std::max<std::int64_t>(c10::multiply_integers(sizes) - elements.numel(), 0);
  const torch::Tensor filler = torch::full({gaps}, std::nan(""), elements.options().requires_grad(false));
  return torch::cat({elements.reshape({-1}), filler})
      .slice(0, 0, elements.numel())
      .view(elements.sizes())
      .expand(sizes);
}

// gradcheck of the function of the elements that are expanded.
GradcheckReport check_expansion(const Problem& problem, Dimension only, bool contiguous) {
  Tensors elements = problem.inputs;
  for (const std::size_t i : problem.checked) elements[i] = first_elements(elements[i], only);
  const TensorFunction expanding = [&](const Tensors& from) {
    Tensors inputs = from;
    for (const std::size_t i : problem.checked) {
      inputs[i] = expanded_view(from[i], problem.inputs[i].sizes());
      if (contiguous) inputs[i] = inputs[i].contiguous();
    }
    return problem.fn(inputs);
  };
  return check(Problem(expanding, elements, problem.options));
}

}  // namespace

std::optional<Finding> check_input_layout(const Problem& contiguous, const Tensors& strided) {
  constexpr double other_order_of_summation = 1e-11;
  const Tensors expected = contiguous.fn(contiguous.inputs), actual = contiguous.fn(strided);
  for (std::size_t o = 0; o < expected.size(); ++o) {
    if (!is_number(expected[o])) continue;
    const double epsilon = std::max(other_order_of_summation, ulp(1, coarsest_dtype({expected[o]})));
    if (actual.at(o).sizes() == expected[o].sizes() && close(actual[o], expected[o], epsilon)) continue;
    return Finding{Cause::input_layout,
                   c10::str("output ", o,
                            " differs from that for a contiguous input with the same values. Look for data_ptr() or "
                            "view() on the input; call contiguous() first."),
                   {}};
  }
  return first_failure(check(Problem(contiguous.fn, strided, contiguous.options)));
}

std::optional<Finding> check_expanded_inputs(const Problem& problem, std::string& refused) {
  std::int64_t dimensions = 0;
  for (const std::size_t i : problem.checked) dimensions = std::max(dimensions, problem.inputs[i].dim());
  std::vector<Dimension> candidates{std::nullopt};
  for (std::int64_t d = 0; d < dimensions; ++d) candidates.emplace_back(d);
  std::optional<Finding> first;
  for (const Dimension only : candidates) {
    const GradcheckReport contiguous = check_expansion(problem, only, /*contiguous=*/true);
    if (contiguous) return first_failure(check_expansion(problem, only, /*contiguous=*/false));
    if (!first) first = contiguous.failures.front();
  }
  refused = c10::str("a contiguous input with equal elements does not pass either: ", to_string(first->cause), ": ",
                     first->detail);
  return std::nullopt;
}

std::optional<Finding> check_dtype(const Problem& problem, torch::ScalarType dtype, std::string& refused) {
  const double epsilon = ulp(1, dtype);
  Tensors outputs, gradients;
  Tensors exact;
  Evaluation expected, nearby;
  try {
    const Tensors inputs = converted(problem.inputs, dtype);
    outputs = differentiable(problem.fn(inputs));
    if (outputs.empty()) return std::nullopt;
    const Problem low(problem.fn, inputs, problem.options);
    gradients = torch::autograd::grad(outputs, low.checked_inputs(), normal_like(outputs), /*retain_graph=*/true,
                                      /*create_graph=*/false, /*allow_unused=*/true);
    exact = converted(inputs, torch::kDouble);
    expected = evaluate_exactly(problem, exact, normal_like(outputs));
    nearby = evaluate_exactly(problem, rounded(problem, exact, epsilon), normal_like(outputs));
  } catch (const std::exception& error) {
    refused = message_of(error);
    return std::nullopt;
  }
  const auto uncertain = [](const torch::Tensor& a, const torch::Tensor& b) {
    return largest_finite(components(a) - components(b));
  };
  for (std::size_t o = 0; o < outputs.size(); ++o) {
    const torch::ScalarType made = outputs[o].scalar_type();
    // The same for every dtype of the input: it is meant.
    if (made == expected.outputs[o].scalar_type() && c10::toRealValueType(made) != dtype) {
      refused = c10::str("output ", o, " has dtype ", c10::toString(made), " for any input");
      return std::nullopt;
    }
    if (ulp(1, c10::toRealValueType(made)) > epsilon)
      return Finding{Cause::wrong_dtype, c10::str("output ", o, " has dtype ", c10::toString(made)), {}};
    if (!close(outputs[o], expected.outputs[o], epsilon, uncertain(expected.outputs[o], nearby.outputs[o])))
      return Finding{
          Cause::low_precision, c10::str("output ", o, " differs from float64 by more than rounding allows"), {}};
  }
  for (std::size_t i = 0; i < gradients.size(); ++i) {
    if (!gradients[i].defined()) continue;
    const torch::Tensor gradient = dense(gradients[i]);
    if (!close(gradient, from_components(exact[problem.checked[i]], expected.gradients[i]), epsilon,
               uncertain(expected.gradients[i], nearby.gradients[i])))
      return Finding{
          Cause::low_precision,
          c10::str("the gradient of input ", problem.checked[i], " differs from float64 by more than rounding allows"),
          {}};
  }
  for (std::size_t o = 0; o < outputs.size(); ++o) {
    if (c10::toRealValueType(outputs[o].scalar_type()) == dtype) continue;
    refused =
        c10::str("output ", o, " has dtype ", c10::toString(outputs[o].scalar_type()), ", so it is not computed in ",
                 c10::toString(dtype), "; if that is not meant, look for a constant or a buffer of that dtype");
  }
  return std::nullopt;
}

std::optional<Finding> check_precision(const Problem& problem) {
  const Tensors outputs = differentiable(problem.fn(problem.inputs));
  // grad_output has the precision of the output.
  if (low_precision_input(problem) || coarsest_dtype(outputs) != torch::kDouble) return std::nullopt;
  const Tensors gradients = vector_jacobian_product(problem, outputs, normal_like(outputs));
  for (std::size_t i = 0; i < gradients.size(); ++i) {
    const bool is_zero = (gradients[i] == 0).all().item<bool>();
    if (is_zero || gradients[i].numel() == 0 || !fits_float(gradients[i])) continue;
    return Finding{Cause::low_precision,
                   c10::str("backward computes the gradient of input ", problem.checked[i],
                            " in less than float64: each of its values fits a float32, although grad_output does not. "
                            "Look for a cast, or a float32 constant or buffer."),
                   {}};
  }
  return std::nullopt;
}

}  // namespace actlab::detail
