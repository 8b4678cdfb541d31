#include "torch/gradcheck/forward_mode.h"

#include <ATen/ATen.h>
#include <c10/util/StringUtil.h>
#include <torch/csrc/autograd/forward_grad.h>

#include "torch/gradcheck/comparisons.h"
#include "torch/gradcheck/cost.h"
#include "torch/gradcheck/diagnose.h"
#include "torch/gradcheck/fast_mode.h"
#include "torch/gradcheck/number.h"

namespace actlab::detail {
namespace {

Tensors zero_tangents(const Problem& problem) {
  Tensors tangents;
  for (const torch::Tensor& input : problem.checked_inputs()) tangents.push_back(dense_zeros(input));
  return tangents;
}

Jacobian forward_jacobian(const Problem& problem, const std::vector<std::size_t>& outputs, const Selection& selection) {
  Jacobian jacobian;
  for (std::size_t i = 0; i < problem.checked.size(); ++i) {
    const torch::Tensor& input = problem.inputs[problem.checked[i]];
    const auto rows = static_cast<std::int64_t>(selection.rows[i].size());
    Tensors blocks;
    for (const auto& columns : selection.columns)
      blocks.push_back(torch::zeros({rows, static_cast<std::int64_t>(columns.size())}, torch::kDouble));
    for (std::int64_t r = 0; r < rows; ++r) {
      torch::Tensor one_hot = torch::zeros({count_components(input)}, torch::kDouble);
      one_hot[selection.rows[i][r]] = 1;
      Tensors tangents = zero_tangents(problem);
      tangents[i] = from_components(input, one_hot);
      const Tensors results = jacobian_vector_product(problem, outputs, tangents);
      for (std::size_t o = 0; o < outputs.size(); ++o)
        blocks[o][r] = components(results[o]).index_select(0, torch::tensor(selection.columns[o], torch::kLong));
    }
    jacobian.push_back(blocks);
  }
  return jacobian;
}

std::optional<Finding> compare_entries(const Problem& problem, const std::vector<std::size_t>& outputs,
                                       const Tensors& values, const Selection& selection) {
  const Comparison comparison{problem,
                              outputs,
                              values,
                              selection,
                              forward_jacobian(problem, outputs, selection),
                              numerical_jacobian(problem, outputs, selection)};
  bool agrees = true;
  for (std::size_t i = 0; i < comparison.analytical.size(); ++i) {
    for (std::size_t o = 0; o < outputs.size(); ++o)
      agrees = agrees && !out_of_tolerance(comparison.analytical[i][o], comparison.numerical[i][o], problem.options)
                              .any()
                              .item<bool>();
  }
  if (agrees) return std::nullopt;
  Finding finding = diagnose(comparison);
  finding.detail =
      c10::str("the derivative of forward-mode AD is wrong (", to_string(finding.cause), "): ", finding.detail);
  finding.cause = Cause::forward_mode;
  return finding;
}

// J u, for a random positive u of length 1 in each input.
std::optional<Finding> compare_directions(const Problem& problem, const std::vector<std::size_t>& outputs) {
  const double eps = problem.options.eps;
  for (std::size_t i = 0; i < problem.checked.size(); ++i) {
    const torch::Tensor& input = problem.inputs[problem.checked[i]];
    torch::Tensor u = uniform(count_components(input), i + 1);
    if (u.numel() == 0) continue;
    u = u / u.norm();
    Tensors above, below;
    {
      Perturbation perturbation(input);
      const torch::Tensor up = perturbation.perturb_all(eps * u);
      above = evaluate(problem, outputs);
      const torch::Tensor down = perturbation.perturb_all(-eps * u);
      below = evaluate(problem, outputs);
      u = (up - down) / (2 * eps);
    }
    Tensors tangents = zero_tangents(problem);
    tangents[i] = from_components(input, u);
    const Tensors results = jacobian_vector_product(problem, outputs, tangents);
    for (std::size_t o = 0; o < outputs.size(); ++o) {
      const torch::Tensor numerical = (above[o] - below[o]) / (2 * eps);
      const torch::Tensor noise = 64 * ulp(1, coarsest_dtype({results[o]})) / eps * above[o].abs();
      const torch::Tensor allowed =
          problem.options.atol * u.abs().max() + problem.options.rtol * numerical.abs() + noise;
      const torch::Tensor error = (components(results[o]) - numerical).abs();
      if ((error <= allowed).all().item<bool>()) continue;
      return Finding{Cause::forward_mode,
                     c10::str("the derivative of output ", outputs[o], " along a random direction of input ",
                              problem.checked[i], " differs in forward-mode AD from the numerical one by up to ",
                              number(error.max().item<double>(), 3),
                              ". Without fast_mode the entries are compared, which shows more."),
                     {},
                     {problem.checked[i]}};
    }
  }
  return std::nullopt;
}

std::optional<Finding> check_missing_tangents(const Problem& problem, const std::vector<std::size_t>& outputs) {
  for (std::size_t i = 0; problem.checked.size() > 1 && i < problem.checked.size(); ++i) {
    Tensors with_zeros, without;
    for (std::size_t k = 0; k < problem.checked.size(); ++k) {
      const torch::Tensor& input = problem.inputs[problem.checked[k]];
      with_zeros.push_back(k == i ? dense_zeros(input) : dense_normal(input, k + 1));
      without.push_back(k == i ? torch::Tensor() : dense_normal(input, k + 1));
    }
    const Tensors expected = jacobian_vector_product(problem, outputs, with_zeros);
    const Tensors actual = jacobian_vector_product(problem, outputs, without);
    Tensors all = problem.checked_inputs();
    all.insert(all.end(), expected.begin(), expected.end());
    if (agree(actual, expected, coarsest_dtype(all), problem.options)) continue;
    return Finding{Cause::forward_mode,
                   c10::str("forward-mode AD gives a different result if input ", problem.checked[i],
                            " has no tangent than if its tangent is zero."),
                   {},
                   {problem.checked[i]}};
  }
  return std::nullopt;
}

}  // namespace

DualLevel::DualLevel() : level_(torch::autograd::ForwardADLevel::get_next_idx()) {}

DualLevel::~DualLevel() {
  torch::autograd::ForwardADLevel::release_idx(level_);
}

Tensors jacobian_vector_product(const Problem& problem, const std::vector<std::size_t>& outputs,
                                const Tensors& tangents) {
  const DualLevel dual;
  Tensors inputs = problem.inputs;
  for (std::size_t i = 0; i < problem.checked.size(); ++i) {
    torch::Tensor made = problem.inputs[problem.checked[i]].detach();
    if (tangents[i].defined()) made = at::_make_dual(made, tangents[i], dual.level());
    // A function that differentiates itself, such as a first derivative, needs inputs that require grad.
    made.requires_grad_();
    for (torch::Tensor& input : inputs) {
      if (input.is_same(problem.inputs[problem.checked[i]])) input = made;
    }
  }
  const Tensors all = problem.fn(inputs);
  Tensors result;
  for (const std::size_t o : outputs) {
    const torch::Tensor tangent = std::get<1>(at::_unpack_dual(all.at(o), dual.level()));
    result.push_back(tangent.defined() ? tangent.clone() : dense_zeros(all[o]));
  }
  return result;
}

std::optional<Finding> check_forward_mode(const Problem& problem, const std::vector<std::size_t>& outputs,
                                          const Tensors& values) {
  try {
    std::optional<Finding> finding;
    if (problem.options.fast_mode)
      finding = compare_directions(problem, outputs);
    else if (problem.options.sample_columns > 0)
      finding =
          compare_entries(problem, outputs, values, sample(problem, outputs, values, problem.options.sample_columns));
    else if (!(finding = check_cost(problem, outputs, values)))
      finding = compare_entries(problem, outputs, values, all_components(problem, values));
    if (!finding && problem.options.check_undefined_grad) finding = check_missing_tangents(problem, outputs);
    return finding;
  } catch (const std::exception& error) {
    return Finding{Cause::forward_mode, c10::str("forward-mode AD throws: ", message_of(error)), {}};
  }
}

}  // namespace actlab::detail
