#include "torch/gradcheck/backward_checks.h"

#include <c10/util/StringUtil.h>
#include <torch/autograd.h>

#include <algorithm>
#include <cmath>

#include "torch/gradcheck/jacobian.h"
#include "torch/gradcheck/layouts.h"
#include "torch/gradcheck/number.h"

namespace actlab::detail {
namespace {

// The identity, with a backward that returns an undefined gradient.
struct UndefinedGradient : torch::autograd::Function<UndefinedGradient> {
  static torch::Tensor forward(torch::autograd::AutogradContext*, const torch::Tensor& x) { return x.clone(); }
  static torch::autograd::tensor_list backward(torch::autograd::AutogradContext*, const torch::autograd::tensor_list&) {
    return {torch::Tensor()};
  }
};

Tensors differentiable_outputs(const Problem& problem) {
  return differentiable(problem.fn(problem.inputs));
}

// True if the gradients agree within the tolerances or the rounding of the least precise output or input.
bool all_agree(const Tensors& a, const Tensors& b, Tensors outputs, const Problem& problem) {
  const Tensors inputs = problem.checked_inputs();
  outputs.insert(outputs.end(), inputs.begin(), inputs.end());
  return agree(a, b, coarsest_dtype(outputs), problem.options);
}

double max_difference(const Tensors& a, const Tensors& b) {
  double most = 0;
  for (std::size_t i = 0; i < a.size(); ++i) most = std::max(most, largest_difference(a[i], b[i]));
  return most;
}

// Calls the function on copies of its inputs with the values in a different order.
void call_on_permuted_inputs(const Problem& problem) {
  Tensors inputs = problem.inputs;
  for (const std::size_t i : problem.checked)
    inputs[i] = inputs[i].detach().flatten().flip(0).reshape(inputs[i].sizes()).requires_grad_();
  try {
    problem.fn(inputs);
  } catch (const std::exception&) {
    // A permutation of the values need not be in the domain.
  }
}

bool has_no_elements(const torch::Tensor& tensor) {
  return tensor.numel() == 0;
}

// Turns an exception of backward into a finding, so that the other checks still run.
template <class Check>
std::optional<Finding> report_exceptions(const Problem& problem, Cause cause, const char* on, const Check& check) {
  try {
    return check();
  } catch (const std::exception& error) {
    return Finding{cause, c10::str(problem.backward_name, " throws on ", on, ": ", message_of(error)), {}};
  }
}

}  // namespace

std::optional<Finding> check_inputs_unchanged(const Problem& problem) {
  Tensors before;
  for (const torch::Tensor& input : problem.checked_inputs()) before.push_back(input.detach().clone());
  problem.fn(problem.inputs);
  for (std::size_t i = 0; i < before.size(); ++i) {
    const torch::Tensor& input = problem.inputs[problem.checked[i]];
    if (largest_difference(input, before[i]) == 0) continue;
    input.variable_data().copy_(before[i]);
    return Finding{
        Cause::modified_input,
        c10::str(
            "the function writes into its input ", problem.checked[i],
            ". Look for an in-place operation (its name ends in _) or a write through data_ptr(); work on a clone()."),
        {}};
  }
  return std::nullopt;
}

std::optional<Finding> check_determinism(const Problem& problem) {
  const Tensors first = problem.fn(problem.inputs), second = problem.fn(problem.inputs);
  for (std::size_t o = 0; o < first.size(); ++o) {
    if (!first[o].defined()) continue;
    const bool same_shape = first[o].sizes() == second.at(o).sizes();
    const double difference = same_shape ? largest_difference(first[o], second[o]) : INFINITY;
    if (difference <= problem.options.nondet_tol) continue;
    return Finding{
        Cause::nondeterministic,
        c10::str("output ", o, " differs between two calls on the same input, by up to ", number(difference, 3),
                 ". Look for random numbers (dropout), state kept between calls, or uninitialised memory; set "
                 "nondet_tol if a small difference is expected."),
        {}};
  }
  return std::nullopt;
}

std::optional<Finding> check_zero_gradient(const Problem& problem) {
  const Tensors outputs = differentiable_outputs(problem);
  if (outputs.empty()) return std::nullopt;
  const bool empty = std::any_of(outputs.begin(), outputs.end(), has_no_elements);
  return report_exceptions(problem, empty ? Cause::empty_gradient : Cause::exception,
                           empty ? "a gradient without elements" : "a gradient of zeros",
                           [&]() -> std::optional<Finding> {
                             Tensors zeros;
                             for (const torch::Tensor& output : outputs) zeros.push_back(dense_zeros(output));
                             for (const torch::Tensor& gradient : vector_jacobian_product(problem, outputs, zeros)) {
                               // A NaN is reported by the comparison of Jacobians.
                               if (((gradient == 0) | ~gradient.isfinite()).all().item<bool>()) continue;
                               return Finding{Cause::ignored_grad_output,
                                              "backward does not multiply by grad_output: its result is not zero where "
                                              "grad_output is. By the chain rule it must be linear in grad_output.",
                                              {}};
                             }
                             return std::nullopt;
                           });
}

std::optional<Finding> check_repeated_backward(const Problem& problem) {
  const Tensors outputs = differentiable_outputs(problem);
  if (outputs.empty()) return std::nullopt;
  return report_exceptions(problem, Cause::exception, "a random gradient", [&]() -> std::optional<Finding> {
    const Tensors grads = normal_like(outputs, 1), as_given = normal_like(outputs, 1);
    const Tensors first = vector_jacobian_product(problem, outputs, grads);
    if (max_difference(grads, as_given) > 0)
      return Finding{Cause::stale_state, "backward writes into grad_output, which its caller owns.", {}};
    const auto of_new_graph = [&] {
      return vector_jacobian_product(problem, differentiable_outputs(problem), normal_like(outputs, 1));
    };
    const double drift = max_difference(first, of_new_graph());
    if (drift > problem.options.nondet_tol)
      return Finding{Cause::nondeterministic,
                     c10::str("backward differs between two calls on the same gradient, by up to ", number(drift, 3),
                              ". Look for random numbers, state changed by backward, or uninitialised memory; set "
                              "nondet_tol if a small difference is expected."),
                     {}};
    const auto differs_now = [&] {
      const Tensors again = vector_jacobian_product(problem, outputs, normal_like(outputs, 1));
      return max_difference(first, again) > problem.options.nondet_tol;
    };
    if (differs_now())
      return Finding{Cause::stale_state,
                     "the second backward through the same graph (retain_graph) differs from the first. Look for a "
                     "saved tensor or a buffer modified in place by backward.",
                     {}};
    call_on_permuted_inputs(problem);
    if (differs_now())
      return Finding{Cause::stale_state,
                     "backward gives a different result after the function has been called on another input: calls "
                     "share a buffer, static or a member, that the last forward overwrites. Save it per graph, with "
                     "save_for_backward.",
                     {}};
    return std::nullopt;
  });
}

std::optional<Finding> check_linearity(const Problem& problem) {
  const Tensors outputs = differentiable_outputs(problem);
  if (outputs.empty()) return std::nullopt;
  return report_exceptions(problem, Cause::exception, "a random gradient", [&]() -> std::optional<Finding> {
    const Tensors a = normal_like(outputs, 1), b = normal_like(outputs, 1001);
    Tensors sum;
    for (std::size_t o = 0; o < outputs.size(); ++o) sum.push_back(a[o] + b[o]);
    const Tensors of_a = vector_jacobian_product(problem, outputs, a);
    const Tensors of_b = vector_jacobian_product(problem, outputs, b);
    Tensors expected;
    for (std::size_t i = 0; i < of_a.size(); ++i) expected.push_back(of_a[i] + of_b[i]);
    if (all_agree(vector_jacobian_product(problem, outputs, sum), expected, outputs, problem)) return std::nullopt;
    return Finding{Cause::ignored_grad_output,
                   "backward is not linear in grad_output: backward(a + b) differs from backward(a) + backward(b). "
                   "By the chain rule it must multiply by grad_output, and use it in no other way.",
                   {}};
  });
}

std::optional<Finding> check_gradient_layouts(const Problem& problem) {
  const Tensors outputs = differentiable_outputs(problem);
  if (outputs.empty()) return std::nullopt;
  const auto agrees = [&](const Tensors& strided) {
    Tensors dense;
    for (const torch::Tensor& tensor : strided) dense.push_back(tensor.contiguous());
    const Tensors expected = vector_jacobian_product(problem, outputs, dense);
    try {
      return all_agree(vector_jacobian_product(problem, outputs, strided), expected, outputs, problem);
    } catch (const std::exception& error) {
      if (problem.options.allow_contiguity_errors && is_contiguity_error(message_of(error))) return true;
      throw;
    }
  };
  const auto compare = [&](const Tensors& strided, std::string_view layout) {
    return report_exceptions(
        problem, Cause::non_contiguous_gradient, "a non-contiguous gradient", [&]() -> std::optional<Finding> {
          if (agrees(strided)) return std::nullopt;
          return Finding{Cause::non_contiguous_gradient,
                         c10::str("backward gives a different result for the same grad_output ", layout,
                                  ". Look for data_ptr() or view() on it; call contiguous() first. y.sum().backward() "
                                  "passes an expanded gradient to backward."),
                         {}};
        });
  };
  for (const Layout& layout : strided_layouts()) {
    Tensors strided = normal_like(outputs, 1);
    for (torch::Tensor& tensor : strided) tensor = layout.make(tensor);
    if (auto finding = compare(strided, layout.name)) return finding;
  }
  Tensors strided;
  for (const torch::Tensor& output : outputs) {
    strided.push_back(expanded(torch::full({}, 0.75, output.options().requires_grad(false)), output.sizes()));
  }
  return compare(strided, "expanded");
}

std::optional<Finding> check_undefined_gradients(const Problem& problem) {
  const std::size_t count = differentiable_outputs(problem).size();
  if (count == 0) return std::nullopt;
  const auto without = [&](std::size_t first, std::size_t last, const std::string& which) {
    const auto on = c10::str("an undefined gradient (", which, ")");
    return report_exceptions(problem, Cause::undefined_gradient, on.c_str(), [&]() -> std::optional<Finding> {
      Tensors outputs = differentiable_outputs(problem);
      const Tensors grads = normal_like(outputs, 1);
      Tensors zeroed = grads;
      for (std::size_t o = first; o < last; ++o) zeroed[o] = dense_zeros(outputs[o]);
      const Tensors expected = vector_jacobian_product(problem, outputs, zeroed);
      for (std::size_t o = first; o < last; ++o) outputs[o] = UndefinedGradient::apply(outputs[o]);
      Tensors actual = vector_jacobian_product(problem, outputs, grads);
      // Where the derivative is infinite, a gradient of zeros gives NaN and an undefined one zero.
      for (std::size_t i = 0; i < actual.size(); ++i)
        actual[i] = torch::where(expected[i].isfinite(), actual[i], expected[i]);
      if (all_agree(actual, expected, outputs, problem)) return std::nullopt;
      return Finding{Cause::undefined_gradient,
                     c10::str("backward gives a different result for an undefined grad_output (", which,
                              ") than for one of zeros. An undefined gradient means zeros."),
                     {}};
    });
  };
  if (auto finding = without(0, count, count == 1 ? "of the output" : "of every output")) return finding;
  for (std::size_t o = 0; count > 1 && o < count; ++o) {
    if (auto finding = without(o, o + 1, c10::str("of output ", o, " alone"))) return finding;
  }
  return std::nullopt;
}

std::optional<Finding> check_gradient_dtypes(const Problem& problem) {
  for (const torch::Tensor& output : differentiable_outputs(problem)) {
    const auto node = output.grad_fn();
    if (!node) continue;
    torch::autograd::variable_list grad_outputs(node->num_inputs());
    grad_outputs[output.output_nr()] = dense_normal(output, 1);
    const torch::NoGradGuard no_grad;
    const auto gradients = (*node)(std::move(grad_outputs));
    for (std::size_t i = 0; i < gradients.size(); ++i) {
      const auto& edge = node->next_edge(i);
      if (!gradients[i].defined() || !edge.is_valid()) continue;
      const auto expected = c10::typeMetaToScalarType(edge.function->input_metadata(edge.input_nr).dtype());
      if (gradients[i].scalar_type() == expected) continue;
      return Finding{Cause::wrong_dtype,
                     c10::str(node->name(), " returns a gradient of dtype ", c10::toString(gradients[i].scalar_type()),
                              " for an input of dtype ", c10::toString(expected)),
                     {}};
    }
  }
  return std::nullopt;
}

std::vector<Finding> check_backward(const Problem& problem) {
  std::vector<Finding> findings;
  const auto add = [&](std::optional<Finding> finding) {
    if (finding) findings.push_back(std::move(*finding));
    return finding.has_value();
  };
  // If backward fails or is not linear, the later checks would only repeat that.
  if (add(check_zero_gradient(problem)) || add(check_repeated_backward(problem)) || add(check_linearity(problem)))
    return findings;
  if (problem.options.check_grad_layouts) add(check_gradient_layouts(problem));
  if (problem.options.check_undefined_grad) add(check_undefined_gradients(problem));
  if (problem.options.check_grad_dtypes) add(check_gradient_dtypes(problem));
  return findings;
}

}  // namespace actlab::detail
