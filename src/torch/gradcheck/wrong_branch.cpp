#include "torch/gradcheck/wrong_branch.h"

#include <c10/util/StringUtil.h>

#include <algorithm>
#include <cmath>

#include "torch/gradcheck/number.h"

namespace actlab::detail {
namespace {

struct Point {
  double x;
  bool is_wrong;
};

// The inputs of block (i, o) in ascending order, each with whether its derivative is wrong; empty if the function is
// not element-wise.
std::vector<Point> points_of(const Comparison& comparison, std::size_t i, std::size_t o, const torch::Tensor& wrong) {
  const torch::Tensor& input = comparison.problem.inputs[comparison.problem.checked[i]];
  const torch::Tensor& numerical = comparison.numerical[i][o];
  const auto& rows = comparison.selection.rows[i];
  const bool is_elementwise = !input.is_complex() && rows == comparison.selection.columns[o] &&
                              (numerical - numerical.diagonal().diag() == 0).all().item<bool>() &&
                              wrong.sum().item<std::int64_t>() == wrong.diagonal().sum().item<std::int64_t>();
  if (!is_elementwise) return {};
  const torch::Tensor xs = components(input), marks = wrong.diagonal().contiguous();
  std::vector<Point> points;
  for (std::size_t r = 0; r < rows.size(); ++r)
    points.push_back({xs[rows[r]].item<double>(), marks[static_cast<std::int64_t>(r)].item<bool>()});
  std::sort(points.begin(), points.end(), [](const Point& a, const Point& b) { return a.x < b.x; });
  return points;
}

std::string place(const std::vector<Point>& points, std::size_t first, std::size_t last) {
  std::string text = c10::str(number(points[first].x, 4), " <= x <= ", number(points[last].x, 4));
  if (first > 0) text += c10::str(", right up to ", number(points[first - 1].x, 4));
  if (last + 1 < points.size()) text += c10::str(", right from ", number(points[last + 1].x, 4), " on");
  return text;
}

}  // namespace

std::optional<Finding> find_wrong_branch(const Comparison& comparison, const Jacobian& wrong) {
  constexpr std::ptrdiff_t fewest = 2;  // wrong and right points each: one point forms an interval by chance
  std::optional<Finding> finding;
  for (std::size_t i = 0; i < wrong.size(); ++i) {
    for (std::size_t o = 0; o < wrong[i].size(); ++o) {
      if (!wrong[i][o].any().item<bool>()) continue;
      const std::size_t input = comparison.problem.checked[i];
      const auto points = points_of(comparison, i, o, wrong[i][o]);
      const auto is_wrong = [](const Point& point) { return point.is_wrong; };
      const std::ptrdiff_t count = std::count_if(points.begin(), points.end(), is_wrong);
      if (count < fewest || static_cast<std::ptrdiff_t>(points.size()) - count < fewest) return std::nullopt;
      const auto first = std::find_if(points.begin(), points.end(), is_wrong);
      if (!std::all_of(first, first + count, is_wrong)) return std::nullopt;
      const auto at = static_cast<std::size_t>(first - points.begin());
      if (finding) continue;
      finding = Finding{Cause::wrong_branch,
                        c10::str("the derivative with respect to input ", input, " is wrong for ",
                                 place(points, at, at + static_cast<std::size_t>(count) - 1),
                                 ". Look at the branch taken there: its condition, its formula, and whether forward "
                                 "and backward clamp at the same value."),
                        {}};
    }
  }
  return finding;
}

}  // namespace actlab::detail
