#include "torch/plugin/tensor_argument.h"

#include <algorithm>
#include <utility>

namespace actlab {
namespace {

using c10::TypeKind;
using OptionalTensors = decltype(std::declval<const c10::IValue&>().toOptionalTensorList());

bool is(const c10::Type& type, TypeKind kind) {
  return type.kind() == kind;
}

const c10::Type& inside(const c10::Type& type) {
  return *type.containedType(0);
}

bool is_modified(const c10::Argument& argument) {
  return argument.alias_info() != nullptr && argument.alias_info()->isWrite();
}

}  // namespace

std::optional<TensorArgument> as_tensor_argument(const c10::Argument& argument) {
  const c10::Type* type = argument.type().get();
  const bool is_optional = is(*type, TypeKind::OptionalType);
  if (is_optional) type = &inside(*type);
  TensorArgument form;
  form.name = argument.name();
  form.is_list = is(*type, TypeKind::ListType);
  if (form.is_list) {
    type = &inside(*type);
    form.elements_may_be_none = is(*type, TypeKind::OptionalType);
    if (form.elements_may_be_none) type = &inside(*type);
  }
  if (!is(*type, TypeKind::TensorType)) return std::nullopt;
  form.is_out = argument.kwarg_only() && is_modified(argument);
  form.may_be_none = is_optional || form.is_out || argument.default_value();
  form.type = "Tensor";
  if (form.elements_may_be_none) form.type += "?";
  if (form.is_list) form.type += "[]";
  if (is_optional) form.type += "?";
  return form;
}

std::vector<std::optional<std::size_t>> shares_of(std::span<const TensorArgument> arguments, std::size_t count,
                                                  bool list_takes_rest) {
  std::vector<std::optional<std::size_t>> shares(arguments.size());
  std::size_t spare = count;
  const auto give_one = [&](bool if_it_may_be_none) {
    for (std::size_t i = 0; i < arguments.size() && spare > 0; ++i) {
      if (shares[i] || arguments[i].may_be_none != if_it_may_be_none) continue;
      shares[i] = 1;
      --spare;
    }
  };
  give_one(false);
  const auto is_list = [](const TensorArgument& argument) { return argument.is_list; };
  const auto list = std::find_if(arguments.begin(), arguments.end(), is_list);
  if (list_takes_rest && list != arguments.end() && spare > 0) {
    auto& share = shares[static_cast<std::size_t>(list - arguments.begin())];
    share = share.value_or(0) + std::exchange(spare, 0);
  }
  give_one(true);
  return shares;
}

c10::IValue call_value(const c10::Argument& argument, const TensorArgument& form, const TensorArgumentValue& value,
                       torch::ScalarType out_dtype) {
  if (!value) {
    if (argument.default_value()) return *argument.default_value();
    return form.is_out && !form.is_list ? c10::IValue(torch::empty({0}, out_dtype)) : c10::IValue();
  }
  std::vector<torch::Tensor> tensors = *value;
  for (torch::Tensor& tensor : tensors) {
    if (tensor.defined() && is_modified(argument)) tensor = tensor.clone();
  }
  if (!form.is_list) return c10::IValue(tensors.at(0));
  if (!form.elements_may_be_none) return c10::IValue(tensors);
  OptionalTensors list;
  for (const torch::Tensor& tensor : tensors)
    list.push_back(tensor.defined() ? OptionalTensors::value_type(tensor) : OptionalTensors::value_type());
  return c10::IValue(list);
}

void add_tensors(const c10::IValue& value, std::vector<torch::Tensor>& tensors) {
  if (value.isTensor()) tensors.push_back(value.toTensor());
  if (!value.isList()) return;
  for (const c10::IValue& element : value.toListRef()) {
    if (element.isTensor()) tensors.push_back(element.toTensor());
  }
}

}  // namespace actlab
