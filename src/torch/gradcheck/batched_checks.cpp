#include "torch/gradcheck/batched_checks.h"

#include <ATen/ATen.h>
#if __has_include(<ATen/LegacyVmapMode.h>)
#include <ATen/LegacyVmapMode.h>
#else
#include <ATen/VmapMode.h>  // its name in LibTorch 1
#endif
#include <c10/util/StringUtil.h>
#include <torch/autograd.h>

#include "torch/gradcheck/forward_mode.h"

namespace actlab::detail {
namespace {

constexpr std::int64_t batch = 2;

/// While it lives, tensors can have a dimension that functions do not see.
class VmapLevel {
 public:
  VmapLevel() : level_(at::impl::VmapMode::increment_nesting()) {}
  ~VmapLevel() { at::impl::VmapMode::decrement_nesting(); }
  VmapLevel(const VmapLevel&) = delete;
  VmapLevel& operator=(const VmapLevel&) = delete;

  torch::Tensor hide(const torch::Tensor& stacked) const { return at::_add_batch_dim(stacked, 0, level_); }
  torch::Tensor reveal(const torch::Tensor& result) const { return at::_remove_batch_dim(result, level_, batch, 0); }

 private:
  std::int64_t level_;
};

// f of two tensors like this one at once, and of one after the other; f: a tensor -> tensors.
template <class F> std::optional<Finding> compare_batch(const torch::Tensor& like, const char* what, const F& f) {
  const Tensors vectors{dense_normal(like, 1), dense_normal(like, 1001)};
  const Tensors first = f(vectors[0]), second = f(vectors[1]);
  try {
    Tensors results;
    {
      const VmapLevel vmap;
      results = f(vmap.hide(torch::stack(vectors)));
      for (torch::Tensor& result : results) result = vmap.reveal(result);
    }
    for (std::size_t k = 0; k < results.size(); ++k) {
      const torch::Tensor expected = torch::stack({first[k], second[k]});
      if (torch::allclose(results[k], expected, 1e-5, 1e-8, /*equal_nan=*/true)) continue;
      return Finding{Cause::batched_gradient,
                     c10::str(what,
                              " gives another result for a batch of vectors (vmap) than for one after the other. "
                              "Look for data_ptr(), .item(), in-place operations or shapes that are hard-coded."),
                     {}};
    }
    return std::nullopt;
  } catch (const std::exception& error) {
    return Finding{
        Cause::batched_gradient, c10::str(what, " throws on a batch of vectors (vmap): ", message_of(error)), {}};
  }
}

}  // namespace

std::optional<Finding> check_batched_backward(const Problem& problem) {
  const Tensors inputs = problem.checked_inputs();
  const Tensors all = problem.fn(problem.inputs);
  for (const std::size_t o : differentiable_indices(all)) {
    auto finding = compare_batch(all[o], problem.backward_name, [&](const torch::Tensor& grad_output) {
      Tensors gradients = torch::autograd::grad({all[o]}, inputs, {grad_output}, /*retain_graph=*/true,
                                                /*create_graph=*/false, /*allow_unused=*/true);
      for (std::size_t i = 0; i < gradients.size(); ++i)
        gradients[i] = gradients[i].defined() ? dense(gradients[i]) : dense_zeros(inputs[i]);
      return gradients;
    });
    if (finding) return finding;
  }
  return std::nullopt;
}

std::optional<Finding> check_batched_forward(const Problem& problem) {
  const std::vector<std::size_t> outputs = differentiable_indices(problem.fn(problem.inputs));
  for (std::size_t i = 0; i < problem.checked.size(); ++i) {
    auto finding =
        compare_batch(problem.inputs[problem.checked[i]], "forward-mode AD", [&](const torch::Tensor& tangent) {
          Tensors tangents(problem.checked.size());
          tangents[i] = tangent;
          return jacobian_vector_product(problem, outputs, tangents);
        });
    if (finding) return finding;
  }
  return std::nullopt;
}

}  // namespace actlab::detail
