#include "actlab/battery.h"

#include <c10/core/ScalarType.h>
#include <c10/util/StringUtil.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "actlab/gradcheck.h"
#include "torch/gradcheck/backward_checks.h"
#include "torch/gradcheck/check.h"
#include "torch/gradcheck/layouts.h"
#include "torch/gradcheck/pitfalls.h"
#include "torch/gradcheck/precision.h"
#include "torch/gradcheck/prepare.h"

namespace actlab {
namespace {

using detail::Problem;

std::optional<Finding> first_failure(const GradcheckReport& report) {
  if (report) return std::nullopt;
  return report.failures.front();
}

std::string dtype_row(torch::ScalarType dtype) {
  return c10::str(c10::toString(dtype), " input");
}
std::string layout_row(const detail::Layout& layout) {
  return c10::str(layout.name, " input");
}

bool has_nan(const Tensors& outputs) {
  return std::any_of(outputs.begin(), outputs.end(), [](const torch::Tensor& output) {
    return detail::is_differentiable(output) && output.isnan().any().item<bool>();
  });
}

// The function with zeros instead of NaN, whose derivative is zero.
TensorFunction without_nan(const TensorFunction& fn) {
  return [fn](const Tensors& inputs) {
    Tensors outputs = fn(inputs);
    for (torch::Tensor& output : outputs) {
      if (detail::is_differentiable(output)) output = torch::where(output.isnan(), torch::zeros_like(output), output);
    }
    return outputs;
  };
}

class Battery {
 public:
  Battery(const TensorFunction& fn, const MakeInputs& make_inputs, const BatteryOptions& options)
      : original_(fn), fn_(fn), make_inputs_(make_inputs), options_(options) {
    options_.gradcheck.raise_exception = false;
    const std::vector<std::string> names = battery_rows(options);
    for (const std::string& name : options.skip) {
      if (std::find(names.begin(), names.end(), name) != names.end()) continue;
      throw std::invalid_argument(c10::str("the battery has no row '", name, "'; it has: ", c10::Join(", ", names)));
    }
  }

  BatteryReport run() && {
    const auto failure = detail::prepare(original_, fresh(options_.shape), options_.gradcheck).failure;
    if (failure) return cannot_check(*failure);
    choose_precision();
    const detail::Prepared prepared = detail::prepare(original_, fresh(options_.shape), options_.gradcheck);
    const TensorFunction plain = prepared.fn;
    fn_ = plain;
    if (returns_nan(prepared.inputs)) fn_ = without_nan(plain);
    const Problem problem(fn_, prepared.inputs, options_.gradcheck),
        as_given(plain, prepared.inputs, options_.gradcheck);
    layouts(problem);
    shape("0-d input", {});
    shape("empty input", empty_shape());
    backward(problem);
    dtypes(problem);
    row("version counters", [&] { return detail::check_version_counters(as_given); });
    row("freed memory", [&] { return detail::check_leak(as_given); });
    if (!options_.double_backward) return std::move(report_);
    row("double backward", [&] { return first_failure(gradgradcheck(fn_, problem.inputs, options_.gradcheck)); });
    return std::move(report_);
  }

 private:
  // Inputs are checked in float64 if the function takes it. If not, or if it returns less, the step must outweigh the
  // rounding.
  void choose_precision() {
    if (detail::low_precision_input(Problem(original_, fresh(options_.shape), {}))) {
      in_double_ = true;
      in_double_ = !outputs_of(fresh(options_.shape)).empty();
    }
    const Tensors inputs = fresh(options_.shape), outputs = outputs_of(inputs);
    Tensors tensors = Problem(original_, inputs, {}).checked_inputs();
    tensors.insert(tensors.end(), outputs.begin(), outputs.end());
    options_.gradcheck =
        detail::suited_to(detail::coarsest_dtype(tensors), options_.gradcheck, detail::largest_value(outputs));
  }

  // The differentiable outputs; none if the function throws, which the rows report.
  Tensors outputs_of(const Tensors& inputs) const {
    Tensors result;
    try {
      const Tensors all = original_(inputs);
      for (const std::size_t o : detail::differentiable_indices(all)) result.push_back(all[o].detach());
    } catch (const std::exception&) {
    }
    return result;
  }

  bool returns_nan(const Tensors& inputs) const {
    try {
      return has_nan(fn_(inputs));
    } catch (const std::exception&) {
      return false;  // the rows report it
    }
  }

  // New leaves. If none of the made ones requires grad, those do whose dtype allows it.
  Tensors fresh(torch::IntArrayRef sizes) const {
    Tensors inputs = make_inputs_(sizes);
    const bool is_chosen = std::any_of(inputs.begin(), inputs.end(), detail::is_differentiable);
    for (torch::Tensor& input : inputs) {
      if (!input.defined() || !(input.is_floating_point() || input.is_complex())) continue;
      if (!is_chosen || input.requires_grad()) input = input.detach().clone().requires_grad_();
    }
    return in_double_ ? detail::in_double(inputs) : inputs;
  }

  std::vector<std::int64_t> empty_shape() const {
    std::vector<std::int64_t> sizes = options_.shape;
    if (sizes.empty()) return {0};
    sizes.front() = 0;
    return sizes;
  }

  BatteryReport cannot_check(const Finding& finding) {
    bool is_first = true;
    for (const std::string& name : battery_rows(options_)) {
      row_or_skip(name, [&](std::string& refused) -> std::optional<Finding> {
        if (std::exchange(is_first, false)) return finding;
        refused = std::string(to_string(finding.cause));
        return std::nullopt;
      });
    }
    return std::move(report_);
  }

