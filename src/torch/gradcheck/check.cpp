#include "torch/gradcheck/check.h"

#include <c10/util/StringUtil.h>

#include <algorithm>
#include <utility>

#include "torch/gradcheck/backward_checks.h"
#include "torch/gradcheck/batched_checks.h"
#include "torch/gradcheck/cost.h"
#include "torch/gradcheck/diagnose.h"
#include "torch/gradcheck/fast_mode.h"
#include "torch/gradcheck/forward_mode.h"
#include "torch/gradcheck/layouts.h"
#include "torch/gradcheck/non_finite.h"
#include "torch/gradcheck/precision.h"

namespace actlab::detail {
namespace {

bool is_zero(const Tensors& blocks) {
  return std::all_of(blocks.begin(), blocks.end(), [](const torch::Tensor& b) { return (b == 0).all().item<bool>(); });
}

std::size_t size_of(const Selection& selection) {
  std::size_t result = 0;
  for (const auto* part : {&selection.rows, &selection.columns}) {
    for (const auto& of_one : *part) result += of_one.size();
  }
  return result;
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
      // What has been found before is more telling than an exception that may follow from it.
      if (report_.passed())
        fail({Cause::exception, c10::str(problem_.function_name, " throws: ", message_of(error)), {}});
    }
    return std::move(report_);
  }

 private:
  void fail(Finding finding) { report_.failures.push_back(std::move(finding)); }
  void warn(Finding finding) { report_.warnings.push_back(std::move(finding)); }
  // Fails if there is a finding.
  bool fails(std::optional<Finding> finding) {
    if (finding) fail(std::move(*finding));
    return !report_.passed();
  }

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
            {},
            {i}});
      return false;
    }
    return true;
  }

  bool is_a_function() { return !fails(check_inputs_unchanged(problem_)) && !fails(check_determinism(problem_)); }

  void compare() {
    const Tensors all = problem_.fn(problem_.inputs);
    outputs_ = differentiable_indices(all);
    for (const std::size_t o : outputs_) values_.push_back(all[o]);
    if (outputs_.empty()) return compare_without_gradient(all);
    if (problem_.options.check_backward_ad) compare_backward();
    // Forward mode of a function whose backward is already wrong would only repeat the finding.
    if (problem_.options.check_forward_ad && report_.passed()) compare_forward();
    if (report_.passed()) warn_of_precision();
  }

  void compare_backward() {
    if (is_infinite()) return;
    for (Finding& finding : check_backward(problem_)) fail(std::move(finding));
    if (!report_.passed() && !has_usable_jacobian(report_.failures[0].cause)) return;
    try {
      compare_jacobians();
    } catch (const std::exception& error) {
      if (report_.passed())
        fail({Cause::exception, c10::str(problem_.backward_name, " throws: ", message_of(error)), {}});
    }
    if (problem_.options.check_batched_grad && report_.passed()) fails(check_batched_backward(problem_));
  }

  bool is_infinite() {
    try {
      return fails(check_finite(problem_, outputs_, values_));
    } catch (const std::exception&) {
      return false;  // backward throws: the checks of backward say on what
    }
  }

  void compare_forward() {
    if (fails(check_forward_mode(problem_, outputs_, values_))) return;
    if (problem_.options.check_batched_forward_grad) fails(check_batched_forward(problem_));
  }

  // No output requires grad: correct only if the outputs do not depend on the inputs.
  void compare_without_gradient(const Tensors& all) {
    for (std::size_t o = 0; o < all.size(); ++o) {
      if (!all[o].defined() || !(all[o].is_floating_point() || all[o].is_complex())) continue;
      outputs_.push_back(o);
      values_.push_back(all[o]);
    }
    // With a step that is not lost in rounding.
    const auto dtype = coarsest_dtype(problem_.checked_inputs());
    const Problem stepping(problem_.fn, problem_.inputs, suited_to(dtype, problem_.options, 1));
    const std::vector<std::size_t> affecting = inputs_with_effect(stepping, outputs_);
    if (affecting.empty())
      return warn(
          {Cause::vacuous, "no output requires grad, and none depends on the inputs: nothing was compared.", {}});
    fail({Cause::detached,
          "no output requires grad, although they depend on the inputs. Look for a detach(), a NoGradGuard or "
          "a computation on data_ptr(); an operator of TORCH_LIBRARY needs a kernel for Autograd.",
          {},
          affecting});
  }

  void compare_jacobians() {
    if (problem_.options.fast_mode) return compare_projections();
    const std::int64_t sampled = problem_.options.sample_columns;
    if (sampled > 0) {
      entries_agree(sample(problem_, outputs_, values_, sampled));
    } else if (auto finding = check_cost(problem_, outputs_, values_)) {
      fail(std::move(*finding));
    } else {
      entries_agree(all_components(problem_, values_));
    }
  }

  void compare_projections() {
    const FastMode fast(problem_, outputs_, values_);
    if (!fast.within_rounding()) {
      constexpr std::size_t few = 1000;
      const Selection all = all_components(problem_, values_);
      if (!entries_agree(size_of(all) <= few ? all : fast.suspects())) return;
      if (!fast.within_tolerance())
        return fail({Cause::missing_term,
                     "a random projection of the Jacobian is out of tolerance although no entry that was compared is: "
                     "many small errors of the same sign.",
                     report_.worst});
    }
    report_.compared = fast.projections();
    report_.worst = {};
    if (fast.is_zero()) warn_of_zero_jacobian();
  }

  // Compares the entries of this part of the Jacobian. If some are out of tolerance, fails with the cause.
  bool entries_agree(const Selection& selection) {
    const bool undefined_is_wrong = has_failed(Cause::undefined_gradient);
    const Comparison comparison{
        problem_,
        outputs_,
        values_,
        selection,
        analytical_jacobian(problem_, values_, selection,
                            undefined_is_wrong ? OtherGradients::zeros : OtherGradients::undefined),
        numerical_jacobian(problem_, outputs_, selection)};
    count(comparison);
    if (report_.wrong > 0)
      explain(comparison);
    else
      warn_of_zeros(comparison);
    return report_.wrong == 0;
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

  bool has_failed(Cause cause) const {
    return std::any_of(report_.failures.begin(), report_.failures.end(),
                       [&](const Finding& failure) { return failure.cause == cause; });
  }

  void explain(const Comparison& comparison) {
    // A backward that ignores grad_output is wrong in every entry: report one finding, with one entry as an example.
    if (has_failed(Cause::ignored_grad_output)) {
      report_.failures[0].entry = report_.worst;
      return;
    }
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
