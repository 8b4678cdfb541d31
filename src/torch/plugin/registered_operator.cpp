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

// The names of the arguments that need a tensor, with those that may be omitted in brackets: "x, weight [, mask]".
std::string names_of(const std::vector<TensorArgument>& tensors) {
  std::string text;
  for (const TensorArgument& tensor : tensors) {
    const std::string name = fmt::format("{}{}", text.empty() ? "" : ", ", tensor.name);
    text += tensor.may_be_none ? fmt::format("[{}]", name) : name;
  }
  return text;
}

// True if the operator returns what it wrote into this argument.
bool is_returned(const c10::FunctionSchema& schema, const c10::Argument& argument) {
  const auto& returns = schema.returns();
  return std::any_of(returns.begin(), returns.end(), [&](const c10::Argument& result) {
    return result.alias_info() != nullptr && result.alias_info()->beforeSets() == argument.alias_info()->beforeSets();
  });
}

// The dtype of the first tensor, which a result has in most operators.
torch::ScalarType first_dtype(const std::vector<TensorArgumentValue>& values) {
  for (const TensorArgumentValue& value : values) {
    if (value && !value->empty() && value->front().defined()) return value->front().scalar_type();
  }
  return torch::kDouble;
}

}  // namespace

RegisteredOperator::RegisteredOperator(std::string_view name, const ArgumentTexts& arguments)
    : handle_(find_operator(name)) {
  const auto& all = handle_.schema().arguments();
  values_.resize(all.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto form = as_tensor_argument(all[i]);
    if (!form) continue;
    tensors_.push_back(*form);
    positions_.push_back(i);
  }
  if (const std::string problems = read_arguments(arguments); !problems.empty())
    throw UsageError(fmt::format("{}:{}", schema(), problems));
}

// Returns all problems, one line for each.
std::string RegisteredOperator::read_arguments(const ArgumentTexts& texts) {
  const auto& all = handle_.schema().arguments();
  std::vector<std::string_view> known;
  std::string problems;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (std::find(positions_.begin(), positions_.end(), i) != positions_.end()) continue;
    known.push_back(all[i].name());
    const auto given =
        std::find_if(texts.begin(), texts.end(), [&](const auto& t) { return t.first == all[i].name(); });
    try {
      if (given != texts.end())
        values_[i] = read_argument(all[i], given->second);
      else if (all[i].default_value())
        values_[i] = *all[i].default_value();
      else if (all[i].type()->kind() != c10::TypeKind::OptionalType)
        problems +=
            fmt::format("\n  argument {} has no default and must be given: {}", all[i].name(), allowed_values(all[i]));
    } catch (const UsageError& error) {
      problems += fmt::format("\n  {}", error.what());
    }
  }
  for (const auto& [given, text] : texts) {
    if (std::find(known.begin(), known.end(), given) != known.end()) continue;
    problems += known.empty() ? fmt::format("\n  it has only tensor arguments, but '{}' was given", given)
                              : fmt::format("\n  {}", unknown_name("argument", given, known));
  }
  return problems;
}

std::string RegisteredOperator::schema() const {
  std::ostringstream text;
  text << handle_.schema();
  return text.str();
}

std::string RegisteredOperator::unsupported_reason(std::size_t tensors) const {
  const auto is_needed = [](const TensorArgument& argument) { return !argument.may_be_none; };
  const auto least = static_cast<std::size_t>(std::count_if(tensors_.begin(), tensors_.end(), is_needed));
  const bool has_list = std::any_of(tensors_.begin(), tensors_.end(), [](const auto& t) { return t.is_list; });
  const std::size_t most = tensors_.size();
  if (tensors >= least && (tensors <= most || has_list)) return "";
  const std::string count = has_list        ? fmt::format("at least {}", least)
                            : most == least ? fmt::format("{}", least)
                                            : fmt::format("{} to {}", least, most);
  return fmt::format("{} takes {} tensor{} ({}), and {} {} given", schema(), count, most == 1 ? "" : "s",
                     names_of(tensors_), tensors, tensors == 1 ? "was" : "were");
}

std::vector<torch::Tensor> RegisteredOperator::operator()(const std::vector<TensorArgumentValue>& values) const {
  const auto& all = handle_.schema().arguments();
  torch::jit::Stack stack = values_;
  for (c10::IValue& value : stack) {
    if (value.isGenerator()) value = value.toGenerator().clone();  // each call draws the same numbers
  }
  std::vector<c10::IValue> modified;
  for (std::size_t i = 0; i < tensors_.size(); ++i) {
    const c10::Argument& argument = all[positions_[i]];
    stack[positions_[i]] = call_value(argument, tensors_[i], values.at(i), first_dtype(values));
    const bool writes = argument.alias_info() != nullptr && argument.alias_info()->isWrite();
    if (writes && !is_returned(handle_.schema(), argument)) modified.push_back(stack[positions_[i]]);
  }
  handle_.callBoxed(&stack);
  std::vector<torch::Tensor> results;
  for (const c10::IValue& value : stack) add_tensors(value, results);
  for (const c10::IValue& value : modified) add_tensors(value, results);
  return results;
}

std::vector<torch::Tensor> RegisteredOperator::operator()(const std::vector<torch::Tensor>& inputs) const {
  std::vector<TensorArgumentValue> values;
  auto next = inputs.begin();
  for (const auto& share : shares_of(tensors_, inputs.size(), /*list_takes_rest=*/true)) {
    const auto end = next + static_cast<std::ptrdiff_t>(share.value_or(0));
    values.push_back(share ? TensorArgumentValue(std::vector<torch::Tensor>(next, end)) : std::nullopt);
    next = end;
  }
  return (*this)(values);
}

}  // namespace actlab
