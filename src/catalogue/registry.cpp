#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "catalogue/activation.h"
#include "catalogue/all.h"
#include "catalogue/kernels/kernel_table.h"
#include "catalogue/setting.h"
#include "core/error.h"

namespace actlab {
namespace {

template <class A>
class ActivationOf : public Activation {
 public:
  explicit ActivationOf(const Setting<A>& setting) : setting_(setting) {}

  const Spec& spec() const override { return A::spec; }
  std::vector<Parameter> parameters() const override { return parameters_of(setting_); }
  std::vector<Kink> kinks() const override {
    if constexpr (Rowwise<A>)
      return {};
    else
      return setting_.formula.kinks();
  }
  bool is_row_wise() const override { return Rowwise<A>; }
  std::optional<CompiledActivation> compiled() const override {
    if constexpr (Rowwise<A>)
      return std::nullopt;
    else
      return CompiledActivation{&kernel_table().elementwise[IndexIn<A, ElementwiseActivations>::value],
                                &setting_.formula};
  }
  std::string_view learnable() const override {
    if constexpr (Learnable<A>)
      return A::learned.name;
    else
      return {};
  }
  std::optional<LearnedParameter> learned() const override { return setting_.learned(); }
  bool is_random() const override { return RandomInTraining<A>; }
  DeclaredActivation declaration() const override { return {place, &setting_.formula}; }

 private:
  static constexpr std::size_t place = [] {
    if constexpr (Rowwise<A>)
      return ElementwiseActivations::size + IndexIn<A, RowwiseActivations>::value;
    else
      return IndexIn<A, ElementwiseActivations>::value;
  }();

  Setting<A> setting_;
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
