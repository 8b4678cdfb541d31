#include "torch/plugin/script.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <torch/csrc/jit/api/compilation_unit.h>
#include <torch/csrc/jit/frontend/error_report.h>
#include <torch/csrc/jit/frontend/parser.h>
#include <torch/csrc/jit/frontend/resolver.h>
#include <torch/csrc/jit/frontend/sugared_value.h>
#include <torch/csrc/jit/frontend/tree_views.h>
#include <torch/csrc/jit/runtime/graph_executor.h>

#include <algorithm>
#include <exception>

#include "core/error.h"

namespace actlab {
namespace {

namespace jit = torch::jit;

constexpr const char* function_name = "script";

// torch.ops: its members are the namespaces of operators.
struct OperatorNamespaces : jit::SugaredValue {
  std::string kind() const override { return "torch.ops"; }
  std::shared_ptr<jit::SugaredValue> attr(const jit::SourceRange&, jit::GraphFunction&,
                                          const std::string& member) override {
    return std::make_shared<jit::BuiltinModule>(member);
  }
};

// torch: LibTorch's own operators, and torch.ops with those of loaded libraries, which jit::compile does not know.
struct TorchModule : jit::BuiltinModule {
  TorchModule() : BuiltinModule("aten") {}
  std::shared_ptr<jit::SugaredValue> attr(const jit::SourceRange& at, jit::GraphFunction& in,
                                          const std::string& member) override {
    if (member == "ops") return std::make_shared<OperatorNamespaces>();
    return BuiltinModule::attr(at, in, member);
  }
};

struct ScriptResolver : jit::Resolver {
  std::shared_ptr<jit::SugaredValue> resolveValue(const std::string& name, jit::GraphFunction&,
                                                  const jit::SourceRange&) override {
    return name == "torch" ? std::make_shared<TorchModule>() : nullptr;
  }
};

[[noreturn]] void refuse(std::string_view expression, std::string_view why) {
  throw UsageError(fmt::format("the script '{}' does not compile: {}", expression, why));
}

void add_names(const jit::TreeRef& tree, std::vector<std::string>& names) {
  if (tree->kind() == jit::TK_VAR) {
    const std::string name = jit::Var(tree).name().name();
    if (name != "torch" && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    return;
  }
  // A name that is called without a module is a TorchScript built-in: max(x, y).
  const bool is_plain_call = tree->kind() == jit::TK_APPLY && tree->trees().front()->kind() == jit::TK_VAR;
  const auto& parts = tree->trees();
  for (std::size_t i = is_plain_call ? 1 : 0; i < parts.size(); ++i) add_names(parts[i], names);
}

std::vector<std::string> free_names(const std::string& expression) {
  jit::Parser parser(std::make_shared<jit::Source>(expression));
  std::vector<std::string> names;
  const jit::Expr tree = parser.parseExp();
  parser.lexer().nextIf(jit::TK_NEWLINE);
  if (parser.lexer().cur().kind != jit::TK_EOF) parser.lexer().reportError("expected the end of the expression");
  add_names(tree, names);
  const auto x = std::find(names.begin(), names.end(), "x");
  if (x != names.end()) std::rotate(names.begin(), x, x + 1);
  return names;
}

}  // namespace

Script::Script(std::string_view expression) : expression_(expression) {
  // ErrorReport derives from std::exception only; its text shows the line and marks the position.
  try {
    names_ = free_names(expression_);
    unit_ = std::make_shared<jit::CompilationUnit>();
    unit_->define(
        {}, fmt::format("def {}({}):\n    return (\n{}\n)\n", function_name, fmt::join(names_, ", "), expression_),
        std::make_shared<ScriptResolver>(), nullptr);
    unit_->get_function(function_name).ensure_defined();
  } catch (const c10::Error& error) {
    refuse(expression_, error.what_without_backtrace());
  } catch (const std::exception& error) {
    refuse(expression_, error.what());
  }
  if (names_.empty()) refuse(expression_, "it contains no tensor; write it in terms of x");
}

std::vector<torch::Tensor> Script::operator()(const std::vector<torch::Tensor>& inputs) const {
  const jit::GraphOptimizerEnabledGuard as_written(false);
  const c10::IValue result = unit_->get_function(function_name)({inputs.begin(), inputs.end()});
  if (result.isTensor()) return {result.toTensor()};
  TORCH_CHECK(result.isTuple(), "the script '", expression_, "' does not return a tensor");
  std::vector<torch::Tensor> results;
  for (const c10::IValue& element : result.toTupleRef().elements()) {
    TORCH_CHECK(element.isTensor(), "the script '", expression_, "' returns something other than tensors");
    results.push_back(element.toTensor());
  }
  return results;
}

}  // namespace actlab
