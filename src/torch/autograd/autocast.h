#pragma once

#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/stack.h>

#include <string>
#include <vector>

namespace actlab {

enum class AutocastTo {
  float32,
  lower,           ///< the dtype of the region
  dtype_of_input,  ///< the other tensors take the dtype of the first one
};

/// What autocast converts the tensors of an operator to, as for torch's operator of the same kind. Without a rule, an
/// operator runs in the dtype of its input.
struct AutocastRule {
  std::string name;
  c10::DispatchKey key;
  c10::DeviceType device;
  AutocastTo to;
};
std::vector<AutocastRule> autocast_rules();

/// The kernel of an operator for autocast.
class AutocastKernel final : public c10::OperatorKernel {
 public:
  explicit AutocastKernel(AutocastRule rule) : rule_(std::move(rule)) {}
  void operator()(const c10::OperatorHandle& handle, c10::DispatchKeySet keys, torch::jit::Stack* stack) const;

 private:
  AutocastRule rule_;
};

}  // namespace actlab
