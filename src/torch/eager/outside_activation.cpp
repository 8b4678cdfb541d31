#include <ATen/CPUGeneratorImpl.h>
#include <c10/util/Exception.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <torch/autograd.h>

#include <algorithm>
#include <exception>
#include <functional>
#include <utility>

#include "core/error.h"
#include "lab/models/outside_activation.h"
#include "torch/autograd/apply.h"
#include "torch/autograd/tensor_functions.h"
#include "torch/plugin/library.h"
#include "torch/plugin/registered_operator.h"
#include "torch/plugin/script.h"

namespace actlab {
namespace {

using Function = std::function<torch::Tensor(const torch::Tensor&)>;

// Throws UsageError where f does not map x to a tensor of its shape and dtype through which a gradient comes back.
void require_an_activation(const std::string& name, const Function& f, const torch::Tensor& x) {
  const std::string shape = fmt::format("[{}]", fmt::join(x.sizes(), ", "));
  const auto refuse = [&](std::string_view why) { throw UsageError(fmt::format("{}: {}", name, why)); };
  try {
    const torch::Tensor y = f(x);
    if (y.sizes() != x.sizes())
      refuse(
          fmt::format("gives the shape [{}] for {}; an activation keeps the shape", fmt::join(y.sizes(), ", "), shape));
    if (y.scalar_type() != x.scalar_type())
      refuse(fmt::format("gives {} for {}; an activation keeps the dtype", c10::toString(y.scalar_type()),
                         c10::toString(x.scalar_type())));
    const bool has_gradient =
        y.requires_grad() && torch::autograd::grad({y.sum()}, {x}, {}, {}, false, /*allow_unused=*/true)[0].defined();
    if (!has_gradient)
      refuse(
          "no gradient comes back through it; write it in operations that autograd records, or register a kernel for "
          "Autograd");
  } catch (const c10::Error& error) {
    refuse(fmt::format("fails on a tensor {} of {}: {}", shape, c10::toString(x.scalar_type()),
                       error.what_without_backtrace()));
  } catch (const UsageError&) {
    throw;
  } catch (const std::exception& error) {
    refuse(fmt::format("fails on a tensor {} of {}: {}", shape, c10::toString(x.scalar_type()), error.what()));
  }
}

Node script_node(const std::string& expression) {
  Node node = Node::mapping();
  node.add("script", Node::of(expression));
  return node;
}

Node plugin_node(const std::filesystem::path& library, const std::string& op, const ArgumentTexts& arguments) {
  Node node = Node::mapping();
  node.add("plugin", Node::of(library.string()));
  node.add("op", Node::of(op));
  if (arguments.empty()) return node;
  Node& values = node.add("arguments", Node::mapping());
  for (const auto& [name, text] : arguments) values.add(name, Node::of(text));
  return node;
}

class FunctionActivation final : public OutsideActivation, public TensorFunctions {
 public:
  /// Throws UsageError where f is no activation.
  FunctionActivation(std::string name, std::string formula, std::string_view source, Node written, Function f)
      : OutsideActivation(std::move(name), std::move(formula), source, std::move(written)), f_(std::move(f)) {
    const std::string shown(spec().name);
    const torch::Tensor line = torch::linspace(-1.5, 2, 6);
    require_an_activation(shown, f_, line.reshape({2, 3}).requires_grad_());     // what a hidden layer gives
    require_an_activation(shown, f_, line.to(torch::kDouble).requires_grad_());  // what checks and plots give
  }

  torch::Tensor apply(const torch::Tensor& x) const override { return f_(x); }

 private:
  Function f_;
};

// What f returns, where that is one tensor.
template <class Called>
Function single_result_of(std::shared_ptr<const Called> called) {
  return [called](const torch::Tensor& x) {
    const auto results = (*called)({x});
    TORCH_CHECK(results.size() == 1, "gives ", results.size(), " tensors in place of one");
    return results.front();
  };
}

}  // namespace

std::shared_ptr<const OutsideActivation> make_script_activation(const std::string& expression) {
  const auto script = std::make_shared<const Script>(expression);
  if (script->names() != std::vector<std::string>{"x"}) {
    throw UsageError(fmt::format("the script '{}' is a function of {}; an activation is one of x alone", expression,
                                 fmt::join(script->names(), ", ")));
  }
  return std::make_shared<FunctionActivation>(fmt::format("'{}'", expression), expression, "a script of the config",
                                              script_node(expression), single_result_of(script));
}

std::shared_ptr<const OutsideActivation> make_plugin_activation(const std::filesystem::path& library,
                                                                const std::string& op, const ArgumentTexts& arguments) {
  load_library(library);
  const auto called = std::make_shared<const RegisteredOperator>(op, arguments);
  if (const std::string why = called->why_not(1); !why.empty()) throw UsageError(why + ": an activation takes one");
  return std::make_shared<FunctionActivation>(op, called->schema(), "a plug-in", plugin_node(library, op, arguments),
                                              single_result_of(called));
}

void try_on_tensors(const Activation& activation) try {
  const torch::Tensor z = torch::zeros({2, 2});  // as a hidden layer gives: softmax's dim must be one of two
  apply(activation, z);
  apply_in_training(activation, z, at::detail::createCPUGenerator());
} catch (const c10::Error& error) {
  throw UsageError(error.what_without_backtrace());
}

}  // namespace actlab
