#include <cmath>
#include <limits>

#include "torch/gradcheck/diagnose.h"

namespace actlab::detail {
namespace {

JacobianEntry make_entry(const Comparison& comparison, std::size_t i, std::size_t o, std::int64_t flat) {
  const torch::Tensor& a = comparison.analytical[i][o];
  const torch::Tensor& n = comparison.numerical[i][o];
  const std::int64_t row = flat / a.size(1), column = flat % a.size(1);
  const std::size_t input = comparison.problem.checked[i];
  JacobianEntry entry;
  entry.input = input;
  entry.output = comparison.outputs[o];
  entry.input_index = component_index(comparison.problem.inputs[input], comparison.selection.rows[i][row]);
  entry.output_index = component_index(comparison.values[o], comparison.selection.columns[o][column]);
  entry.analytical = a[row][column].item<double>();
  entry.numerical = n[row][column].item<double>();
  entry.absolute_error = std::abs(entry.analytical - entry.numerical);
  entry.tolerance = comparison.problem.options.atol + comparison.problem.options.rtol * std::abs(entry.numerical);
  return entry;
}

}  // namespace

torch::Tensor tolerance(const torch::Tensor& numerical, const GradcheckOptions& options) {
  return options.atol + options.rtol * numerical.abs();
}

torch::Tensor out_of_tolerance(const torch::Tensor& analytical, const torch::Tensor& numerical,
                               const GradcheckOptions& options) {
  return ~((analytical - numerical).abs() <= tolerance(numerical, options));
}

std::optional<JacobianEntry> worst_entry(const Comparison& comparison, const Jacobian* among) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  std::optional<JacobianEntry> worst;
  double worst_badness = -1;
  for (std::size_t i = 0; i < comparison.analytical.size(); ++i) {
    for (std::size_t o = 0; o < comparison.outputs.size(); ++o) {
      const torch::Tensor& a = comparison.analytical[i][o];
      const torch::Tensor& n = comparison.numerical[i][o];
      if (a.numel() == 0) continue;
      torch::Tensor badness = (a - n).abs() / tolerance(n, comparison.problem.options);
      badness = badness.nan_to_num(infinity, infinity);
      if (among) badness = torch::where((*among)[i][o], badness, torch::full_like(badness, -1));
      const double largest = badness.max().item<double>();
      if (largest <= worst_badness) continue;
      worst_badness = largest;
      worst = make_entry(comparison, i, o, badness.argmax().item<std::int64_t>());
    }
  }
  return worst;
}

}  // namespace actlab::detail
