#include "actlab/gradcheck.h"

#include <c10/util/StringUtil.h>
#include <torch/autograd.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "torch/gradcheck/check.h"
#include "torch/gradcheck/layouts.h"
#include "torch/gradcheck/prepare.h"
#include "torch/gradcheck/second_order.h"

namespace actlab {
namespace {

using detail::Prepared;
using detail::Problem;

GradcheckReport finish(GradcheckReport report, const GradcheckOptions& options) {
  if (!report && options.raise_exception) throw GradcheckError(std::move(report));
  return report;
}

void require(bool condition, const char* message) {
  if (!condition) throw std::invalid_argument(message);
}

void require_first_order(const GradcheckOptions& options) {
  require(options.check_backward_ad || options.check_forward_ad,
          "gradcheck: set check_backward_ad or check_forward_ad; without both there is nothing to check");
  require(options.check_backward_ad || !options.check_batched_grad,
          "gradcheck: check_batched_grad needs check_backward_ad");
  require(options.check_forward_ad || !options.check_batched_forward_grad,
          "gradcheck: check_batched_forward_grad needs check_forward_ad");
}

GradcheckReport with_warnings(GradcheckReport report, const Prepared& prepared) {
  report.warnings.insert(report.warnings.end(), prepared.warnings.begin(), prepared.warnings.end());
  return report;
}

bool is_sparse(const torch::Tensor& input) {
  return detail::is_differentiable(input) && input.layout() == torch::kSparse;
}

// Of a sparse input, backward may return the gradient of the specified elements only.
void explain_by_mask(GradcheckReport& report, const TensorFunction& fn, const Tensors& inputs,
                     GradcheckOptions options) {
  if (report || options.masked || std::none_of(inputs.begin(), inputs.end(), is_sparse)) return;
  options.masked = true;
  const Prepared prepared = detail::prepare(fn, inputs, options);
  if (prepared.failure || !detail::check(Problem(prepared.fn, prepared.inputs, options))) return;
  report.failures.front().detail +=
      " For the specified elements of the sparse input it is right: if only these can have a gradient, set masked.";
}

Tensors requiring_grad(Tensors tensors) {
  for (torch::Tensor& tensor : tensors) tensor = tensor.detach().clone().requires_grad_();
  return tensors;
}

// One grad_output for each differentiable output.
Tensors draw_grad_outputs(const TensorFunction& fn, const Tensors& inputs, bool contiguous) {
  const Tensors outputs = fn(inputs);
  Tensors result;
  std::uint64_t seed = 1;
  for (const std::size_t o : detail::differentiable_indices(outputs)) {
    const torch::Tensor dense = detail::dense_normal(outputs[o], seed++);
    result.push_back((contiguous ? dense : detail::strided_layouts().back().make(dense)).requires_grad_());
  }
  return result;
}

GradcheckReport check_twice(const Prepared& function, const Tensors& grad_outputs, const GradcheckOptions& options) {
  Tensors both = function.inputs;
  try {
    const Tensors given = grad_outputs.empty()
                              ? draw_grad_outputs(function.fn, both, !options.gen_non_contig_grad_outputs)
                              : requiring_grad(grad_outputs);
    both.insert(both.end(), given.begin(), given.end());
  } catch (const std::exception& error) {
    return {{{Cause::exception, "the function throws: " + detail::message_of(error), {}}}, {}, {}, 0, 0};
  }
  // Reports that no output requires grad.
  if (both.size() == function.inputs.size()) return detail::check(Problem(function.fn, function.inputs, options));
  return detail::check_second_order(function.fn, function.inputs.size(), both, options);
}

}  // namespace

GradcheckReport gradcheck(const TensorFunction& fn, const Tensors& inputs, const GradcheckOptions& options) {
  require_first_order(options);
  const Prepared prepared = detail::prepare(fn, inputs, options);
  if (prepared.failure) return finish({{*prepared.failure}, {}, {}, 0, 0}, options);
  GradcheckReport report = detail::check(Problem(prepared.fn, prepared.inputs, options));
  explain_by_mask(report, fn, inputs, options);
  return finish(with_warnings(std::move(report), prepared), options);
}

template <std::same_as<Tensors> List>
GradcheckReport gradgradcheck(const TensorFunction& fn, const Tensors& inputs, const List& grad_outputs,
                              const GradcheckOptions& options) {
  require(options.check_rev_over_rev || options.check_fwd_over_rev,
          "gradgradcheck: set check_rev_over_rev or check_fwd_over_rev; without both there is nothing to check");
  const Prepared prepared = detail::prepare(fn, inputs, options);
  if (prepared.failure) return finish({{*prepared.failure}, {}, {}, 0, 0}, options);
  return finish(with_warnings(check_twice(prepared, grad_outputs, options), prepared), options);
}
template GradcheckReport gradgradcheck<Tensors>(const TensorFunction&, const Tensors&, const Tensors&,
                                                const GradcheckOptions&);

GradcheckReport gradgradcheck(const TensorFunction& fn, const Tensors& inputs, const GradcheckOptions& options) {
  return gradgradcheck(fn, inputs, Tensors(), options);
}

}  // namespace actlab
