#include "torch/gradcheck/second_order.h"

#include <c10/util/StringUtil.h>
#include <torch/autograd.h>

#include <algorithm>

#include "torch/gradcheck/check.h"

namespace actlab::detail {
namespace {

// (inputs, grad_outputs) -> the gradients of the inputs that require grad.
TensorFunction derivative(const TensorFunction& fn, std::size_t input_count) {
  return [fn, input_count](const Tensors& both) {
    const auto split = both.begin() + static_cast<std::ptrdiff_t>(input_count);
    const Tensors inputs(both.begin(), split), grad_outputs(split, both.end());
    const Tensors checked = Problem(fn, inputs, {}).checked_inputs();
    Tensors outputs;
    const Tensors all = fn(inputs);
    for (const std::size_t o : differentiable_indices(all)) outputs.push_back(all[o]);
    Tensors gradients = torch::autograd::grad(outputs, checked, grad_outputs, /*retain_graph=*/true,
                                              /*create_graph=*/true, /*allow_unused=*/true);
    for (std::size_t i = 0; i < gradients.size(); ++i)
      gradients[i] = gradients[i].defined() ? dense(gradients[i]) : dense_zeros(checked[i]);
    return gradients;
  };
}

bool is_formula_error(Cause cause) {
  return cause == Cause::missing_term || cause == Cause::constant_factor || cause == Cause::detached ||
         cause == Cause::diagonal_jacobian || cause == Cause::wrong_branch;
}

// Errors that the first derivative can cause or explain.
bool needs_explanation(const Finding& finding) {
  return is_formula_error(finding.cause) || finding.cause == Cause::exception;
}

class SecondOrder {
 public:
  SecondOrder(const Problem& problem, const Problem& first) : problem_(problem), first_(first) {}

  GradcheckReport run() const {
    GradcheckReport report = check(problem_);
    if (std::any_of(report.failures.begin(), report.failures.end(), needs_explanation)) explain(report);
    return report;
  }

 private:
  // The second derivative can be wrong because the first is. If the first is right, something is hidden from autograd.
  void explain(GradcheckReport& report) const {
    const GradcheckReport first = check(first_);
    for (auto finding = first.failures.rbegin(); finding != first.failures.rend(); ++finding) {
      report.failures.insert(report.failures.begin(), *finding);
      report.failures.front().detail = "the first derivative is already wrong: " + finding->detail;
    }
    if (!first) return;
    const bool recorded = gradients_are_recorded();
    for (Finding& finding : report.failures) {
      if (finding.cause == Cause::exception)
        explain_exception(finding);
      else if (is_formula_error(finding.cause))
        explain_value(finding, recorded);
    }
  }

  bool gradients_are_recorded() const {
    try {
      return !differentiable_indices(problem_.fn(problem_.inputs)).empty();
    } catch (const std::exception&) {
      return true;
    }
  }

  static void explain_exception(Finding& finding) {
    finding.cause = Cause::once_differentiable;
    finding.detail = "the first derivative is right, but backward cannot be differentiated: " + finding.detail;
  }

  void explain_value(Finding& finding, bool recorded) const {
    const std::string by = c10::str("the first derivative is right, but its derivative with respect to ",
                                    variables(finding.inputs), " is ");
    if (!recorded) {
      finding.cause = Cause::once_differentiable;
      finding.detail =
          by +
          "missing: autograd does not record what backward computes. Look for a NoGradGuard, a detach() or "
          "data_ptr() in backward, or an operator without an Autograd kernel. Compute with recorded operations, "
          "or make backward an autograd Function of its own.";
      return;
    }
    const bool by_grad_output = std::any_of(finding.inputs.begin(), finding.inputs.end(),
                                            [&](std::size_t i) { return i >= first_.inputs.size(); });
    finding.detail =
        c10::str(by, "not (", to_string(finding.cause), "). ",
                 by_grad_output ? "backward detaches grad_output, or computes with its data only."
                                : "backward uses something that autograd treats as a constant: an intermediate "
                                  "result saved in forward, or a detached tensor. Save the input or the output with "
                                  "save_for_backward, and compute the rest from it in backward, with operations that "
                                  "autograd records.");
    finding.cause = by_grad_output ? Cause::detached_grad_output : Cause::saved_intermediate;
  }

  // "input 0 and grad_output 1".
  std::string variables(const std::vector<std::size_t>& inputs) const {
    const std::size_t count = first_.inputs.size();
    std::string text;
    for (std::size_t k = 0; k < inputs.size(); ++k) {
      if (k > 0) text += k + 1 == inputs.size() ? " and " : ", ";
      if (inputs[k] < count)
        text += c10::str("input ", inputs[k]);
      else if (problem_.inputs.size() == count + 1)
        text += "grad_output";
      else
        text += c10::str("grad_output ", inputs[k] - count);
    }
    return text;
  }

  const Problem& problem_;
  const Problem& first_;
};

}  // namespace

GradcheckReport check_second_order(const TensorFunction& fn, std::size_t input_count, const Tensors& both,
                                   const GradcheckOptions& options) {
  const TensorFunction gradient = derivative(fn, input_count);
  GradcheckOptions second = options;
  second.check_backward_ad = options.check_rev_over_rev;
  second.check_forward_ad = options.check_fwd_over_rev;
  second.check_batched_forward_grad = options.check_batched_forward_grad && options.check_fwd_over_rev;
  Problem problem(gradient, both, second);
  problem.function_name = "backward";
  problem.backward_name = "the backward of backward";
  GradcheckOptions once = options;
  once.check_forward_ad = once.check_batched_grad = once.check_batched_forward_grad = false;
  once.check_backward_ad = true;
  const Tensors inputs(both.begin(), both.begin() + static_cast<std::ptrdiff_t>(input_count));
  return SecondOrder(problem, Problem(fn, inputs, once)).run();
}

}  // namespace actlab::detail
