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

/// A TorchScript expression over tensors: "x * torch.sigmoid(1.702 * x)". Every name in it is a tensor, except `torch`
/// and names that are called.
class Script {
 public:
  /// Throws UsageError if the expression does not compile, with the compiler's message, which shows the position.
  explicit Script(std::string_view expression);

  const std::string& expression() const { return expression_; }

  /// The tensors that it takes: x first if present, then the others in the order of their first use.
  const std::vector<std::string>& names() const { return names_; }

  /// Evaluates it; returns several tensors if it is a tuple. Safe to call from several threads. LibTorch's profiling
  /// optimiser is off, because its rewrites of the graph would make results depend on earlier calls.
  std::vector<torch::Tensor> operator()(const std::vector<torch::Tensor>& inputs) const;

 private:
  std::string expression_;
  std::vector<std::string> names_;
  std::shared_ptr<torch::jit::CompilationUnit> unit_;
};

}  // namespace actlab
