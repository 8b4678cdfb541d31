#include "torch/autograd/autocast.h"

#include <ATen/autocast_mode.h>

#include <utility>

#include "catalogue/activation.h"
#include "torch/autograd/torch_version.h"

namespace actlab {
namespace {

using c10::DispatchKey;

constexpr std::pair<DispatchKey, c10::DeviceType> accelerators[] = {{DispatchKey::AutocastCUDA, c10::kCUDA},
                                                                    {DispatchKey::AutocastXPU, c10::kXPU}};

// Those that torch computes in float32 on accelerators (AT_FORALL_FP32 in ATen/autocast_mode.h).
constexpr const char* in_float32[] = {"softplus", "softmax", "softmin", "log_softmax"};

at::ScalarType lower_type([[maybe_unused]] c10::DeviceType device) {
#if ACTLAB_HAS_AUTOCAST_DTYPES
  return at::autocast::get_autocast_dtype(device);
#else
  return at::autocast::get_autocast_gpu_dtype();
#endif
}

at::ScalarType target_type(const AutocastRule& rule, const at::Tensor& input) {
  if (rule.to == AutocastTo::float32) return at::kFloat;
  return rule.to == AutocastTo::lower ? lower_type(rule.device) : input.scalar_type();
}

}  // namespace

std::vector<AutocastRule> autocast_rules() {
  std::vector<AutocastRule> rules;
  for (const auto& [key, device] : accelerators) {
    for (const char* const name : in_float32) rules.push_back({name, key, device, AutocastTo::float32});
  }
  // As torch's prelu.
  const AutocastTo on_cpu = ACTLAB_AUTOCASTS_PRELU_ON_CPU ? AutocastTo::lower : AutocastTo::dtype_of_input;
  for (const ActivationPtr& activation : catalogue()) {
    if (activation->learnable().empty()) continue;
    const std::string name(activation->spec().name);
    rules.push_back({name, DispatchKey::AutocastCPU, c10::kCPU, on_cpu});
    for (const auto& [key, device] : accelerators) rules.push_back({name, key, device, AutocastTo::lower});
  }
  return rules;
}

void AutocastKernel::operator()(const c10::OperatorHandle& handle, c10::DispatchKeySet,
                                torch::jit::Stack* stack) const {
  const c10::impl::ExcludeDispatchKeyGuard below(rule_.key);
  const std::size_t count = handle.schema().arguments().size(), first = stack->size() - count;
  const at::ScalarType type = target_type(rule_, (*stack)[first].toTensor());
  for (std::size_t i = first; i < stack->size(); ++i) {
    c10::IValue& value = (*stack)[i];
    if (value.isTensor()) value = at::autocast::cached_cast(type, value.toTensor(), rule_.device);
  }
  handle.callBoxed(stack);
}

}  // namespace actlab
