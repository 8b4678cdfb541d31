#include "torch/gradcheck/jacobian.h"

#include <torch/autograd.h>

#include <cmath>
#include <numeric>

namespace actlab::detail {
namespace {

// Shares the memory of `tensor` but not its version counter, which in-place changes would increment.
torch::Tensor memory_of(const torch::Tensor& tensor) {
  const torch::Tensor data = tensor.variable_data();
  return data.is_complex() ? torch::view_as_real(data) : data;
}

// A 0-d view of component c.
torch::Tensor component(const torch::Tensor& memory, std::int64_t c) {
  std::int64_t offset = memory.storage_offset();
  for (std::int64_t d = memory.dim(); d-- > 0;) {
    offset += c % memory.size(d) * memory.stride(d);
    c /= memory.size(d);
  }
  return memory.as_strided({}, {}, offset);
}

// One block: a matrix of (components of the input, components of the output).
torch::Tensor empty_block(std::int64_t inputs, std::int64_t outputs) {
  return torch::zeros({inputs, outputs}, torch::kDouble);
}

torch::Tensor indices_of(const std::vector<std::int64_t>& components) {
  return torch::tensor(components, torch::kLong);
}

std::vector<std::int64_t> first_integers(std::int64_t count) {
  std::vector<std::int64_t> result(static_cast<std::size_t>(count));
  std::iota(result.begin(), result.end(), 0);
  return result;
}

void set_component(const torch::Tensor& dense, std::int64_t c, double value) {
  component(memory_of(dense), c).fill_(value);
}

}  // namespace

Selection all_components(const Problem& problem, const Tensors& outputs) {
  Selection selection;
  for (const std::size_t i : problem.checked)
    selection.rows.push_back(first_integers(count_components(problem.inputs[i])));
  for (const torch::Tensor& output : outputs) selection.columns.push_back(first_integers(count_components(output)));
  return selection;
}

Perturbation::Perturbation(const torch::Tensor& tensor) : memory_(memory_of(tensor)), original_(memory_.clone()) {}

Perturbation::~Perturbation() {
  restore();
}

double Perturbation::perturb(std::int64_t c, double step) {
  const torch::Tensor target = component(memory_, c);
  const double before = component(original_, c).item<double>();
  target.fill_(before + step);
  const double taken = target.item<double>() - before;
  return std::isfinite(taken) ? taken : step;  // an infinite input stays where it is
}

void Perturbation::restore() {
  memory_.copy_(original_);
}

torch::Tensor Perturbation::perturb_all(const torch::Tensor& steps) {
  memory_.copy_(original_ + steps.reshape(memory_.sizes()).to(memory_.options()));
  const torch::Tensor taken = components(memory_) - components(original_);
  return torch::where(taken.isfinite(), taken, steps.reshape({-1}));
}

Tensors evaluate(const Problem& problem, const std::vector<std::size_t>& outputs) {
  const Tensors all = problem.fn(problem.inputs);
  Tensors result;
  for (const std::size_t o : outputs) result.push_back(components(all.at(o)));
  return result;
}

Differences differences(const Problem& problem, std::size_t input, std::int64_t c,
                        const std::vector<std::size_t>& outputs, double h) {
  Differences result;
  Perturbation perturbation(problem.inputs[input]);
  result.at_point = evaluate(problem, outputs);
  const double up = perturbation.perturb(c, h);
  const Tensors above = evaluate(problem, outputs);
  const double down = perturbation.perturb(c, -h);
  const Tensors below = evaluate(problem, outputs);
  for (std::size_t o = 0; o < outputs.size(); ++o) {
    result.central.push_back((above[o] - below[o]) / (up - down));
    result.right.push_back((above[o] - result.at_point[o]) / up);
    result.left.push_back((below[o] - result.at_point[o]) / down);
  }
  return result;
}

std::vector<std::size_t> inputs_with_effect(const Problem& problem, const std::vector<std::size_t>& outputs) {
  std::vector<std::size_t> found;
  for (const std::size_t i : problem.checked) {
    Perturbation perturbation(problem.inputs[i]);
    // Different steps, because a function may depend on differences of elements only.
    const torch::Tensor steps = problem.options.eps * (0.5 + uniform(count_components(problem.inputs[i]), i + 1));
    perturbation.perturb_all(steps);
    const Tensors above = evaluate(problem, outputs);
    perturbation.perturb_all(-steps);
    const Tensors below = evaluate(problem, outputs);
    bool has_effect = false;
    for (std::size_t o = 0; o < outputs.size(); ++o)
      has_effect =
          has_effect || largest_difference(above[o], below[o]) > 2 * problem.options.eps * problem.options.atol;
    if (has_effect) found.push_back(i);
  }
  return found;
}

Jacobian numerical_jacobian(const Problem& problem, const std::vector<std::size_t>& outputs,
                            const Selection& selection) {
  Tensors columns;
  for (const auto& selected : selection.columns) columns.push_back(indices_of(selected));
  Jacobian jacobian;
  for (std::size_t i = 0; i < problem.checked.size(); ++i) {
    const auto& rows = selection.rows[i];
    Tensors blocks;
    for (const torch::Tensor& column : columns) {
      blocks.push_back(empty_block(static_cast<std::int64_t>(rows.size()), column.numel()));
    }
    Perturbation perturbation(problem.inputs[problem.checked[i]]);
    for (std::size_t r = 0; r < rows.size(); ++r) {
      const double up = perturbation.perturb(rows[r], problem.options.eps);
      const Tensors above = evaluate(problem, outputs);
      const double down = perturbation.perturb(rows[r], -problem.options.eps);
      const Tensors below = evaluate(problem, outputs);
      perturbation.perturb(rows[r], 0);
      // Uses the steps after rounding: otherwise rounding of a large x would dominate the error.
      for (std::size_t o = 0; o < outputs.size(); ++o)
        blocks[o][static_cast<std::int64_t>(r)] = ((above[o] - below[o]) / (up - down)).index_select(0, columns[o]);
    }
    jacobian.push_back(blocks);
  }
  return jacobian;
}

Tensors vector_jacobian_product(const Problem& problem, const Tensors& outputs, const Tensors& grad_outputs) {
  const Tensors inputs = problem.checked_inputs();
  const Tensors gradients = torch::autograd::grad(outputs, inputs, grad_outputs, /*retain_graph=*/true,
                                                  /*create_graph=*/false, /*allow_unused=*/true);
  Tensors result;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    result.push_back(components(gradients[i].defined() ? dense(gradients[i]) : dense_zeros(inputs[i])));
  }
  return result;
}

