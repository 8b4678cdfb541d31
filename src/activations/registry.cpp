#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "activations/activation.h"
#include "activations/all.h"
#include "activations/autograd.h"
#include "activations/kernel_table.h"
#include "core/error.h"

namespace actlab {
namespace {

// Lists a declaration's parameters.
struct ParameterLister {
  std::vector<Parameter>& list;
  void operator()(std::string_view name, double value, std::string_view help) const {
    list.push_back({name, value, {}, help});
  }
  void operator()(std::string_view name, std::int64_t value, std::string_view help) const {
    list.push_back({name, value, {}, help});
  }
  template <class Enum, std::size_t n>
  void operator()(std::string_view name, Enum value, const std::array<std::string_view, n>& choices,
                  std::string_view help) const {
    list.push_back(
        {name, std::string(choices[static_cast<std::size_t>(value)]), {choices.begin(), choices.end()}, help});
  }
};

// Sets the parameter called `name`, and remembers that it was there.
struct ParameterSetter {
  std::string_view activation;
  const std::string& wanted;
  const ParameterValue& value;
  bool& found;

  void operator()(std::string_view name, double& member, std::string_view) const {
    if (!matches(name)) return;
    if (const auto* real = std::get_if<double>(&value))
      member = *real;
    else if (const auto* integer = std::get_if<std::int64_t>(&value))
      member = static_cast<double>(*integer);
    else
      reject("a number");
    if (!std::isfinite(member)) reject("a finite number");
  }
  void operator()(std::string_view name, std::int64_t& member, std::string_view) const {
    if (!matches(name)) return;
    if (const auto* integer = std::get_if<std::int64_t>(&value))
      member = *integer;
    else
      reject("an integer");
  }
  template <class Enum, std::size_t n>
  void operator()(std::string_view name, Enum& member, const std::array<std::string_view, n>& choices,
                  std::string_view) const {
    if (!matches(name)) return;
    const auto* text = std::get_if<std::string>(&value);
    const auto at = text ? std::find(choices.begin(), choices.end(), *text) : choices.end();
    if (at == choices.end()) reject(fmt::format("one of {}", fmt::join(choices, ", ")));
    member = static_cast<Enum>(at - choices.begin());
  }

 private:
  bool matches(std::string_view name) const {
    if (name == wanted) found = true;
    return name == wanted;
  }
  [[noreturn]] void reject(std::string_view allowed) const {
    const std::string given = std::visit([](const auto& v) { return fmt::format("{}", v); }, value);
    throw UsageError(fmt::format("{}: {} is {}, but must be {}", activation, wanted, given, allowed));
  }
};

template <class A>
std::vector<Parameter> parameters_of(const A& formula) {
  std::vector<Parameter> list;
  A::parameters(formula, ParameterLister{list});
  return list;
}

template <class A>
void set_parameter(A& formula, const std::string& name, const ParameterValue& value) {
  bool found = false;
  A::parameters(formula, ParameterSetter{A::spec.name, name, value, found});
  if (found) return;
  std::vector<std::string_view> known;
  for (const Parameter& parameter : parameters_of(formula)) known.push_back(parameter.name);
  if (known.empty()) throw UsageError(fmt::format("{} takes no parameter, but was given '{}'", A::spec.name, name));
  throw UsageError(fmt::format("{}: {}", A::spec.name, unknown_name("parameter", name, known)));
}

template <class A>
class ElementwiseFormulaOf : public ElementwiseFormula {
 public:
  explicit ElementwiseFormulaOf(const A& a) : formula(a) {}
  const Spec& spec() const override { return A::spec; }
  CompiledActivation compiled() const override {
    return {&kernel_table()[IndexIn<A, ElementwiseActivations>::value], &formula};
  }
  TensorValue f(const TensorValue& x) const override { return formula.f(x); }
  TensorValue df(const TensorValue& saved) const override { return formula.df(saved); }

  const A formula;
};

template <class A>
class RowwiseFormulaOf : public RowwiseFormula {
 public:
  explicit RowwiseFormulaOf(const A& a) : formula(a) {}
  torch::Tensor f(const torch::Tensor& x) const override { return formula.f(x); }
  torch::Tensor vjp(const torch::Tensor& y, const torch::Tensor& grad_y) const override {
    return formula.vjp(y, grad_y);
  }

  const A formula;
};

template <class A>
class ActivationOf : public Activation {
 public:
  explicit ActivationOf(const A& formula) : formula_(c10::make_intrusive<Formula>(formula)) {}

  const Spec& spec() const override { return A::spec; }
  std::vector<Parameter> parameters() const override { return parameters_of(formula_->formula); }
  std::vector<Kink> kinks() const override {
    if constexpr (row_wise)
      return {};
    else
      return formula_->formula.kinks();
  }
  bool is_row_wise() const override { return row_wise; }
  torch::Tensor operator()(const torch::Tensor& x) const override {
    TORCH_CHECK(torch::isFloatingType(x.scalar_type()), A::spec.name, ": expected a floating-point tensor, got ",
                x.scalar_type(), ". Convert it first, e.g. x.to(torch::kFloat).");
    return apply(c10::intrusive_ptr<Base>(formula_), x);
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
  using Formula = std::conditional_t<row_wise, RowwiseFormulaOf<A>, ElementwiseFormulaOf<A>>;
  using Base = std::conditional_t<row_wise, RowwiseFormula, ElementwiseFormula>;
  c10::intrusive_ptr<Formula> formula_;
};

template <class A>
ActivationPtr make(const ParameterValues& values) {
  A formula;
  for (const auto& [name, value] : values) set_parameter(formula, name, value);
  return std::make_shared<ActivationOf<A>>(formula);
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
