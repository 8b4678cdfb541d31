#include "torch/gradcheck/kinks.h"

#include "torch/gradcheck/comparisons.h"

namespace actlab::detail {
namespace {

torch::Tensor gap(const Differences& d, std::size_t o) {
  return (d.right[o] - d.left[o]).abs();
}

// The disagreement of one-sided differences that rounding alone causes.
torch::Tensor noise(const torch::Tensor& value, torch::ScalarType dtype, double h) {
  return 100 * ulp(1, dtype) / h * value.abs();
}

// With respect to one component of an input, of the selected components of the outputs.
Differences selected_differences(const Comparison& comparison, std::size_t input, std::int64_t component, double h) {
  Differences all = differences(comparison.problem, input, component, comparison.outputs, h);
  for (std::size_t o = 0; o < comparison.outputs.size(); ++o) {
    const torch::Tensor columns = torch::tensor(comparison.selection.columns[o], torch::kLong);
    for (Tensors* of : {&all.central, &all.left, &all.right, &all.at_point})
      (*of)[o] = (*of)[o].index_select(0, columns);
  }
  return all;
}

}  // namespace

Kinks kinks(const Comparison& comparison, const Jacobian& wrong) {
  // The gap between the one-sided differences is h * f'' for a smooth function, so a step of h / 8 divides it by eight.
  // At a kink it stays the same, near one it vanishes, at a jump it grows.
  constexpr double shrink = 8;
  const double eps = comparison.problem.options.eps;
  Tensors tensors = comparison.problem.checked_inputs();
  tensors.insert(tensors.end(), comparison.values.begin(), comparison.values.end());
  const torch::ScalarType dtype = coarsest_dtype(tensors);
  Kinks found;
  for (std::size_t i = 0; i < wrong.size(); ++i) {
    Tensors blocks;
    for (const torch::Tensor& block : wrong[i]) blocks.push_back(torch::zeros_like(block));
    found.at.push_back(blocks);
    for (torch::Tensor& block : blocks) block = torch::zeros_like(block);
    found.outside.push_back(blocks);
    const std::size_t input = comparison.problem.checked[i];
    const auto& rows = comparison.selection.rows[i];
    for (std::int64_t c = 0; c < static_cast<std::int64_t>(rows.size()); ++c) {
      bool any = false;
      for (const torch::Tensor& block : wrong[i]) any = any || block[c].any().item<bool>();
      if (!any) continue;
      const Differences wide = selected_differences(comparison, input, rows[c], eps);
      const Differences narrow = selected_differences(comparison, input, rows[c], eps / shrink);
      for (std::size_t o = 0; o < blocks.size(); ++o) {
        const torch::Tensor allowed =
            tolerance(wide.central[o], comparison.problem.options) + noise(wide.at_point[o], dtype, eps / shrink);
        const torch::Tensor opening = gap(wide, o);
        const torch::Tensor ratio = gap(narrow, o) / opening;
        const torch::Tensor curved = (ratio > 0.5 / shrink) & (ratio < 2 / shrink);
        // A jump whose value is in the middle has no gap, but a difference quotient of order 1 / h.
        const torch::Tensor steepening = narrow.central[o].abs() - wide.central[o].abs();
        const torch::Tensor jump = steepening > 0.5 * shrink * (wide.central[o].abs() + allowed);
        const torch::Tensor is_kink = wrong[i][o][c] & (opening > allowed) & ~curved;
        const torch::Tensor taken = comparison.analytical[i][o][c];
        const torch::Tensor between = (taken >= torch::minimum(wide.left[o], wide.right[o]) - allowed) &
                                      (taken <= torch::maximum(wide.left[o], wide.right[o]) + allowed);
        found.at[i][o][c] = is_kink | (wrong[i][o][c] & jump);
        found.outside[i][o][c] = is_kink & ~jump & ~between;
      }
    }
  }
  return found;
}

}  // namespace actlab::detail
