// How long tensors live, and what may happen to them in the meantime.
#include <c10/util/StringUtil.h>

#include "torch/gradcheck/jacobian.h"
#include "torch/gradcheck/live_memory.h"
#include "torch/gradcheck/pitfalls.h"

namespace actlab::detail {

std::optional<Finding> check_version_counters(const Problem& problem) {
  const Tensors grad_outputs = normal_like(differentiable(problem.fn(problem.inputs)));
  if (grad_outputs.empty()) return std::nullopt;
  const Tensors expected = vector_jacobian_product(problem, differentiable(problem.fn(problem.inputs)), grad_outputs);
  const torch::ScalarType dtype = coarsest_dtype(problem.checked_inputs());

  // After an input or output has been overwritten, backward must be right or be refused by autograd's version counters.
  const auto survives = [&](std::size_t which, bool an_output) {
    Tensors inputs = problem.inputs;
    for (const std::size_t i : problem.checked)
      inputs[i] = problem.inputs[i].clone();  // leaves must not be overwritten
    const Tensors outputs = differentiable(problem.fn(inputs));
    (an_output ? outputs[which] : inputs[which]).detach().fill_(0.625);
    try {
      // Not exactly: the gradient of a view can be computed in another way after its base has been modified.
      return agree(vector_jacobian_product(problem, outputs, grad_outputs), expected, dtype, problem.options);
    } catch (const std::exception&) {
      return true;
    }
  };
  const auto finding = [](const char* what, std::size_t which) {
    return Finding{Cause::version_counter,
                   c10::str("after ", what, " ", which,
                            " is modified in place, backward gives a wrong gradient without an error. Save tensors "
                            "with save_for_backward, which detects this, not in saved_data or members."),
                   {}};
  };
  for (const std::size_t i : problem.checked) {
    if (!survives(i, false)) return finding("input", i);
  }
  for (std::size_t o = 0; o < grad_outputs.size(); ++o) {
    if (!survives(o, true)) return finding("output", o);
  }
  return std::nullopt;
}

namespace {

std::optional<Finding> check_output_freed(const Problem& problem) {
  std::vector<c10::weak_intrusive_ptr<at::TensorImpl>> watched;
  {
    // Except the inputs themselves, which a function such as the identity returns.
    Tensors inputs = problem.inputs;
    for (const std::size_t i : problem.checked) inputs[i] = problem.inputs[i].clone();
    for (const torch::Tensor& output : problem.fn(inputs)) {
      if (output.defined()) watched.emplace_back(output.getIntrusivePtr());
    }
  }
  for (std::size_t o = 0; o < watched.size(); ++o) {
    if (watched[o].expired()) continue;
    return Finding{Cause::leak,
                   c10::str("output ", o,
                            " is still alive after its last user is gone: the graph holds its own output. Save outputs "
                            "with save_for_backward, which avoids the cycle, not in saved_data."),
                   {}};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Finding> check_leak(const Problem& problem) {
  if (auto finding = check_output_freed(problem)) return finding;
  const auto once = [&] {
    const Tensors outputs = differentiable(problem.fn(problem.inputs));
    if (!outputs.empty()) vector_jacobian_product(problem, outputs, normal_like(outputs));
  };
  once();  // what only the first call keeps is a cache, not a leak
  const LiveMemory first = memory_leaked_by(once), second = memory_leaked_by(once);
  if (first.bytes <= 0 || second.bytes <= 0) return std::nullopt;
  return Finding{Cause::leak,
                 c10::str("each call of forward and backward leaks ", second.blocks, " tensor",
                          second.blocks == 1 ? "" : "s", " with a total of ", second.bytes,
                          " bytes. Look for a container that only grows, or for a graph that refers to itself."),
                 {}};
}

}  // namespace actlab::detail
