#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "activations/activation.h"
#include "activations/all.h"
#include "activations/autograd.h"
#include "activations/kernel_table.h"
#include "activations/setting.h"
#include "core/error.h"

namespace actlab {
namespace {

// Base: ElementwiseFormula, or what has more than that.
template <class A, class Base = ElementwiseFormula>
class ElementwiseFormulaOf : public Base {
 public:
  explicit ElementwiseFormulaOf(const A& a) : formula(a) {}
  const Spec& spec() const override { return A::spec; }
  CompiledActivation compiled() const override {
    return {&kernel_table().elementwise[IndexIn<A, ElementwiseActivations>::value], &formula};
  }
  TensorValue f(const TensorValue& x) const override { return value_at(formula, x); }
  TensorValue df(const TensorValue& saved) const override { return slope_at(formula, saved); }

  const A formula;
};

template <class A>
class LearnableFormulaOf : public ElementwiseFormulaOf<A, LearnableFormula> {
  static_assert(A::spec.saved == Saved::input);

 public:
  using ElementwiseFormulaOf<A, LearnableFormula>::ElementwiseFormulaOf;
  TensorValue f_at(const TensorValue& x, const TensorValue& parameter) const override {
    return this->formula.f(x, parameter);
  }
  TensorValue df_at(const TensorValue& x, const TensorValue& parameter) const override {
    return this->formula.df(x, parameter);
  }
  TensorValue df_dparameter(const TensorValue& x, const TensorValue& parameter) const override {
    return this->formula.df_dparameter(x, parameter);
  }
};

template <class A>
class RowwiseFormulaOf : public RowwiseFormula {
 public:
  explicit RowwiseFormulaOf(const A& a) : formula(a) {}
  torch::Tensor f(const torch::Tensor& x) const override { return formula.f(x); }
  torch::Tensor vjp(const torch::Tensor& y, const torch::Tensor& grad_y) const override {
    return formula.vjp(y, grad_y);
  }
  const RowKernel& kernel() const override { return kernel_table().rowwise[IndexIn<A, RowwiseActivations>::value]; }
  std::int64_t dim() const override { return formula.dim; }

  const A formula;
};

template <class A>
class ActivationOf : public Activation {
 public:
  explicit ActivationOf(const Setting<A>& setting)
      : setting_(setting), formula_(c10::make_intrusive<Formula>(setting.formula)) {}

  const Spec& spec() const override { return A::spec; }
  std::vector<Parameter> parameters() const override { return parameters_of(setting_); }
  std::vector<Kink> kinks() const override {
    if constexpr (row_wise)
      return {};
    else
      return formula_->formula.kinks();
  }
  bool is_row_wise() const override { return row_wise; }
  torch::Tensor operator()(const torch::Tensor& x) const override {
    check(x);
    return apply(c10::intrusive_ptr<Base>(formula_), x);
  }
  std::string_view learnable() const override {
    if constexpr (Learnable<A>)
      return A::learned.name;
    else
      return {};
  }
  std::optional<LearnedParameter> learned() const override { return setting_.learned(); }
  torch::Tensor with_parameter(const torch::Tensor& x, const torch::Tensor& parameter) const override {
    if constexpr (Learnable<A>) {
      check(x);
      return apply(c10::intrusive_ptr<LearnableFormula>(formula_), x, parameter);
    } else {
      return Activation::with_parameter(x, parameter);
    }
  }
  bool is_random() const override { return random; }
  torch::Tensor train(const torch::Tensor& x, const at::Generator& generator) const override {
    if constexpr (random) {
      check(x);
      return formula_->formula.train(to_compute_type(x), generator).to(x.scalar_type());
    } else {
      return (*this)(x);
    }
  }
  std::optional<CompiledActivation> compiled() const override {
    if constexpr (row_wise)
      return std::nullopt;
    else
      return formula_->compiled();
  }
  torch::Tensor reference(const torch::Tensor& x) const override {
    if constexpr (A::spec.beyond)
      return formula_->formula.reference(x.to(torch::kDouble)).to(x.scalar_type());
    else
      return formula_->formula.reference(x);
  }

 private:
  static constexpr bool row_wise = requires(A a, torch::Tensor t) { a.vjp(t, t); };
  static constexpr bool random = requires(A a, torch::Tensor t, at::Generator g) { a.train(t, g); };
  using Formula = std::conditional_t<row_wise, RowwiseFormulaOf<A>,
                                     std::conditional_t<Learnable<A>, LearnableFormulaOf<A>, ElementwiseFormulaOf<A>>>;
  using Base = std::conditional_t<row_wise, RowwiseFormula, ElementwiseFormula>;

  static void check(const torch::Tensor& x) {
    TORCH_CHECK(torch::isFloatingType(x.scalar_type()), A::spec.name, ": expected a floating-point tensor, got ",
                x.scalar_type(), ". Convert it first, e.g. x.to(torch::kFloat).");
  }

  Setting<A> setting_;
  c10::intrusive_ptr<Formula> formula_;
};

template <class A>
ActivationPtr make(const ParameterValues& values) {
  Setting<A> setting;
  for (const auto& [name, value] : values) set_parameter(setting, name, value);
  setting.check();
  return std::make_shared<ActivationOf<A>>(setting);
}

struct Entry {
  const Spec& spec;
  ActivationPtr (*make)(const ParameterValues&);
};

template <class... E, class... R>
std::vector<Entry> entries_of(TypeList<E...>, TypeList<R...>) {
  return {Entry{E::spec, make<E>}..., Entry{R::spec, make<R>}...};
}

const std::vector<Entry>& entries() {
  static const auto all = entries_of(ElementwiseActivations{}, RowwiseActivations{});
  return all;
}

bool answers_to(const Spec& spec, std::string_view name) {
  return spec.name == name ||
         (!name.empty() && std::find(spec.aliases.begin(), spec.aliases.end(), name) != spec.aliases.end());
}

}  // namespace

torch::Tensor Activation::with_parameter(const torch::Tensor&, const torch::Tensor&) const {
  throw UsageError(fmt::format("{} has no parameter that could be learned", spec().name));
}

std::span<const ActivationPtr> catalogue() {
  static const auto all = [] {
    std::vector<ActivationPtr> activations;
    for (const Entry& entry : entries()) activations.push_back(entry.make({}));
    return activations;
  }();
  return all;
}

ActivationPtr make_activation(std::string_view name, const ParameterValues& values) {
  for (const Entry& entry : entries()) {
    if (answers_to(entry.spec, name)) return entry.make(values);
  }
  std::vector<std::string_view> known;
  for (const Entry& entry : entries()) known.push_back(entry.spec.name);
  throw UsageError(unknown_name("activation", name, known));
}

std::string to_string(const Activation& activation) {
  if (activation.parameters().empty()) return std::string(activation.spec().name);  // one of nobody's catalogue, too
  const auto defaults = make_activation(activation.spec().name)->parameters();
  const auto parameters = activation.parameters();
  std::vector<std::string> shown;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (parameters[i].value == defaults[i].value) continue;
    shown.push_back(
        std::visit([&](const auto& v) { return fmt::format("{}={}", parameters[i].name, v); }, parameters[i].value));
  }
  if (shown.empty()) return std::string(activation.spec().name);
  return fmt::format("{}({})", activation.spec().name, fmt::join(shown, ", "));
}

}  // namespace actlab
