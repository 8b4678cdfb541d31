#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "catalogue/activation.h"
#include "core/error.h"
#include "core/text.h"

namespace actlab {

/// A visitor of a definition's parameters that lists them.
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

/// A visitor of a definition's parameters that sets the parameter `wanted`. It sets `found` to true if the parameter
/// exists, and throws UsageError if the value is invalid.
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
    if (at == choices.end()) reject(concat("one of ", join(choices, ", ")));
    member = static_cast<Enum>(at - choices.begin());
  }

 private:
  bool matches(std::string_view name) const {
    if (name == wanted) found = true;
    return name == wanted;
  }
  [[noreturn]] void reject(std::string_view allowed) const {
    const std::string given = std::visit([](const auto& v) { return concat(v); }, value);
    throw UsageError(concat(activation, ": ", wanted, " is ", given, ", but must be ", allowed));
  }
};

}  // namespace actlab
