#include "torch/gradcheck/jacobian.h"

#include <torch/autograd.h>

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

void set_component(const torch::Tensor& dense, std::int64_t c, double value) {
  component(memory_of(dense), c).fill_(value);
}

}  // namespace

Perturbation::Perturbation(const torch::Tensor& tensor) : memory_(memory_of(tensor)), original_(memory_.clone()) {}

Perturbation::~Perturbation() {
  restore();
}

double Perturbation::perturb(std::int64_t c, double step) {
  const torch::Tensor target = component(memory_, c);
  const double before = component(original_, c).item<double>();
  target.fill_(before + step);
  return target.item<double>() - before;
}

void Perturbation::restore() {
  memory_.copy_(original_);
}

void Perturbation::perturb_all(const torch::Tensor& steps) {
  memory_.copy_(original_ + steps.reshape(memory_.sizes()).to(memory_.options()));
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

Jacobian numerical_jacobian(const Problem& problem, const std::vector<std::size_t>& outputs) {
  const Tensors at_point = evaluate(problem, outputs);
  Jacobian jacobian;
  for (const std::size_t i : problem.checked) {
    const std::int64_t rows = count_components(problem.inputs[i]);
    Tensors blocks;
    for (const torch::Tensor& output : at_point) blocks.push_back(empty_block(rows, output.numel()));
    Perturbation perturbation(problem.inputs[i]);
    for (std::int64_t c = 0; c < rows; ++c) {
      const double up = perturbation.perturb(c, problem.options.eps);
      const Tensors above = evaluate(problem, outputs);
      const double down = perturbation.perturb(c, -problem.options.eps);
      const Tensors below = evaluate(problem, outputs);
      perturbation.perturb(c, 0);
      // Uses the steps after rounding: otherwise rounding of a large x would dominate the error.
      for (std::size_t o = 0; o < outputs.size(); ++o) blocks[o][c] = (above[o] - below[o]) / (up - down);
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
    result.push_back(components(gradients[i].defined() ? gradients[i] : dense_zeros(inputs[i])));
  }
  return result;
}

Jacobian analytical_jacobian(const Problem& problem, const Tensors& outputs) {
  Jacobian jacobian(problem.checked.size());
  for (const torch::Tensor& output : outputs) {
    const std::int64_t columns = count_components(output);
    for (std::size_t i = 0; i < jacobian.size(); ++i) {
      jacobian[i].push_back(empty_block(count_components(problem.inputs[problem.checked[i]]), columns));
    }
    const torch::Tensor grad_output = dense_zeros(output);
    for (std::int64_t c = 0; c < columns; ++c) {
      set_component(grad_output, c, 1);
      // A copy, because backward may keep its argument.
      const Tensors gradients = vector_jacobian_product(problem, {output}, {grad_output.clone()});
      set_component(grad_output, c, 0);
      for (std::size_t i = 0; i < jacobian.size(); ++i) jacobian[i].back().select(1, c).copy_(gradients[i]);
    }
  }
  return jacobian;
}

}  // namespace actlab::detail
