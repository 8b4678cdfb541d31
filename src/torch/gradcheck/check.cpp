#include "torch/gradcheck/check.h"

#include <c10/util/StringUtil.h>

#include <algorithm>
#include <utility>

#include "torch/gradcheck/backward_checks.h"
#include "torch/gradcheck/diagnose.h"
#include "torch/gradcheck/fast_mode.h"
#include "torch/gradcheck/layouts.h"
#include "torch/gradcheck/precision.h"

namespace actlab::detail {
namespace {

bool is_zero(const Tensors& blocks) {
  return std::all_of(blocks.begin(), blocks.end(), [](const torch::Tensor& b) { return (b == 0).all().item<bool>(); });
}

// False if backward does not run, or gives a different result each time.
bool has_usable_jacobian(Cause cause) {
  return cause != Cause::exception && cause != Cause::empty_gradient && cause != Cause::nondeterministic &&
         cause != Cause::stale_state;
}

class Check {
 public:
  explicit Check(const Problem& problem) : problem_(problem) {}

  GradcheckReport run() && {
    try {
      if (inputs_are_fit() && is_a_function()) compare();
    } catch (const std::exception& error) {
      fail({Cause::exception, c10::str("the function throws: ", message_of(error)), {}});
    }
    return std::move(report_);
  }

 private:
  void fail(Finding finding) { report_.failures.push_back(std::move(finding)); }
  void warn(Finding finding) { report_.warnings.push_back(std::move(finding)); }

  bool inputs_are_fit() {
    if (problem_.checked.empty()) {
      fail({Cause::nothing_to_check,
            "no input is a floating-point or complex tensor that requires grad. Call requires_grad_() on the inputs "
            "to check.",
            {}});
      return false;
    }
    for (const std::size_t i : problem_.checked) {
      if (!share_memory({problem_.inputs[i]})) continue;
      fail({Cause::overlapping_input,
            c10::str("elements of input ", i,
                     " share memory (it is expanded), so none can be changed separately. Call contiguous() on it; to "
                     "check expansion, expand inside the function."),
            {}});
      return false;
    }
    if (share_memory(problem_.checked_inputs())) {
      fail({Cause::overlapping_input, "two inputs share memory, so neither can be changed separately. Clone one.", {}});
      return false;
    }
    return true;
  }

  bool is_a_function() {
    auto finding = check_inputs_unchanged(problem_);
    if (!finding) finding = check_determinism(problem_);
    if (finding) fail(std::move(*finding));
    return report_.passed();
  }

  void compare() {
    const Tensors all = problem_.fn(problem_.inputs);
    outputs_ = differentiable_indices(all);
    for (const std::size_t o : outputs_) values_.push_back(all[o]);
    if (outputs_.empty()) return compare_without_gradient(all);
    std::vector<Finding> failures = check_backward(problem_);
    if (failures.empty() || has_usable_jacobian(failures[0].cause)) compare_jacobians(failures);
    for (Finding& failure : failures) fail(std::move(failure));
    if (report_.passed()) warn_of_precision();
  }

  // No output requires grad: correct only if the outputs do not depend on the inputs.
  void compare_without_gradient(const Tensors& all) {
    for (std::size_t o = 0; o < all.size(); ++o) {
      if (all[o].defined() && (all[o].is_floating_point() || all[o].is_complex())) outputs_.push_back(o);
    }
    for (const Tensors& blocks : numerical_jacobian(problem_, outputs_)) {
      if (is_zero(blocks)) continue;
      return fail({Cause::detached,
                   "no output requires grad, although they depend on the inputs. Look for a detach(), a NoGradGuard or "
                   "a computation on data_ptr(); an operator of TORCH_LIBRARY needs a kernel for Autograd.",
                   {}});
    }
    warn({Cause::vacuous, "no output requires grad, and none depends on the inputs: nothing was compared.", {}});
  }

