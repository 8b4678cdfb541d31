#include "torch/autograd/tensor_formula.h"

#include <array>

#include "catalogue/all.h"
#include "catalogue/definition.h"
#include "catalogue/index.h"
#include "catalogue/kernels/kernel_table.h"

namespace actlab {
namespace {

[[noreturn]] void not_defined(const Spec& spec, const char* what) {
  TORCH_INTERNAL_ASSERT(false, spec.name, ": ", what, " is not defined");
}

template <class A>
concept HasReference = requires(const A& a, const torch::Tensor& x) {
  a.reference(x);
};

template <class A> class TensorFormulaOf final : public TensorFormula {
  static_assert(!Learnable<A> || A::spec.saved == Saved::input);

 public:
  explicit TensorFormulaOf(const A& definition) : definition_(definition) {}

  c10::intrusive_ptr<TensorFormula> copy() const override { return c10::make_intrusive<TensorFormulaOf>(definition_); }
  const Spec& spec() const override { return A::spec; }
  bool is_row_wise() const override { return Rowwise<A>; }

  CompiledActivation compiled() const override {
    if constexpr (Rowwise<A>) not_defined(A::spec, "a kernel for single elements");
    return {activation_index<A>, &elementwise_kernels(activation_index<A>), &definition_};
  }
  TensorValue f(const TensorValue& x) const override {
    if constexpr (Rowwise<A>)
      not_defined(A::spec, "a value for single elements");
    else
      return value_at(definition_, x);
  }
  TensorValue gradient(const TensorValue& saved, const TensorValue& grad_y) const override {
    if constexpr (Rowwise<A>)
      not_defined(A::spec, "a gradient for single elements");
    else
      return gradient_at(definition_, saved, grad_y);
  }

  TensorValue f_at(const TensorValue& x, const TensorValue& parameter) const override {
    if constexpr (Learnable<A>)
      return definition_.definition(x, parameter);
    else
      not_defined(A::spec, "a learnable parameter");
  }
  TensorValue derivative_at(const TensorValue& x, const TensorValue& parameter) const override {
    if constexpr (Learnable<A>)
      return actlab::derivative_at(definition_, x, parameter);
    else
      not_defined(A::spec, "a learnable parameter");
  }
  TensorValue derivative_by_parameter_at(const TensorValue& x, const TensorValue& parameter) const override {
    if constexpr (Learnable<A>)
      return actlab::derivative_by_parameter_at(definition_, x, parameter);
    else
      not_defined(A::spec, "a learnable parameter");
  }

  torch::Tensor rows(const torch::Tensor& x) const override {
    if constexpr (Rowwise<A>)
      return definition_.f(x);
    else
      not_defined(A::spec, "a value for rows");
  }
  torch::Tensor vjp(const torch::Tensor& y, const torch::Tensor& grad_y) const override {
    if constexpr (Rowwise<A>)
      return definition_.vjp(y, grad_y);
    else
      not_defined(A::spec, "a gradient for rows");
  }
  RowForm form() const override {
    if constexpr (Rowwise<A>)
      return A::form;
    else
      not_defined(A::spec, "a row form");
  }
  std::int64_t dim() const override {
    if constexpr (Rowwise<A>)
      return definition_.dim;
    else
      not_defined(A::spec, "a dimension");
  }

  torch::Tensor train(const torch::Tensor& x, const at::Generator& generator) const override {
    if constexpr (RandomInTraining<A>)
      return definition_.train(x, generator);
    else
      not_defined(A::spec, "a random value");
  }

  torch::Tensor reference(const torch::Tensor& x) const override {
    if constexpr (!HasReference<A>)
      return f(TensorValue(x.to(torch::kDouble))).tensor().to(x.scalar_type());
    else if constexpr (A::spec.composed_reference)
      return definition_.reference(x.to(torch::kDouble)).to(x.scalar_type());
    else
      return definition_.reference(x);
  }

 private:
  const A definition_;
};

using Use = c10::function_ref<torch::Tensor(const TensorFormula&)>;

template <class A> torch::Tensor use_formula_of(const void* definition, Use use) {
  return use(TensorFormulaOf<A>(*static_cast<const A*>(definition)));
}

template <class... E, class... R>
constexpr std::array<torch::Tensor (*)(const void*, Use), sizeof...(E) + sizeof...(R)> table_of(TypeList<E...>,
                                                                                                TypeList<R...>) {
  return {use_formula_of<E>..., use_formula_of<R>...};
}

// By index in the catalogue.
constexpr auto formula_table = table_of(ElementwiseActivations{}, RowwiseActivations{});

}  // namespace

torch::Tensor with_tensor_formula(const DefinitionObject& definition, Use use) {
  return formula_table[definition.index](definition.object, use);
}

}  // namespace actlab
