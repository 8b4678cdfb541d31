#pragma once

#include <ATen/core/ivalue.h>
#include <torch/types.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/spec.h"

/// The parameters of a definition as values of torch's dispatcher.
namespace actlab {

/// A visitor of a definition's parameters that sets them to given values, in their order, as long as there are any.
struct ParametersFromValues {
  c10::ArrayRef<c10::IValue>& rest;

  void operator()(std::string_view, double& member, std::string_view) const {
    if (!rest.empty()) member = next().toDouble();
  }
  void operator()(std::string_view, std::int64_t& member, std::string_view) const {
    if (!rest.empty()) member = next().toInt();
  }
  template <class Enum, std::size_t n>
  void operator()(std::string_view name, Enum& member, const std::array<std::string_view, n>& choices,
                  std::string_view) const {
    if (rest.empty()) return;
    const std::string& text = next().toStringRef();
    const auto at = std::find(choices.begin(), choices.end(), text);
    TORCH_CHECK(at != choices.end(), name, " argument must be either ",
                c10::Join(" or ", std::vector<std::string>(choices.begin(), choices.end())), ".");  // as torch says
    member = static_cast<Enum>(at - choices.begin());
  }

 private:
  const c10::IValue& next() const {
    const c10::IValue& value = rest.front();
    rest = rest.slice(1);
    return value;
  }
};

/// A visitor that appends the values.
struct ParametersToValues {
  std::vector<c10::IValue>& values;

  void operator()(std::string_view, double member, std::string_view) const { values.emplace_back(member); }
  void operator()(std::string_view, std::int64_t member, std::string_view) const { values.emplace_back(member); }
  template <class Enum, std::size_t n>
  void operator()(std::string_view, Enum member, const std::array<std::string_view, n>& choices,
                  std::string_view) const {
    values.emplace_back(std::string(choices[static_cast<std::size_t>(member)]));
  }
};

/// The definition with these parameters. Throws c10::Error for a text that is not among the choices.
template <class A> A definition_from(c10::ArrayRef<c10::IValue> values) {
  A definition;
  if constexpr (HasParameters<A>) A::parameters(definition, ParametersFromValues{values});
  return definition;
}

/// Appends the definition's parameters.
template <class A> void push_values_of(const A& definition, std::vector<c10::IValue>& values) {
  if constexpr (HasParameters<A>) A::parameters(definition, ParametersToValues{values});
}

}  // namespace actlab
