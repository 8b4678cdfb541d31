#include "torch/autograd/tensor_formula.h"

#include <algorithm>
#include <array>

#include "catalogue/all.h"
#include "catalogue/definition.h"
#include "catalogue/index.h"
#include "torch/autograd/limits.h"
#include "torch/autograd/parameter_values.h"
#include "torch/autograd/tensor_value.h"

namespace actlab {
namespace {

[[noreturn]] void not_defined(const Spec& spec, const char* what) {
  TORCH_INTERNAL_ASSERT(false, spec.name, ": ", what, " is not defined");
}

template <class A>
concept HasReference = requires(const A& a, const torch::Tensor& x) {
  a.reference(x);
};

using Slope = Dual<TensorValue>;
using Curvature = Dual<Slope>;

// As a tensor; a number in the shape of `like`.
torch::Tensor as_tensor(const TensorValue& value, const torch::Tensor& like) {
  return value.is_number() ? at::full_like(like, value.number()) : value.tensor();
}

// x as a variable of two successive differentiations, or of one of them, or a constant.
Curvature variable(const torch::Tensor& x, bool first, bool second) {
  const auto seed = [](bool is_variable) { return TensorValue(is_variable ? 1.0 : 0.0); };
  return {Slope(TensorValue(x), seed(second)), Slope::constant(seed(first))};
}

template <class A> class TensorFormulaOf final : public TensorFormula {
  static_assert(!Learnable<A> || A::spec.saved == Saved::input);

 public:
  explicit TensorFormulaOf(const A& definition) : definition_(definition) {}

  const Spec& spec() const override { return A::spec; }

  CompiledActivation compiled() const override {
    if constexpr (Rowwise<A>)
      not_defined(A::spec, "a kernel for single elements");
    else
      return compiled_definition(definition_);
  }
  torch::Tensor value(const torch::Tensor& x) const override {
    if constexpr (Rowwise<A>)
      not_defined(A::spec, "a value for single elements");
    else
      return as_tensor(actlab::value_at(definition_, TensorValue(within_limits_of_value(compiled(), x))), x);
  }
  torch::Tensor gradient(const torch::Tensor& saved, const torch::Tensor& grad_y) const override {
    if constexpr (Rowwise<A>)
      not_defined(A::spec, "a gradient for single elements");
    else
      return as_tensor(
          gradient_at(definition_, TensorValue(within_limits_of_derivative(compiled(), saved)), TensorValue(grad_y)),
          saved);
  }
  torch::Tensor gradient_slope(const torch::Tensor& saved, const torch::Tensor& grad_y) const override {
    if constexpr (Rowwise<A>)
      not_defined(A::spec, "a second derivative for single elements");
    else
      return as_tensor(
          gradient_at(definition_, Slope::variable(TensorValue(within_limits_of_derivative(compiled(), saved))),
                      Slope::constant(TensorValue(grad_y)))
              .derivative,
          saved);
  }

  torch::Tensor value_at(const torch::Tensor& x, const torch::Tensor& parameter) const override {
    if constexpr (Learnable<A>)
      return as_tensor(
          definition_.definition(TensorValue(within_limits_of_value(compiled(), x)), TensorValue(parameter)), x);
    else
      not_defined(A::spec, "a learnable parameter");
  }
  torch::Tensor derivative_at(const torch::Tensor& x, const torch::Tensor& parameter, Variable by) const override {
    if constexpr (Learnable<A>) {
      const TensorValue at(within_limits(compiled(), x, by)), p(parameter);
      return as_tensor(by == Variable::input ? actlab::derivative_at(definition_, at, p)
                                             : derivative_by_parameter_at(definition_, at, p),
                       x);
    } else {
      not_defined(A::spec, "a learnable parameter");
    }
  }
  torch::Tensor second_derivative_at(const torch::Tensor& x, const torch::Tensor& parameter, Variable by,
                                     Variable then_by) const override {
    if constexpr (Learnable<A>) {
      const auto seed = [&](const torch::Tensor& at, Variable which) {
        return variable(at, by == which, then_by == which);
      };
      return as_tensor(
          definition_
              .definition(seed(within_limits(compiled(), x, by), Variable::input), seed(parameter, Variable::parameter))
              .derivative.derivative,
          x);
    } else {
      not_defined(A::spec, "a learnable parameter");
    }
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
      return value(x.to(torch::kDouble)).to(x.scalar_type());
    else if constexpr (A::spec.composed_reference)
      return definition_.reference(x.to(torch::kDouble)).to(x.scalar_type());
    else
      return definition_.reference(x);
  }

 private:
  const A& definition_;
};

struct FormulaOf {
  torch::Tensor (*of_object)(const void* definition, UseFormula use);
  torch::Tensor (*of_values)(c10::ArrayRef<c10::IValue> values, UseFormula use);
  void (*push_values)(const void* definition, std::vector<c10::IValue>& values);
};

template <class A> constexpr FormulaOf formula_of() {
  return {[](const void* definition, UseFormula use) {
            return use(TensorFormulaOf<A>(*static_cast<const A*>(definition)));
          },
          [](c10::ArrayRef<c10::IValue> values, UseFormula use) {
            const A definition = definition_from<A>(values);
            return use(TensorFormulaOf<A>(definition));
          },
          [](const void* definition, std::vector<c10::IValue>& values) {
            push_values_of(*static_cast<const A*>(definition), values);
          }};
}

template <class... E, class... R>
constexpr std::array<FormulaOf, sizeof...(E) + sizeof...(R)> table_of(TypeList<E...>, TypeList<R...>) {
  return {formula_of<E>()..., formula_of<R>()...};
}

// By index in the catalogue.
constexpr auto formula_table = table_of(ElementwiseActivations{}, RowwiseActivations{});

}  // namespace

torch::Tensor to_compute_type(const torch::Tensor& x) {
  const auto type = x.scalar_type();
  return type == torch::kHalf || type == torch::kBFloat16 ? x.to(torch::kFloat) : x;
}

torch::Tensor to_widest_type(const torch::Tensor& x) {
  const auto device = x.device().type();
  const bool has_float64 = device == torch::kCPU || device == torch::kCUDA || device == torch::kMeta;
  return x.scalar_type() == torch::kDouble ? x : x.to(has_float64 ? torch::kDouble : torch::kFloat);
}

torch::Tensor with_tensor_formula(const DefinitionObject& definition, UseFormula use) {
  return formula_table[definition.index].of_object(definition.object, use);
}

torch::Tensor with_tensor_formula(std::size_t index, c10::ArrayRef<c10::IValue> parameters, UseFormula use) {
  return formula_table[index].of_values(parameters, use);
}

void push_parameters(const DefinitionObject& definition, std::vector<c10::IValue>& values) {
  formula_table[definition.index].push_values(definition.object, values);
}

}  // namespace actlab
