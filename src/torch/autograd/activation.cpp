// What an Activation is on tensors: the members that activations/activation.h declares and leaves to this folder.
#include "catalogue/activation.h"

#include <fmt/format.h>
#include <torch/types.h>

#include <array>

#include "catalogue/all.h"
#include "core/error.h"
#include "torch/autograd/formulas.h"
#include "torch/autograd/tensor_functions.h"

namespace actlab {
namespace {

// A type of declaration on tensors. The functions are given an object of that type, with its parameters set.
struct DeclarationOnTensors {
  torch::Tensor (*apply)(const void* declaration, const torch::Tensor& x);
  // Null where no parameter is learnable, and where it is not random.
  torch::Tensor (*with_parameter)(const void* declaration, const torch::Tensor& x, const torch::Tensor& parameter);
  torch::Tensor (*train)(const void* declaration, const torch::Tensor& x, const at::Generator& generator);
  torch::Tensor (*reference)(const void* declaration, const torch::Tensor& x);
};

template <class A>
const A& as(const void* declaration) {
  return *static_cast<const A*>(declaration);
}

template <class A>
void check_floating(const torch::Tensor& x) {
  TORCH_CHECK(torch::isFloatingType(x.scalar_type()), A::spec.name, ": expected a floating-point tensor, got ",
              x.scalar_type(), ". Convert it first, e.g. x.to(torch::kFloat).");
}

template <class A>
torch::Tensor apply_declaration(const void* declaration, const torch::Tensor& x) {
  check_floating<A>(x);
  if constexpr (Rowwise<A>)
    return apply_formula(RowwiseFormulaOf<A>(as<A>(declaration)), x);
  else
    return apply_formula(ElementwiseFormulaOf<A>(as<A>(declaration)), x);
}

template <Learnable A>
torch::Tensor apply_with_parameter(const void* declaration, const torch::Tensor& x, const torch::Tensor& parameter) {
  check_floating<A>(x);
  return apply_formula(LearnableFormulaOf<A>(as<A>(declaration)), x, parameter);
}

template <RandomInTraining A>
torch::Tensor train_declaration(const void* declaration, const torch::Tensor& x, const at::Generator& generator) {
  check_floating<A>(x);
  return as<A>(declaration).train(to_compute_type(x), generator).to(x.scalar_type());
}

template <class A>
torch::Tensor reference_of(const void* declaration, const torch::Tensor& x) {
  if constexpr (A::spec.beyond)
    return as<A>(declaration).reference(x.to(torch::kDouble)).to(x.scalar_type());
  else
    return as<A>(declaration).reference(x);
}

template <class A>
constexpr DeclarationOnTensors row_of_type() {
  DeclarationOnTensors row{apply_declaration<A>, nullptr, nullptr, reference_of<A>};
  if constexpr (Learnable<A>) row.with_parameter = apply_with_parameter<A>;
  if constexpr (RandomInTraining<A>) row.train = train_declaration<A>;
  return row;
}

template <class... E, class... R>
constexpr std::array<DeclarationOnTensors, sizeof...(E) + sizeof...(R)> rows_of(TypeList<E...>, TypeList<R...>) {
  return {row_of_type<E>()..., row_of_type<R>()...};
}

// By DeclaredActivation::place.
constexpr auto declarations = rows_of(ElementwiseActivations{}, RowwiseActivations{});

const TensorFunctions& own_functions_of(const Activation& activation) {
  const TensorFunctions* const own = activation.on_tensors();
  TORCH_CHECK(own != nullptr, activation.spec().name, ": is not of the catalogue, and says not what it is on tensors");
  return *own;
}

}  // namespace

torch::Tensor Activation::operator()(const torch::Tensor& x) const {
  const auto [place, object] = declaration();
  return object != nullptr ? declarations[place].apply(object, x) : own_functions_of(*this).apply(x);
}

torch::Tensor Activation::with_parameter(const torch::Tensor& x, const torch::Tensor& parameter) const {
  if (learnable().empty() && !learned())
    throw UsageError(fmt::format("{} has no parameter that could be learned", spec().name));
  const auto [place, object] = declaration();
  return object != nullptr ? declarations[place].with_parameter(object, x, parameter)
                           : own_functions_of(*this).with_parameter(x, parameter);
}

torch::Tensor Activation::train(const torch::Tensor& x, const at::Generator& generator) const {
  const auto [place, object] = declaration();
  if (object == nullptr) return own_functions_of(*this).train(x, generator);
  return is_random() ? declarations[place].train(object, x, generator) : declarations[place].apply(object, x);
}

torch::Tensor Activation::reference(const torch::Tensor& x) const {
  const auto [place, object] = declaration();
  return object != nullptr ? declarations[place].reference(object, x) : own_functions_of(*this).reference(x);
}

torch::Tensor TensorFunctions::with_parameter(const torch::Tensor&, const torch::Tensor&) const {
  TORCH_CHECK(false, "an activation that can learn a parameter must say what it is with one");
}

torch::Tensor TensorFunctions::train(const torch::Tensor& x, const at::Generator&) const {
  return apply(x);
}

}  // namespace actlab
