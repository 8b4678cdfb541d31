#include "actlab/gradcheck.h"

#include <c10/util/StringUtil.h>
#include <torch/autograd.h>

#include <algorithm>
#include <utility>

#include "torch/gradcheck/check.h"
#include "torch/gradcheck/layouts.h"

namespace actlab {
namespace {

using detail::Problem;

GradcheckReport finish(GradcheckReport report, const GradcheckOptions& options) {
  if (!report && options.raise_exception) throw GradcheckError(std::move(report));
  return report;
}

Tensors requiring_grad(Tensors tensors) {
  for (torch::Tensor& tensor : tensors) tensor = tensor.detach().requires_grad_();
  return tensors;
}

// One grad_output for each differentiable output.
Tensors draw_grad_outputs(const TensorFunction& fn, const Tensors& inputs, bool contiguous) {
  const Tensors outputs = fn(inputs);
  Tensors result;
  std::uint64_t seed = 1;
  for (const std::size_t o : detail::differentiable_indices(outputs)) {
    const torch::Tensor dense = detail::dense_normal(outputs[o], seed++);
    result.push_back(contiguous ? dense : detail::strided_layouts().back().make(dense));
  }
  return requiring_grad(result);
}

// (inputs, grad_outputs) -> the gradients of the inputs that require grad.
TensorFunction derivative(const TensorFunction& fn, std::size_t input_count) {
  return [fn, input_count](const Tensors& both) {
    const auto split = both.begin() + static_cast<std::ptrdiff_t>(input_count);
    const Tensors inputs(both.begin(), split), grad_outputs(split, both.end());
    Tensors outputs, checked;
    const Tensors all = fn(inputs);
    for (const std::size_t o : detail::differentiable_indices(all)) outputs.push_back(all[o]);
    for (const std::size_t i : detail::differentiable_indices(inputs)) checked.push_back(inputs[i]);
    Tensors gradients = torch::autograd::grad(outputs, checked, grad_outputs, /*retain_graph=*/true,
                                              /*create_graph=*/true, /*allow_unused=*/true);
    for (std::size_t i = 0; i < gradients.size(); ++i) {
      if (!gradients[i].defined()) gradients[i] = detail::dense_zeros(checked[i]);
    }
    return gradients;
  };
}

bool is_formula_error(Cause cause) {
  return cause == Cause::missing_term || cause == Cause::constant_factor || cause == Cause::detached ||
         cause == Cause::diagonal_jacobian || cause == Cause::wrong_branch;
}

// The second derivative can be wrong because the first is. If the first is right, something is hidden from autograd.
void explain_second_order(GradcheckReport& report, const TensorFunction& fn, const Tensors& inputs,
                          const GradcheckOptions& options) {
  const GradcheckReport first = detail::check(Problem(fn, inputs, options));
  if (!first) {
    for (Finding finding : first.failures) {
      finding.detail = "the first derivative is already wrong: " + finding.detail;
      report.failures.insert(report.failures.begin(), finding);
    }
    return;
  }
  for (Finding& finding : report.failures) {
    if (!is_formula_error(finding.cause)) continue;
    const bool by_grad_output = finding.entry && finding.entry->input >= inputs.size();
    finding.detail = c10::str(
        "the first derivative is right, but its derivative with respect to ",
        by_grad_output ? "grad_output" : "the input", " is not (", to_string(finding.cause), "). ",
        by_grad_output ? "backward detaches grad_output, or computes with its data only."
                       : "backward uses something that autograd treats as a constant: an intermediate result saved in "
                         "forward. Save the input or the output with save_for_backward, and compute the rest from it "
                         "in backward, with operations that autograd records.");
    finding.cause = Cause::saved_intermediate;
  }
}

}  // namespace

GradcheckReport gradcheck(const TensorFunction& fn, const Tensors& inputs, const GradcheckOptions& options) {
  return finish(detail::check(Problem(fn, inputs, options)), options);
}

template <std::same_as<Tensors> List>
GradcheckReport gradgradcheck(const TensorFunction& fn, const Tensors& inputs, const List& grad_outputs,
                              const GradcheckOptions& options) {
  Tensors both = inputs;
  try {
    const Tensors given = grad_outputs.empty() ? draw_grad_outputs(fn, inputs, !options.gen_non_contig_grad_outputs)
                                               : requiring_grad(grad_outputs);
    both.insert(both.end(), given.begin(), given.end());
  } catch (const std::exception& error) {
    return finish({{{Cause::exception, "the function throws: " + detail::message_of(error), {}}}, {}, {}, 0, 0},
                  options);
  }
  if (both.size() == inputs.size()) return gradcheck(fn, inputs, options);  // reports that no output requires grad
  const TensorFunction gradient = derivative(fn, inputs.size());
  GradcheckReport report = detail::check(Problem(gradient, both, options));
  const bool unexplained = std::any_of(report.failures.begin(), report.failures.end(),
                                       [](const Finding& f) { return is_formula_error(f.cause); });
  if (unexplained) explain_second_order(report, fn, inputs, options);
  return finish(std::move(report), options);
}
template GradcheckReport gradgradcheck<Tensors>(const TensorFunction&, const Tensors&, const Tensors&,
                                                const GradcheckOptions&);

GradcheckReport gradgradcheck(const TensorFunction& fn, const Tensors& inputs, const GradcheckOptions& options) {
  return gradgradcheck(fn, inputs, Tensors(), options);
}

}  // namespace actlab
