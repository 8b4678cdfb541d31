#include "torch/autograd/operator.h"

#include <cctype>

#include "torch/autograd/registration.h"

namespace actlab {
namespace {

// "leaky_relu" is LeakyReluBackward.
std::string node_name_of(std::string_view name) {
  std::string result;
  bool begins_word = true;
  for (const char letter : name.substr(0, name.find('.'))) {
    if (letter != '_') result += begins_word ? static_cast<char>(std::toupper(letter)) : letter;
    begins_word = letter == '_';
  }
  return result + "Backward";
}

}  // namespace

Operator::Operator(std::string name, std::vector<std::string> tensors, std::string parameters)
    : name_(std::move(name)),
      parameters_(std::move(parameters)),
      node_name_(node_name_of(name_)),
      tensors_(std::move(tensors)) {}

std::string Operator::schema() const {
  std::string arguments;
  for (const std::string& tensor : tensors_) arguments += (arguments.empty() ? "Tensor " : ", Tensor ") + tensor;
  return name_ + "(" + arguments + parameters_ + ") -> Tensor";
}

torch::Tensor Operator::vjp(std::size_t, const torch::Tensor&, const SavedCall&) const {
  TORCH_INTERNAL_ASSERT(false, name_, " has no derivative");
}

const c10::OperatorHandle& Operator::handle() const {
  // Not in the constructor: the dispatcher knows the operator once all are registered.
  register_operators();
  TORCH_CHECK(handle_.has_value(), "actlab::", name_,
              " is not registered: another version of actlab, which was loaded ",
              "before, has registered its operators");
  return *handle_;
}

torch::Tensor Operator::operator()(at::TensorList tensors, c10::ArrayRef<c10::IValue> parameters) const {
  std::vector<c10::IValue> arguments;
  arguments.reserve(tensors.size() + parameters.size());
  for (const torch::Tensor& tensor : tensors) arguments.emplace_back(tensor);
  arguments.insert(arguments.end(), parameters.begin(), parameters.end());
  return call(std::move(arguments));
}

torch::Tensor Operator::call(std::vector<c10::IValue> arguments) const {
  handle().callBoxed(arguments);
  return std::move(arguments.front()).toTensor();
}

}  // namespace actlab
