#pragma once

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "catalogue/activation.h"
#include "core/error.h"

namespace actlab {

/// Lists a declaration's parameters.
struct ParameterLister {
  std::vector<Parameter>& list;
  void operator()(std::string_view name, double value, std::string_view help) const {
    list.push_back({name, value, {}, help});
  }
  void operator()(std::string_view name, std::int64_t value, std::string_view help) const {
    list.push_back({name, value, {}, help});
  }
  void operator()(std::string_view name, bool value, std::string_view help) const {
    list.push_back({name, value, {}, help});
  }
  template <class Enum, std::size_t n>
  void operator()(std::string_view name, Enum value, const std::array<std::string_view, n>& choices,
                  std::string_view help) const {
    list.push_back(
        {name, std::string(choices[static_cast<std::size_t>(value)]), {choices.begin(), choices.end()}, help});
  }
};

/// Sets the parameter called `name`, and remembers that it was there.
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
  void operator()(std::string_view name, bool& member, std::string_view) const {
    if (!matches(name)) return;
    if (const auto* flag = std::get_if<bool>(&value))
      member = *flag;
    else
      reject("true or false");
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

/// What is set of an activation: the parameters of its declaration and, of one with a learnable parameter, whether and
/// how a layer learns that.
template <class A>
struct Setting {
  A formula;

  template <class Self, class Visit>
  static void parameters(Self& self, Visit&& visit) {
    A::parameters(self.formula, visit);
  }
  std::optional<LearnedParameter> learned() const { return std::nullopt; }
  void check() const {}
};

template <Learnable A>
struct Setting<A> {
  A formula;
  bool learnable = A::learned.always;
  bool per_channel = false;

  template <class Self, class Visit>
  static void parameters(Self& self, Visit&& visit) {
    A::parameters(self.formula, visit);
    if constexpr (!A::learned.always) visit("learnable", self.learnable, "whether a layer learns it from that on");
    visit("per_channel", self.per_channel, "whether each feature learns one of its own");
  }
  std::optional<LearnedParameter> learned() const {
    if (!learnable) return std::nullopt;
    return LearnedParameter{A::learned.name, formula.*A::learned.member, per_channel};
  }
  void check() const {
    if (per_channel && !learnable)
      throw UsageError(fmt::format("{}: per_channel is true, but {} is not learned; set learnable to true as well",
                                   A::spec.name, A::learned.name));
  }
};

template <class A>
std::vector<Parameter> parameters_of(const Setting<A>& setting) {
  std::vector<Parameter> list;
  Setting<A>::parameters(setting, ParameterLister{list});
  return list;
}

/// Throws UsageError for a name or value that there is not.
template <class A>
void set_parameter(Setting<A>& setting, const std::string& name, const ParameterValue& value) {
  bool found = false;
  Setting<A>::parameters(setting, ParameterSetter{A::spec.name, name, value, found});
  if (found) return;
  std::vector<std::string_view> known;
  for (const Parameter& parameter : parameters_of(setting)) known.push_back(parameter.name);
  if (known.empty()) throw UsageError(fmt::format("{} takes no parameter, but was given '{}'", A::spec.name, name));
  throw UsageError(fmt::format("{}: {}", A::spec.name, unknown_name("parameter", name, known)));
}

}  // namespace actlab
