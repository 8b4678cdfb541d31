#include "torch/gradcheck/fast_mode.h"

#include <algorithm>
#include <cmath>

#include "torch/gradcheck/comparisons.h"

namespace actlab::detail {
namespace {

// Positive numbers of length 1, one per component.
torch::Tensor direction(const torch::Tensor& like, std::uint64_t seed) {
  const torch::Tensor vector = uniform(count_components(like), seed);
  return vector.numel() == 0 ? vector : vector / vector.norm();
}

double inner_product(const torch::Tensor& a, const torch::Tensor& b) {
  return (a * b).sum().item<double>();
}

torch::Tensor only(const torch::Tensor& vector, std::int64_t first, std::int64_t last) {
  torch::Tensor result = torch::zeros_like(vector);
  result.slice(0, first, last).copy_(vector.slice(0, first, last));
  return result;
}

// Follows the larger part of the error to one place. error: of the places in [first, last), additive.
template <class Error> std::int64_t bisect(std::int64_t count, double whole, const Error& error) {
  std::int64_t first = 0, last = count;
  while (last - first > 1) {
    const std::int64_t middle = first + (last - first) / 2;
    const double below = error(first, middle), above = whole - below;
    const bool take_below = !std::isfinite(below) || (std::isfinite(above) && std::abs(below) >= std::abs(above));
    whole = take_below ? below : above;
    (take_below ? last : first) = middle;
  }
  return first;
}

void add(std::vector<std::int64_t>& sorted, std::int64_t place) {
  const auto at = std::lower_bound(sorted.begin(), sorted.end(), place);
  if (at == sorted.end() || *at != place) sorted.insert(at, place);
}

// Takes the same places in an input and an output of the same size: the diagonal of the Jacobian says whether the
// function is element-wise, which the diagnosis needs.
void share_places(const Problem& problem, const Tensors& values, Selection& selection) {
  for (std::size_t i = 0; i < problem.checked.size(); ++i) {
    for (std::size_t o = 0; o < values.size(); ++o) {
      if (count_components(problem.inputs[problem.checked[i]]) != count_components(values[o])) continue;
      for (const std::int64_t row : selection.rows[i]) add(selection.columns[o], row);
      for (const std::int64_t column : selection.columns[o]) add(selection.rows[i], column);
    }
  }
}

}  // namespace

FastMode::FastMode(const Problem& problem, const std::vector<std::size_t>& outputs, const Tensors& values)
    : problem_(problem), outputs_(outputs), values_(values) {
  for (const std::size_t i : problem.checked) u_.push_back(direction(problem.inputs[i], i + 1));
  for (std::size_t o = 0; o < values.size(); ++o) v_.push_back(direction(values[o], o + 1001));
  for (std::size_t o = 0; o < values.size(); ++o)
    gradients_.push_back(vector_jacobian_product(problem, {values[o]}, {from_components(values[o], v_[o])}));
  for (std::size_t i = 0; i < u_.size(); ++i) project(i);
}

void FastMode::project(std::size_t input) {
  const double eps = problem_.options.eps;
  const torch::Tensor& u = u_[input];
  Perturbation perturbation(problem_.inputs[problem_.checked[input]]);
  const torch::Tensor up = perturbation.perturb_all(eps * u);
  const Tensors above = evaluate(problem_, outputs_);
  const torch::Tensor down = perturbation.perturb_all(-eps * u);
  const Tensors below = evaluate(problem_, outputs_);
  const torch::Tensor taken = (up - down) / (2 * eps);  // u, as it was after rounding
  for (std::size_t o = 0; o < values_.size(); ++o) {
    const torch::Tensor& gradient = gradients_[o][input];
    Block block{input, o, inner_product(gradient, taken), inner_product((above[o] - below[o]) / (2 * eps), v_[o]),
                0,     0};
    const double noise = 64 * ulp(1, coarsest_dtype({values_[o]})) / eps * inner_product(above[o].abs(), v_[o]);
    block.tolerance = problem_.options.atol * u.sum().item<double>() * v_[o].sum().item<double>() +
                      problem_.options.rtol * std::abs(block.numerical);
    constexpr double relative_rounding = 1e-5;
    block.rounding = std::min(block.tolerance, relative_rounding * inner_product(gradient.abs(), u) + noise);
    blocks_.push_back(block);
  }
}

bool FastMode::Block::within(double limit) const {
  return std::abs(analytical - numerical) <= limit;
}
bool FastMode::within_rounding() const {
  return std::all_of(blocks_.begin(), blocks_.end(), [](const Block& b) { return b.within(b.rounding); });
}
bool FastMode::within_tolerance() const {
  return std::all_of(blocks_.begin(), blocks_.end(), [](const Block& b) { return b.within(b.tolerance); });
}
bool FastMode::is_zero() const {
  return std::all_of(blocks_.begin(), blocks_.end(),
                     [](const Block& b) { return b.analytical == 0 && b.numerical == 0; });
}

double FastMode::error_of_rows(const Block& block, std::int64_t first, std::int64_t last) const {
  const double eps = problem_.options.eps;
  const torch::Tensor steps = eps * only(u_[block.input], first, last);
  Perturbation perturbation(problem_.inputs[problem_.checked[block.input]]);
  const torch::Tensor up = perturbation.perturb_all(steps);
  const torch::Tensor above = evaluate(problem_, {outputs_[block.output]})[0];
  const torch::Tensor down = perturbation.perturb_all(-steps);
  const torch::Tensor below = evaluate(problem_, {outputs_[block.output]})[0];
  const double numerical = inner_product(above - below, v_[block.output]);
  return (inner_product(gradients_[block.output][block.input], up - down) - numerical) / (2 * eps);
}

std::int64_t FastMode::locate_column(const Block& block, std::int64_t row) const {
  const std::size_t input = problem_.checked[block.input];
  const torch::Tensor& value = values_[block.output];
  const torch::Tensor& v = v_[block.output];
  const torch::Tensor numerical =
      differences(problem_, input, row, {outputs_[block.output]}, problem_.options.eps).central[0];
  const auto error = [&](std::int64_t first, std::int64_t last) {
    const torch::Tensor part = only(v, first, last);
    const Tensors gradients = vector_jacobian_product(problem_, {value}, {from_components(value, part)});
    return gradients[block.input][row].item<double>() - inner_product(part, numerical);
  };
  return bisect(v.numel(), error(0, v.numel()), error);
}

Selection FastMode::suspects() const {
  constexpr std::int64_t sampled = 12;
  Selection selection = sample(problem_, outputs_, values_, sampled);
  for (const Block& block : blocks_) {
    const std::int64_t rows = u_[block.input].numel();
    if (block.within(block.rounding) || rows == 0 || v_[block.output].numel() == 0) continue;
    const std::int64_t row =
        bisect(rows, block.analytical - block.numerical,
               [&](std::int64_t first, std::int64_t last) { return error_of_rows(block, first, last); });
    add(selection.rows[block.input], row);
    add(selection.columns[block.output], locate_column(block, row));
  }
  share_places(problem_, values_, selection);
  return selection;
}

Selection sample(const Problem& problem, const std::vector<std::size_t>& outputs, const Tensors& values,
                 std::int64_t count) {
  Selection selection;
  selection.columns.resize(values.size());
  for (const std::size_t i : problem.checked) {
    const std::int64_t rows = count_components(problem.inputs[i]), taken = std::min(rows, count);
    selection.rows.emplace_back();
    for (std::int64_t k = 0; k < taken; ++k) {
      const std::int64_t row = k * rows / taken;
      add(selection.rows.back(), row);
      const Differences at = differences(problem, i, row, outputs, problem.options.eps);
      for (std::size_t o = 0; o < values.size(); ++o) {
        const torch::Tensor size = at.central[o].abs();
        if ((size > 0).any().item<bool>()) add(selection.columns[o], size.argmax().item<std::int64_t>());
      }
    }
  }
  share_places(problem, values, selection);
  return selection;
}

}  // namespace actlab::detail