  // check may set the string to why the row is skipped.
  template <class Check> BatteryRow outcome(const std::string& name, const Check& check) const {
    if (std::find(options_.skip.begin(), options_.skip.end(), name) != options_.skip.end())
      return {name, Outcome::skipped, "switched off", {}};
    try {
      std::string why_not;
      const std::optional<Finding> finding = check(why_not);
      if (!why_not.empty()) return {name, Outcome::skipped, why_not, {}};
      if (!finding) return {name, Outcome::passed, "", {}};
      if (finding->cause == Cause::exception && is_allowed(finding->detail)) return refused(name, finding->detail);
      return {name, Outcome::failed, text(*finding), finding->cause};
    } catch (const std::exception& error) {
      const std::string message = detail::message_of(error);
      if (is_allowed(message)) return refused(name, message);
      return {name, Outcome::failed, message, Cause::exception};
    }
  }
  bool is_allowed(const std::string& error) const {
    return options_.gradcheck.allow_contiguity_errors && detail::is_contiguity_error(error);
  }
  static BatteryRow refused(const std::string& name, const std::string& error) {
    return {name, Outcome::skipped, "the function refuses it: " + error, {}};
  }
  template <class Check> void row_or_skip(const std::string& name, const Check& check) {
    if (options_.before_row) options_.before_row(name);
    report_.rows.push_back(outcome(name, check));
    if (options_.after_row) options_.after_row(report_.rows.back());
  }
  template <class Check> void row(const std::string& name, const Check& check) {
    row_or_skip(name, [&](std::string&) { return check(); });
  }

  static std::string text(const Finding& finding) {
    std::string result = c10::str(to_string(finding.cause), ": ", finding.detail);
    if (finding.entry) result += "\n    " + to_string(*finding.entry);
    return result;
  }

  void layouts(const Problem& problem) {
    GradcheckOptions plain = options_.gradcheck;  // gradients passed to backward have their own rows
    plain.check_grad_layouts = plain.check_undefined_grad = false;
    const Problem contiguous(fn_, problem.inputs, plain);
    row("contiguous input", [&] { return first_failure(detail::check(contiguous)); });
    for (const detail::Layout& layout : detail::strided_layouts()) {
      Tensors strided = problem.inputs;
      for (const std::size_t i : problem.checked) strided[i] = layout.make(strided[i]).requires_grad_();
      row(layout_row(layout), [&] { return detail::check_input_layout(contiguous, strided); });
    }
    row_or_skip("expanded input",
                [&](std::string& refused) { return detail::check_expanded_inputs(contiguous, refused); });
  }

  void shape(const std::string& name, const std::vector<std::int64_t>& sizes) {
    row_or_skip(name, [&](std::string& refused) -> std::optional<Finding> {
      const Tensors inputs = fresh(sizes);
      if (inputs.empty()) refused = "the function does not accept this shape";
      if (inputs.empty()) return std::nullopt;
      const detail::Prepared prepared = detail::prepare(fn_, inputs, options_.gradcheck);
      if (prepared.failure) return prepared.failure;
      return first_failure(detail::check(Problem(prepared.fn, prepared.inputs, options_.gradcheck)));
    });
  }

  void backward(const Problem& problem) {
    row("grad_output of zeros", [&] { return detail::check_zero_gradient(problem); });
    row("non-contiguous grad_output", [&] { return detail::check_gradient_layouts(problem); });
    row("undefined grad_output", [&] { return detail::check_undefined_gradients(problem); });
    row("gradient dtypes", [&] { return detail::check_gradient_dtypes(problem); });
    row("gradient digits", [&] { return detail::check_precision(problem); });
    row("input left as it is", [&] { return detail::check_inputs_unchanged(problem); });
    row("determinism", [&] { return detail::check_determinism(problem); });
    row("repeated backward", [&] { return detail::check_repeated_backward(problem); });
  }

  void dtypes(const Problem& problem) {
    for (const torch::ScalarType dtype : options_.dtypes)
      row_or_skip(dtype_row(dtype), [&](std::string& refused) { return detail::check_dtype(problem, dtype, refused); });
  }

  const TensorFunction& original_;
  TensorFunction fn_;
  const MakeInputs& make_inputs_;
  BatteryOptions options_;
  bool in_double_ = false;
  BatteryReport report_;
};

}  // namespace

std::vector<std::string> battery_rows(const BatteryOptions& options) {
  std::vector<std::string> names{"contiguous input"};
  for (const detail::Layout& layout : detail::strided_layouts()) names.push_back(layout_row(layout));
  for (const char* name : {"expanded input", "0-d input", "empty input", "grad_output of zeros",
                           "non-contiguous grad_output", "undefined grad_output", "gradient dtypes", "gradient digits",
                           "input left as it is", "determinism", "repeated backward"})
    names.emplace_back(name);
  for (const torch::ScalarType dtype : options.dtypes) names.push_back(dtype_row(dtype));
  names.insert(names.end(), {"version counters", "freed memory"});
  if (options.double_backward) names.emplace_back("double backward");
  return names;
}

BatteryReport battery(const TensorFunction& fn, const MakeInputs& make_inputs, const BatteryOptions& options) {
  return Battery(fn, make_inputs, options).run();
}

}  // namespace actlab
