#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "catalogue/activation.h"
#include "lab/config/fields.h"

namespace actlab {

/// Declares the parameters of an activation as fields of a config.
class ParameterFields {
 public:
  explicit ParameterFields(const Activation& activation) : parameters_(activation.parameters()) {}

  void declare(Fields& fields) {
    for (Parameter& parameter : parameters_) {
      if (auto* real = std::get_if<double>(&parameter.value))
        fields.real(parameter.name, *real, any_number, parameter.help);
      else if (auto* integer = std::get_if<std::int64_t>(&parameter.value))
        fields.integer(parameter.name, *integer, any_number, parameter.help);
      else if (auto* flag = std::get_if<bool>(&parameter.value))
        fields.boolean(parameter.name, *flag, parameter.help);
      else
        fields.choice(parameter.name, std::get<std::string>(parameter.value), parameter.choices, parameter.help);
    }
  }
  Declaration declaration() {
    return [this](Fields& fields) { declare(fields); };
  }
  ParameterValues values() const {
    ParameterValues values;
    for (const Parameter& parameter : parameters_) values.emplace_back(parameter.name, parameter.value);
    return values;
  }

 private:
  std::vector<Parameter> parameters_;
};

}  // namespace actlab
