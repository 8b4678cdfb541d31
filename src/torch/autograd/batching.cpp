#include "torch/autograd/batching.h"

#include <ATen/WrapDimUtils.h>
#include <ATen/functorch/BatchedTensorImpl.h>
#include <ATen/functorch/DynamicLayer.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace actlab {
namespace {

// The tensors of a call without the batch dimension of this level of vmap.
struct Batch {
  std::vector<torch::Tensor> tensors;
  std::vector<bool> is_batched;
  std::int64_t rank = 0;  // the largest, as the caller sees it
  std::optional<c10::SymInt> size;
};

// The tensor inside, and the dimension of the batch if the tensor is batched at this level. (Like unwrapTensorAtLevel,
// which LibTorch 1.13 declares but does not have.)
std::pair<torch::Tensor, std::optional<std::int64_t>> unwrapped(const torch::Tensor& tensor, std::int64_t level) {
  const auto* const batched = at::functorch::maybeGetBatchedImpl(tensor);
  if (batched == nullptr || batched->level() != level) return {tensor, std::nullopt};
  return {batched->value(), batched->bdim()};
}

Batch unwrap(const Arguments& arguments, std::int64_t level) {
  Batch batch;
  for (std::size_t i = 0; i < arguments.tensors(); ++i) {
    auto [tensor, dim] = unwrapped(arguments[i], level);
    if (dim) tensor = tensor.movedim(*dim, 0);
    if (dim) batch.size = tensor.sym_sizes()[0];
    batch.rank = std::max(batch.rank, tensor.dim() - (dim ? 1 : 0));
    batch.is_batched.push_back(dim.has_value());
    batch.tensors.push_back(std::move(tensor));
  }
  return batch;
}

// With the batch as first dimension, and for a batched tensor dimensions of size 1 after it up to the rank.
torch::Tensor aligned(torch::Tensor tensor, bool is_batched, std::int64_t rank) {
  while (is_batched && tensor.dim() < rank + 1) tensor = tensor.unsqueeze(1);
  return tensor;
}

torch::Tensor expanded(const torch::Tensor& tensor, const c10::SymInt& batch_size) {
  std::vector<c10::SymInt> sizes = tensor.sym_sizes().vec();
  sizes.insert(sizes.begin(), batch_size);
  return tensor.expand_symint(sizes);
}

// An operator along a dimension: all tensors have the same shape, and the dimension moves behind the batch.
torch::Tensor call_along_dimension(const Operator& of, const Batch& batch, c10::ArrayRef<c10::IValue> parameters) {
  std::vector<c10::IValue> values;
  for (std::size_t i = 0; i < batch.tensors.size(); ++i) {
    const torch::Tensor& tensor = batch.tensors[i];
    const torch::Tensor whole = batch.is_batched[i] ? tensor : expanded(tensor, *batch.size);
    values.emplace_back(batch.rank == 0 ? whole.unsqueeze(-1) : whole);
  }
  values.emplace_back(at::maybe_wrap_dim(parameters[0].toInt(), batch.rank) + 1);
  const torch::Tensor result = of.call(std::move(values));
  return batch.rank == 0 ? result.squeeze(-1) : result;
}

torch::Tensor call_elementwise(const Operator& of, const Batch& batch, c10::ArrayRef<c10::IValue> parameters) {
  std::vector<c10::IValue> values;
  for (std::size_t i = 0; i < batch.tensors.size(); ++i)
    values.emplace_back(aligned(batch.tensors[i], batch.is_batched[i], batch.rank));
  values.insert(values.end(), parameters.begin(), parameters.end());
  return of.call(std::move(values));
}

// The same factors for each element of the batch: drawn for negative numbers, they are those of all negative elements.
torch::Tensor draw_once(const Operator& of, const torch::Tensor& x, c10::ArrayRef<c10::IValue> parameters) {
  const torch::Tensor factors = of({-at::ones_like(x.select(0, 0))}, parameters);
  return at::where(x <= 0, factors, at::ones({}, factors.options()));
}

}  // namespace

void BatchingKernel::operator()(const c10::OperatorHandle& handle, c10::DispatchKeySet,
                                torch::jit::Stack* stack) const {
  const c10::impl::ExcludeDispatchKeyGuard below(c10::DispatchKey::FuncTorchBatched);
  const std::int64_t level = at::functorch::maybeCurrentDynamicLayer()->layerId();
  const std::size_t count = handle.schema().arguments().size();
  const Arguments arguments(torch::jit::last(*stack, count), operator_.tensors());
  const Batch batch = unwrap(arguments, level);
  if (!batch.size) return handle.callBoxed(stack);
  const auto call = operator_.has_dimension() ? call_along_dimension : call_elementwise;
  torch::Tensor result = at::functorch::makeBatched(call(operator_, batch, arguments.parameters()), 0, level);
  torch::jit::drop(*stack, count);
  torch::jit::push(*stack, std::move(result));
}

void RandomBatchingKernel::operator()(const c10::OperatorHandle& handle, c10::DispatchKeySet,
                                      torch::jit::Stack* stack) const {
  const c10::impl::ExcludeDispatchKeyGuard below_batched(c10::DispatchKey::FuncTorchBatched),
      below(c10::DispatchKey::FuncTorchVmapMode);
  const at::functorch::DynamicLayer layer = *at::functorch::maybeCurrentDynamicLayer();
  using at::functorch::RandomnessType;
  TORCH_CHECK(layer.randomness() != RandomnessType::Error,
              "vmap: called random operation while in randomness error mode. Please either use the 'same' or "
              "'different' randomness flags on vmap or perform the randomness operation out of vmap");
  const bool same = layer.randomness() == RandomnessType::Same;
  const std::size_t count = handle.schema().arguments().size();
  const Arguments arguments(torch::jit::last(*stack, count), operator_.tensors());
  const Batch batch = unwrap(arguments, layer.layerId());
  if (same && !batch.size) return handle.callBoxed(stack);
  const torch::Tensor x =
      batch.size ? batch.tensors[0] : expanded(batch.tensors[0], c10::SymInt(layer.batchSize())).contiguous();
  const torch::Tensor factors =
      same ? draw_once(operator_, x, arguments.parameters()) : operator_({x}, arguments.parameters());
  torch::jit::drop(*stack, count);
  torch::jit::push(*stack, at::functorch::makeBatched(factors, 0, layer.layerId()));
}

}  // namespace actlab
