#include "actlab/battery.h"

#include <c10/core/ScalarType.h>
#include <c10/util/StringUtil.h>

#include <algorithm>
#include <map>
#include <ostream>
#include <stdexcept>
#include <utility>

#include "actlab/gradcheck.h"
#include "torch/gradcheck/backward_checks.h"
#include "torch/gradcheck/check.h"
#include "torch/gradcheck/layouts.h"
#include "torch/gradcheck/pitfalls.h"

namespace actlab {
namespace {

using detail::Problem;

std::optional<Finding> first_failure(const GradcheckReport& report) {
  if (report) return std::nullopt;
  return report.failures.front();
}

class Battery {
 public:
  Battery(const TensorFunction& fn, const MakeInputs& make_inputs, const BatteryOptions& options)
      : fn_(fn), make_inputs_(make_inputs), options_(options) {
    options_.gradcheck.raise_exception = false;
  }

  BatteryReport run() && {
    const Tensors inputs = fresh(options_.shape);
    const Problem problem(fn_, inputs, options_.gradcheck);
    layouts(problem);
    shape("0-d input", {});
    shape("empty input", empty_shape());
    backward(problem);
    dtypes(problem);
    row("version counters", [&] { return detail::check_version_counters(problem); });
    row("freed memory", [&] { return detail::check_leak(problem); });
    if (!options_.double_backward) return std::move(report_);
    row("double backward", [&] { return first_failure(gradgradcheck(fn_, inputs, options_.gradcheck)); });
    return std::move(report_);
  }

 private:
  // New leaves. If none of the made ones requires grad, those do whose dtype allows it.
  Tensors fresh(torch::IntArrayRef sizes) const {
    Tensors inputs = make_inputs_(sizes);
    const bool is_chosen = std::any_of(inputs.begin(), inputs.end(), [](const auto& x) { return x.requires_grad(); });
    for (torch::Tensor& input : inputs) {
      const bool has_gradient = is_chosen ? input.requires_grad() : input.is_floating_point() || input.is_complex();
      if (has_gradient) input = input.detach().clone().requires_grad_();
    }
    return inputs;
  }

  std::vector<std::int64_t> empty_shape() const {
    std::vector<std::int64_t> sizes = options_.shape;
    if (sizes.empty()) return {0};
    sizes.front() = 0;
    return sizes;
  }

  void begin(std::string_view pitfall) const {
    if (options_.before_row) options_.before_row(pitfall);
  }
  void end(BatteryRow row) {
    if (options_.after_row) options_.after_row(row);
    report_.rows.push_back(std::move(row));
  }

  template <class Check> static BatteryRow outcome(std::string pitfall, const Check& check) {
    try {
      const std::optional<Finding> finding = check();
      if (finding) return {std::move(pitfall), Outcome::failed, text(*finding), finding->cause};
      return {std::move(pitfall), Outcome::passed, "", {}};
    } catch (const std::exception& error) {
      return {std::move(pitfall), Outcome::failed, detail::message_of(error), Cause::exception};
    }
  }
  template <class Check> void row(std::string pitfall, const Check& check) {
    begin(pitfall);
    end(outcome(std::move(pitfall), check));
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
      row(c10::str(layout.name, " input"), [&] { return detail::check_input_layout(contiguous, strided); });
    }
    row("expanded input", [&] { return detail::check_expanded_inputs(contiguous); });
  }

  void shape(std::string pitfall, const std::vector<std::int64_t>& sizes) {
    begin(pitfall);
    const Tensors inputs = fresh(sizes);
    if (inputs.empty())
      return end({std::move(pitfall), Outcome::skipped, "the function does not accept this shape", {}});
    end(outcome(std::move(pitfall),
                [&] { return first_failure(detail::check(Problem(fn_, inputs, options_.gradcheck))); }));
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
    for (const torch::ScalarType dtype : options_.dtypes) {
      const std::string name = c10::str(c10::toString(dtype), " input");
      std::string refused;
      begin(name);
      BatteryRow row = outcome(name, [&] { return detail::check_dtype(problem, dtype, refused); });
      end(refused.empty() ? std::move(row) : BatteryRow{name, Outcome::skipped, refused, {}});
    }
  }

  const TensorFunction& fn_;
  const MakeInputs& make_inputs_;
  BatteryOptions options_;
  BatteryReport report_;
};

}  // namespace

std::string_view to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::passed:
      return "passed";
    case Outcome::failed:
      return "failed";
    case Outcome::skipped:
      return "skipped";
  }
  return "unknown";
}

bool BatteryReport::passed() const {
  return std::none_of(rows.begin(), rows.end(), [](const BatteryRow& row) { return row.outcome == Outcome::failed; });
}

const BatteryRow& BatteryReport::at(std::string_view pitfall) const {
  for (const BatteryRow& row : rows) {
    if (row.pitfall == pitfall) return row;
  }
  throw std::out_of_range(c10::str("the battery has no row '", pitfall, "'"));
}

std::string to_string(const BatteryReport& report) {
  std::string text = report ? "battery passed" : "battery failed";
  constexpr std::size_t widest = 7;                       // "skipped"
  std::map<std::string_view, std::string_view> reported;  // each detail, and the row that reported it first
  for (const BatteryRow& row : report.rows) {
    const std::string_view outcome = row.outcome == Outcome::failed ? "FAILED" : to_string(row.outcome);
    text += "\n  " + std::string(outcome) + std::string(widest - outcome.size(), ' ') + " " + row.pitfall;
    if (row.detail.empty()) continue;
    const auto [first, is_new] = reported.try_emplace(row.detail, row.pitfall);
    text += is_new ? ": " + row.detail : c10::str(": see ", first->second);
  }
  return text;
}

std::ostream& operator<<(std::ostream& stream, const BatteryReport& report) {
  return stream << to_string(report);
}

BatteryReport battery(const TensorFunction& fn, const MakeInputs& make_inputs, const BatteryOptions& options) {
  return Battery(fn, make_inputs, options).run();
}

}  // namespace actlab