  void compare_jacobians(std::vector<Finding>& failures) {
    if (problem_.options.fast_mode) {
      if (projections_agree()) return;
    }
    const Comparison comparison{problem_, outputs_, values_, analytical_jacobian(problem_, values_),
                                numerical_jacobian(problem_, outputs_)};
    count(comparison);
    if (report_.wrong > 0) return explain(comparison, failures);
    if (problem_.options.fast_mode) {
      fail({Cause::missing_term,
            "a random projection of the Jacobian is out of tolerance although no entry is: many small errors of the "
            "same sign.",
            report_.worst});
    }
    warn_of_zeros(comparison);
  }

  bool projections_agree() {
    const Projection projection = project(problem_, outputs_, values_);
    bool agree = true, zero = true;
    for (std::size_t i = 0; i < projection.analytical.size(); ++i) {
      zero = zero && is_zero(projection.analytical[i]) && is_zero(projection.numerical[i]);
      for (std::size_t o = 0; o < outputs_.size(); ++o) {
        const torch::Tensor error = (projection.analytical[i][o] - projection.numerical[i][o]).abs();
        agree = agree && (error <= projection.allowed[i][o]).all().item<bool>();
        ++report_.compared;
      }
    }
    if (agree && zero) warn_of_zero_jacobian();
    if (!agree) report_.compared = 0;  // the full comparison counts again
    return agree;
  }

  void count(const Comparison& comparison) {
    for (std::size_t i = 0; i < comparison.analytical.size(); ++i) {
      for (std::size_t o = 0; o < comparison.outputs.size(); ++o) {
        report_.compared += comparison.analytical[i][o].numel();
        report_.wrong += out_of_tolerance(comparison.analytical[i][o], comparison.numerical[i][o], problem_.options)
                             .sum()
                             .item<std::int64_t>();
      }
    }
    report_.worst = worst_entry(comparison);
  }

  void explain(const Comparison& comparison, std::vector<Finding>& failures) {
    // A backward that ignores grad_output is wrong in every entry: report one finding, with one entry as an example.
    if (!failures.empty() && failures[0].cause == Cause::ignored_grad_output) {
      failures[0].entry = report_.worst;
      return;
    }
    // The Jacobian uses one output at a time, so the gradients of the others are undefined.
    const bool undefined_is_wrong = std::any_of(failures.begin(), failures.end(), [](const Finding& failure) {
      return failure.cause == Cause::undefined_gradient;
    });
    if (undefined_is_wrong && outputs_.size() > 1) return;
    if (auto finding = explain_by_precision(problem_, outputs_, values_)) {
      if (!finding->entry) finding->entry = report_.worst;
      return fail(std::move(*finding));
    }
    fail(diagnose(comparison));
  }

  void warn_of_precision() {
    if (const auto which = low_precision_input(problem_)) {
      warn({Cause::low_precision,
            c10::str("input ", *which, " is ", c10::toString(problem_.inputs[*which].scalar_type()),
                     ": the check passed, but is more reliable in float64."),
            {}});
    }
  }

  void warn_of_zeros(const Comparison& comparison) {
    if (report_.compared == 0) return;
    const bool zero = std::all_of(comparison.analytical.begin(), comparison.analytical.end(), is_zero) &&
                      std::all_of(comparison.numerical.begin(), comparison.numerical.end(), is_zero);
    if (zero) return warn_of_zero_jacobian();
    for (std::size_t i = 0; i < problem_.checked.size(); ++i) {
      if (!is_zero(comparison.analytical[i]) || !is_zero(comparison.numerical[i])) continue;
      warn({Cause::vacuous,
            c10::str("no output depends on input ", problem_.checked[i],
                     " near this point, so its check could not have failed."),
            {}});
    }
  }

  void warn_of_zero_jacobian() {
    warn({Cause::vacuous,
          "the Jacobian is zero in every entry, on both sides: the check could not have failed. Is the function "
          "constant here, or saturated?",
          {}});
  }

  const Problem& problem_;
  GradcheckReport report_;
  std::vector<std::size_t> outputs_;
  Tensors values_;
};

}  // namespace

GradcheckReport check(const Problem& problem) {
  return Check(problem).run();
}

}  // namespace actlab::detail