Jacobian analytical_jacobian(const Problem& problem, const Tensors& outputs, const Selection& selection,
                             OtherGradients others) {
  Tensors rows;
  for (const auto& selected : selection.rows) rows.push_back(indices_of(selected));
  Tensors zeros;
  for (const torch::Tensor& output : outputs) zeros.push_back(dense_zeros(output));
  Jacobian jacobian(problem.checked.size());
  for (std::size_t o = 0; o < outputs.size(); ++o) {
    const auto& columns = selection.columns[o];
    for (std::size_t i = 0; i < jacobian.size(); ++i) {
      jacobian[i].push_back(empty_block(rows[i].numel(), static_cast<std::int64_t>(columns.size())));
    }
    for (std::size_t c = 0; c < columns.size(); ++c) {
      // Copies, because backward may keep its arguments.
      const torch::Tensor one_hot = zeros[o].clone();
      set_component(one_hot, columns[c], 1);
      Tensors grad_outputs{one_hot};
      if (others == OtherGradients::zeros) {
        grad_outputs = zeros;
        grad_outputs[o] = one_hot;
      }
      const Tensors gradients = vector_jacobian_product(
          problem, others == OtherGradients::zeros ? outputs : Tensors{outputs[o]}, grad_outputs);
      for (std::size_t i = 0; i < jacobian.size(); ++i) {
        jacobian[i].back().select(1, static_cast<std::int64_t>(c)).copy_(gradients[i].index_select(0, rows[i]));
      }
    }
  }
  return jacobian;
}

}  // namespace actlab::detail
