#include "torch/plugin/registered_operator.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <sstream>

#include "core/error.h"
#include "torch/plugin/argument_text.h"

namespace actlab {
namespace {

std::string_view namespace_of(std::string_view name) {
  const std::size_t colons = name.find("::");
  return colons == std::string_view::npos ? std::string_view() : name.substr(0, colons);
}

// The operators of that namespace, "my::op.overload"; all namespaces if it has none.
[[noreturn]] void refuse_unknown(std::string_view name) {
  std::vector<std::string> operators, namespaces;
  for (const c10::OperatorName& known : c10::Dispatcher::singleton().getAllOpNames()) {
    const std::string full = known.overload_name.empty() ? known.name : known.name + "." + known.overload_name;
    if (namespace_of(full) == namespace_of(name)) operators.push_back(full);
    namespaces.emplace_back(namespace_of(full));
  }
  const bool is_known_namespace = !operators.empty();
  std::vector<std::string>& names = is_known_namespace ? operators : namespaces;
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  const std::vector<std::string_view> views(names.begin(), names.end());
  constexpr std::size_t most_listed = 40;
  if (!is_known_namespace)
    throw UsageError(
        fmt::format("no operator '{}': nothing is registered in the namespace '{}'; use the form "
                    "namespace::operator. Namespaces: {}",
                    name, namespace_of(name), fmt::join(views, ", ")));
  if (views.size() <= most_listed) throw UsageError(unknown_name("operator", name, views));
  throw UsageError(fmt::format("unknown operator '{}'; did you mean '{}'?", name, nearest_name(name, views)));
}

c10::OperatorHandle find_operator(std::string_view name) {
  const std::size_t dot = name.find('.');
  const c10::OperatorName wanted(std::string(name.substr(0, dot)),
                                 dot == std::string_view::npos ? "" : std::string(name.substr(dot + 1)));
  if (const auto handle = c10::Dispatcher::singleton().findSchema(wanted)) return *handle;
  if (dot == std::string_view::npos) {
    std::vector<std::string> overloads;
    for (const c10::OperatorName& known : c10::Dispatcher::singleton().getAllOpNames()) {
      if (known.name == name) overloads.push_back(known.name + "." + known.overload_name);
    }
    if (overloads.size() == 1) return find_operator(overloads.front());
    std::sort(overloads.begin(), overloads.end());
    if (!overloads.empty())
      throw UsageError(
          fmt::format("operator '{}' has several overloads; use one of {}", name, fmt::join(overloads, ", ")));
  }
  refuse_unknown(name);
}

bool is_tensor(const c10::Argument& argument) {
  return argument.type()->kind() == c10::TypeKind::TensorType;
}
bool is_optional_tensor(const c10::Argument& argument) {
  return argument.type()->kind() == c10::TypeKind::OptionalType &&
         argument.type()->containedType(0)->kind() == c10::TypeKind::TensorType;
}
bool is_tensor_list(const c10::Argument& argument) {
  return argument.type()->kind() == c10::TypeKind::ListType &&
         argument.type()->containedType(0)->kind() == c10::TypeKind::TensorType;
}
bool is_modified(const c10::Argument& argument) {
  return argument.alias_info() != nullptr && argument.alias_info()->isWrite();
}

void add_tensors(const c10::IValue& value, std::vector<torch::Tensor>& tensors) {
  if (value.isTensor()) tensors.push_back(value.toTensor());
  if (value.isTensorList()) {
    for (const torch::Tensor& tensor : value.toTensorVector()) tensors.push_back(tensor);
  }
}

}  // namespace

RegisteredOperator::RegisteredOperator(std::string_view name, const ArgumentTexts& arguments)
    : handle_(find_operator(name)) {
  const auto& schema_arguments = handle_.schema().arguments();
  std::vector<std::string_view> known;
  for (std::size_t i = 0; i < schema_arguments.size(); ++i) {
    const c10::Argument& argument = schema_arguments[i];
    values_.emplace_back();
    if (is_tensor(argument) || is_tensor_list(argument))
      tensor_names_.push_back(argument.name());
    else if (is_optional_tensor(argument))
      ++optional_tensors_;
    else {
      known.push_back(argument.name());
      set_argument(i, arguments);
    }
    has_list_ = has_list_ || is_tensor_list(argument);
  }
  for (const auto& [given, text] : arguments) {
    if (std::find(known.begin(), known.end(), given) != known.end()) continue;
    if (known.empty()) throw UsageError(fmt::format("{} has only tensor arguments, but '{}' was given", name, given));
    throw UsageError(fmt::format("{}: {}", name, unknown_name("argument", given, known)));
  }
}

void RegisteredOperator::set_argument(std::size_t i, const ArgumentTexts& texts) {
  const c10::Argument& argument = handle_.schema().arguments()[i];
  const auto given =
      std::find_if(texts.begin(), texts.end(), [&](const auto& t) { return t.first == argument.name(); });
  if (given != texts.end()) {
    values_[i] = read_argument(argument, given->second);
  } else if (argument.default_value()) {
    values_[i] = *argument.default_value();
  } else if (argument.type()->kind() != c10::TypeKind::OptionalType) {
    throw UsageError(fmt::format("{}: argument {} ({}) has no default and must be given", schema(), argument.name(),
                                 argument.type()->annotation_str()));
  }
}

std::string RegisteredOperator::schema() const {
  std::ostringstream text;
  text << handle_.schema();
  return text.str();
}

std::string RegisteredOperator::unsupported_reason(std::size_t tensors) const {
  const std::size_t least = tensor_names_.size(), most = least + optional_tensors_;
  if (tensors >= least && (tensors <= most || has_list_)) return "";
  return fmt::format("{} takes {} tensor{} ({}), and {} {} given", schema(),
                     most == least ? fmt::format("{}", least) : fmt::format("{} to {}", least, most),
                     most == 1 ? "" : "s", fmt::join(tensor_names_, ", "), tensors, tensors == 1 ? "was" : "were");
}

std::vector<torch::Tensor> RegisteredOperator::operator()(const std::vector<torch::Tensor>& inputs) const {
  const auto& arguments = handle_.schema().arguments();
  const std::size_t required = tensor_names_.size();
  std::size_t spare = inputs.size() - std::min(inputs.size(), required);
  std::size_t next = 0;
  const auto take = [&](const c10::Argument& argument) {
    const torch::Tensor& tensor = inputs.at(next++);
    return is_modified(argument) ? tensor.clone() : tensor;
  };
  torch::jit::Stack stack = values_;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (is_tensor(arguments[i])) {
      stack[i] = take(arguments[i]);
    } else if (is_optional_tensor(arguments[i])) {
      if (spare == 0 || has_list_) continue;
      --spare;
      stack[i] = take(arguments[i]);
    } else if (is_tensor_list(arguments[i])) {
      std::vector<torch::Tensor> list{take(arguments[i])};
      for (; spare > 0; --spare) list.push_back(take(arguments[i]));
      stack[i] = std::move(list);
    }
  }
  handle_.callBoxed(&stack);
  std::vector<torch::Tensor> results;
  for (const c10::IValue& value : stack) add_tensors(value, results);
  return results;
}

}  // namespace actlab
