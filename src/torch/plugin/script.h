#pragma once

#include <torch/types.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace torch::jit {
struct CompilationUnit;
}

namespace actlab {

/// A TorchScript expression over tensors, as LibTorch compiles it: "x * torch.sigmoid(1.702 * x)". Every name in it
/// that is neither `torch` nor called is a tensor.
class Script {
 public:
  /// Throws UsageError with the compiler's message, which shows the place, where the expression does not compile.
  explicit Script(std::string_view expression);

  const std::string& expression() const { return expression_; }

  /// The tensors that it takes: x first where it is among them, then in the order of their first use.
  const std::vector<std::string>& names() const { return names_; }

  /// Evaluates it; several results where it is a tuple. Threads may share one. The interpreter runs the graph as it is
  /// written: what LibTorch's profiling optimiser makes of it would depend on the calls before.
  std::vector<torch::Tensor> operator()(const std::vector<torch::Tensor>& inputs) const;

 private:
  std::string expression_;
  std::vector<std::string> names_;
  std::shared_ptr<torch::jit::CompilationUnit> unit_;
};

}  // namespace actlab
