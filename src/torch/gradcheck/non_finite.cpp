#include "torch/gradcheck/non_finite.h"

#include <c10/util/StringUtil.h>

#include "torch/gradcheck/number.h"

namespace actlab::detail {
namespace {

// The first place where `condition` holds.
std::optional<std::int64_t> first_true(const torch::Tensor& condition) {
  const torch::Tensor places = condition.reshape({-1}).nonzero();
  if (places.size(0) == 0) return std::nullopt;
  return places[0][0].item<std::int64_t>();
}

Finding finding(const char* what, const JacobianEntry& entry) {
  return {Cause::non_finite,
          c10::str(what,
                   " NaN or infinite in some entries. Look for a division by zero, a log or root of zero, or an "
                   "overflow; or move the input into the domain."),
          entry};
}

// The finding for one block of one entry.
Finding at_entry(const Problem& problem, const std::vector<std::size_t>& outputs, const Tensors& values,
                 std::pair<std::size_t, std::int64_t> input, std::pair<std::size_t, std::int64_t> output) {
  Selection selection{std::vector<std::vector<std::int64_t>>(problem.checked.size()),
                      std::vector<std::vector<std::int64_t>>(outputs.size())};
  selection.rows[input.first] = {input.second};
  selection.columns[output.first] = {output.second};
  const Comparison one{problem,
                       outputs,
                       values,
                       selection,
                       analytical_jacobian(problem, values, selection, OtherGradients::zeros),
                       numerical_jacobian(problem, outputs, selection)};
  if (auto found = non_finite_entry(one)) return *found;
  return finding("the analytical gradient is", *worst_entry(one));
}

// The gradients for a grad_output of one output, with these components, and zeros for the others.
Tensors gradients_of(const Problem& problem, const Tensors& values, std::size_t output, const torch::Tensor& vector) {
  Tensors grad_outputs;
  for (const torch::Tensor& value : values) grad_outputs.push_back(dense_zeros(value));
  grad_outputs[output] = from_components(values[output], vector);
  return vector_jacobian_product(problem, values, grad_outputs);
}

// The input component whose gradient for a grad_output at one component of an output is not finite, or is largest.
std::pair<std::size_t, std::int64_t> most_affected_input(const Problem& problem, const Tensors& values,
                                                         std::size_t output, std::int64_t component) {
  torch::Tensor one_hot = torch::zeros({count_components(values[output])}, torch::kDouble);
  one_hot[component] = 1;
  const Tensors gradients = gradients_of(problem, values, output, one_hot);
  for (std::size_t i = 0; i < gradients.size(); ++i) {
    if (const auto row = first_true(~gradients[i].isfinite())) return {i, *row};
  }
  for (std::size_t i = 0; i < gradients.size(); ++i) {
    if (const auto row = first_true(gradients[i] != 0)) return {i, *row};
  }
  return {0, 0};
}

// The component of an output whose derivative by one input component is not finite, or is largest. Not by one gradient
// for each: 0 * infinity is NaN, so every gradient can be NaN there.
std::int64_t most_affected_output(const Problem& problem, std::size_t output, std::size_t input, std::int64_t row) {
  const torch::Tensor column = differences(problem, input, row, {output}, problem.options.eps).central[0];
  return first_true(~column.isfinite()).value_or(column.abs().argmax().item<std::int64_t>());
}

}  // namespace

std::optional<Finding> check_finite(const Problem& problem, const std::vector<std::size_t>& outputs,
                                    const Tensors& values) {
  for (std::size_t o = 0; o < values.size(); ++o) {
    const torch::Tensor value = components(values[o]);
    const auto column = first_true(~value.isfinite());
    if (!column) continue;
    const auto input = most_affected_input(problem, values, o, *column);
    if (count_components(problem.inputs[problem.checked[input.first]]) == 0) continue;
    Finding found = at_entry(problem, outputs, values, input, {o, *column});
    found.detail = c10::str("an element of output ", outputs[o], " is ", number(value[*column].item<double>(), 3),
                            " at this point, so there is no derivative. Look for a division by zero, a log or root of "
                            "a negative number or zero, or an overflow; or move the input into the domain.");
    return found;
  }
  for (std::size_t o = 0; o < values.size(); ++o) {
    const torch::Tensor ones = torch::ones({count_components(values[o])}, torch::kDouble);
    const Tensors gradients = gradients_of(problem, values, o, ones);
    for (std::size_t i = 0; i < gradients.size(); ++i) {
      const auto row = first_true(~gradients[i].isfinite());
      if (!row || values[o].numel() == 0) continue;
      return at_entry(problem, outputs, values, {i, *row},
                      {o, most_affected_output(problem, outputs[o], problem.checked[i], *row)});
    }
  }
  return std::nullopt;
}

std::optional<Finding> non_finite_entry(const Comparison& comparison) {
  Jacobian either, both;
  bool analytical = false, numerical = false, any_both = false;
  for (std::size_t i = 0; i < comparison.analytical.size(); ++i) {
    either.emplace_back();
    both.emplace_back();
    for (std::size_t o = 0; o < comparison.outputs.size(); ++o) {
      const torch::Tensor a = ~comparison.analytical[i][o].isfinite(), n = ~comparison.numerical[i][o].isfinite();
      analytical = analytical || a.any().item<bool>();
      numerical = numerical || n.any().item<bool>();
      either.back().push_back(a | n);
      both.back().push_back(a & n);
      any_both = any_both || both.back().back().any().item<bool>();
    }
  }
  if (!analytical && !numerical) return std::nullopt;
  const char* what = analytical && numerical ? "both gradients are"
                     : analytical            ? "the analytical gradient is"
                                             : "the function itself, and so the numerical gradient, is";
  return finding(what, *worst_entry(comparison, any_both ? &both : &either));
}

}  // namespace actlab::detail
