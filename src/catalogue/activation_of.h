#pragma once

#include "catalogue/definition.h"
#include "catalogue/formula_text.h"
#include "catalogue/index.h"
#include "catalogue/kernels/kernel_table.h"
#include "catalogue/parameters.h"
#include "core/text.h"

namespace actlab {

/// Implements Activation for a definition.
template <class A> class ActivationOf final : public Activation {
 public:
  /// Throws UsageError for an unknown parameter, an invalid value, and for per_channel without learnable.
  explicit ActivationOf(const ParameterValues& values) {
    for (const auto& [name, value] : values) set(name, value);
    if (per_channel_ && !learnable_)
      throw UsageError(concat(spec().name, ": per_channel is true, but ", learnable(),
                              " is not learned; set learnable to true as well"));
  }

  const Spec& spec() const override { return A::spec; }
  std::string formula_text() const override {
    if constexpr (A::spec.formula.empty()) return text_of(definition_);
    return std::string(A::spec.formula);
  }
  std::string derivative_text() const override {
    if constexpr (A::spec.derivative.empty()) return derivative_text_of(definition_);
    return std::string(A::spec.derivative);
  }
  std::vector<Parameter> parameters() const override {
    std::vector<Parameter> list;
    visit_parameters(*this, ParameterLister{list});
    return list;
  }
  std::vector<Kink> kinks() const override {
    if constexpr (HasKinks<A>) return definition_.kinks();
    return {};
  }
  bool is_row_wise() const override { return Rowwise<A>; }
  std::optional<CompiledActivation> compiled() const override {
    if constexpr (Rowwise<A>) return std::nullopt;
    return CompiledActivation{activation_index<A>, &elementwise_kernels(activation_index<A>), &definition_};
  }
  std::string_view learnable() const override {
    if constexpr (Learnable<A>) return A::learned.name;
    return {};
  }
  std::optional<LearnedParameter> learned() const override {
    if constexpr (Learnable<A>) {
      if (learnable_) return LearnedParameter{A::learned.name, definition_.*A::learned.member, per_channel_};
    }
    return std::nullopt;
  }
  bool is_random() const override { return RandomInTraining<A>; }
  DefinitionObject definition() const override { return {activation_index<A>, &definition_}; }

 private:
  static constexpr bool always_learned() {
    if constexpr (Learnable<A>) return A::learned.always;
    return false;
  }

  // Visits the definition's parameters and, if one is learnable, `learnable` and `per_channel`.
  template <class Self, class Visit> static void visit_parameters(Self& self, const Visit& visit) {
    if constexpr (HasParameters<A>) A::parameters(self.definition_, visit);
    if constexpr (Learnable<A>) {
      if constexpr (!always_learned())
        visit("learnable", self.learnable_, "learn the parameter, starting from the given value");
      visit("per_channel", self.per_channel_, "learn one parameter for each feature");
    }
  }

  void set(const std::string& name, const ParameterValue& value) {
    bool found = false;
    visit_parameters(*this, ParameterSetter{A::spec.name, name, value, found});
    if (found) return;
    std::vector<std::string_view> known;
    const std::vector<Parameter> all = parameters();
    for (const Parameter& parameter : all) known.push_back(parameter.name);
    if (known.empty()) throw UsageError(concat(A::spec.name, " takes no parameter, but was given '", name, "'"));
    throw UsageError(concat(A::spec.name, ": ", unknown_name("parameter", name, known)));
  }

  A definition_;
  bool learnable_ = always_learned(), per_channel_ = false;
};

}  // namespace actlab
