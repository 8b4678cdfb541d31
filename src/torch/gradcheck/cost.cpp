#include "torch/gradcheck/cost.h"

#include <c10/util/StringUtil.h>

#include <chrono>

#include "torch/gradcheck/number.h"

namespace actlab::detail {
namespace {

constexpr double most_bytes = 8e9;

template <class Run> double seconds_of(const Run& run) {
  const auto start = std::chrono::steady_clock::now();
  run();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::string amount(double seconds) {
  if (seconds < 120) return number(seconds, 2) + " seconds";
  if (seconds < 7200) return number(seconds / 60, 2) + " minutes";
  return number(seconds / 3600, 2) + " hours";
}

double count_all(const std::vector<std::vector<std::int64_t>>& components) {
  double count = 0;
  for (const auto& of_one : components) count += static_cast<double>(of_one.size());
  return count;
}

}  // namespace

std::optional<Finding> check_cost(const Problem& problem, const std::vector<std::size_t>& outputs,
                                  const Tensors& values) {
  constexpr double too_few_to_measure = 1000;
  const Selection all = all_components(problem, values);
  const double rows = count_all(all.rows), columns = count_all(all.columns);
  if (rows + columns < too_few_to_measure) return std::nullopt;
  const double evaluation = seconds_of([&] { evaluate(problem, outputs); });
  const double backward = seconds_of([&] {
    for (const torch::Tensor& value : values) vector_jacobian_product(problem, {value}, {dense_zeros(value)});
  });
  const double seconds = 2 * rows * evaluation + columns * backward / static_cast<double>(values.size());
  const double bytes = 2 * rows * columns * sizeof(double);
  if (seconds <= problem.options.max_seconds && bytes <= most_bytes) return std::nullopt;
  return Finding{
      Cause::too_large,
      c10::str("comparing every entry of the Jacobian, ", number(rows, 9), " input elements by ", number(columns, 9),
               " output elements, would take about ", amount(seconds), " and ", number(bytes / 1e9, 2),
               " GB. Use fast_mode, which compares random projections; or sample_columns = 100, which compares that "
               "many input elements; or smaller inputs: a formula that is wrong is wrong for few elements too.",
               bytes <= most_bytes ? " max_seconds allows more time." : ""),
      {}};
}

}  // namespace actlab::detail
