#include "torch/eager/custom_activation.h"

#include <ATen/CPUGeneratorImpl.h>
#include <c10/util/Exception.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <torch/autograd.h>

#include <algorithm>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.h"
#include "torch/autograd/apply.h"
#include "torch/autograd/tensor_functions.h"
#include "torch/plugin/library.h"
#include "torch/plugin/registered_operator.h"
#include "torch/plugin/script.h"

namespace actlab {
namespace {

using Function = std::function<torch::Tensor(const torch::Tensor&)>;

// Throws UsageError if f(x) has another shape or dtype than x, or propagates no gradient to x.
void check_is_activation(const std::string& name, const Function& f, const torch::Tensor& x) {
  const std::string shape = fmt::format("[{}]", fmt::join(x.sizes(), ", "));
  const auto reject = [&](std::string_view reason) { throw UsageError(fmt::format("{}: {}", name, reason)); };
  try {
    const torch::Tensor y = f(x);
    if (y.sizes() != x.sizes())
      reject(fmt::format("returns the shape [{}] for {}; an activation must keep the shape", fmt::join(y.sizes(), ", "),
                         shape));
    if (y.scalar_type() != x.scalar_type())
      reject(fmt::format("returns {} for {}; an activation must keep the dtype", c10::toString(y.scalar_type()),
                         c10::toString(x.scalar_type())));
    const bool has_gradient =
        y.requires_grad() && torch::autograd::grad({y.sum()}, {x}, {}, {}, false, /*allow_unused=*/true)[0].defined();
    if (!has_gradient)
      reject(
          "propagates no gradient; use operations that autograd records, or register a kernel for the dispatch key "
          "Autograd");
  } catch (const c10::Error& error) {
    reject(fmt::format("fails on a tensor {} of {}: {}", shape, c10::toString(x.scalar_type()),
                       error.what_without_backtrace()));
  } catch (const UsageError&) {
    throw;
  } catch (const std::exception& error) {
    reject(fmt::format("fails on a tensor {} of {}: {}", shape, c10::toString(x.scalar_type()), error.what()));
  }
}

// An activation without kernels, which only the eager engine can train.
class FunctionActivation final : public Activation, public TensorFunctions {
 public:
  /// Throws UsageError if f is not an activation.
  FunctionActivation(std::string name, std::string formula, std::string_view source, Function f)
      : name_(std::move(name)), formula_(std::move(formula)), f_(std::move(f)) {
    spec_.name = name_;
    spec_.formula = formula_;
    spec_.source = source;
    const torch::Tensor line = torch::linspace(-1.5, 2, 6);
    check_is_activation(name_, f_, line.reshape({2, 3}).requires_grad_());     // as for the output of a hidden layer
    check_is_activation(name_, f_, line.to(torch::kDouble).requires_grad_());  // as for checks and plots
  }

  const Spec& spec() const override { return spec_; }
  std::vector<Parameter> parameters() const override { return {}; }
  std::vector<Kink> kinks() const override { return {}; }
  bool is_row_wise() const override { return false; }
  std::optional<CompiledActivation> compiled() const override { return std::nullopt; }

  torch::Tensor apply(const torch::Tensor& x) const override { return f_(x); }

 private:
  std::string name_, formula_;
  Spec spec_;  // refers to both
  Function f_;
};

// A function that returns the only tensor that `called` returns.
template <class Called> Function single_result_of(std::shared_ptr<const Called> called) {
  return [called](const torch::Tensor& x) {
    const auto results = (*called)({x});
    TORCH_CHECK(results.size() == 1, "returns ", results.size(), " tensors instead of one");
    return results.front();
  };
}

}  // namespace

ActivationPtr make_script_activation(const std::string& expression) {
  const auto script = std::make_shared<const Script>(expression);
  if (script->names() != std::vector<std::string>{"x"}) {
    throw UsageError(fmt::format("the script '{}' is a function of {}; an activation must be a function of x",
                                 expression, fmt::join(script->names(), ", ")));
  }
  return std::make_shared<FunctionActivation>(fmt::format("'{}'", expression), expression, "script of the config",
                                              single_result_of(script));
}

ActivationPtr make_plugin_activation(const std::filesystem::path& library, const std::string& op,
                                     const ArgumentTexts& arguments) {
  load_library(library);
  const auto called = std::make_shared<const RegisteredOperator>(op, arguments);
  if (const std::string reason = called->unsupported_reason(1); !reason.empty())
    throw UsageError(reason + "; an activation must take one");
  return std::make_shared<FunctionActivation>(op, called->schema(), "plugin", single_result_of(called));
}

void check_hidden_layer(const Activation& activation) try {
  const torch::Tensor z = torch::zeros({2, 2});  // the output of a hidden layer has two dimensions
  apply(activation, z);
  apply_in_training(activation, z, at::detail::createCPUGenerator());
} catch (const c10::Error& error) {
  throw UsageError(error.what_without_backtrace());
}

}  // namespace actlab
