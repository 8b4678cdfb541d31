#pragma once

#include <gtest/gtest.h>
#include <torch/types.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "catalogue/activation.h"

namespace actlab {

/// Values other than the default: the other choices of a string, a nearby number, dimension 0. None for booleans, which
/// configure what a layer learns and do not change the function.
inline std::vector<ParameterValue> other_values(const Parameter& parameter) {
  std::vector<ParameterValue> values;
  if (const auto* text = std::get_if<std::string>(&parameter.value)) {
    for (const std::string_view choice : parameter.choices) {
      if (choice != *text) values.emplace_back(std::string(choice));
    }
  } else if (const auto* real = std::get_if<double>(&parameter.value)) {
    values.emplace_back(*real + 0.09);
    if (parameter.name == "alpha") values.emplace_back(-2.0);
  } else if (std::holds_alternative<std::int64_t>(parameter.value)) {
    values.emplace_back(std::int64_t{0});
  }
  return values;
}

/// All activations of the catalogue, with their defaults and with other values of each parameter. So new activations
/// are tested automatically.
inline std::vector<ActivationPtr> all_cases() {
  std::vector<ActivationPtr> cases;
  for (const ActivationPtr& activation : catalogue()) {
    cases.push_back(activation);
    for (const Parameter& parameter : activation->parameters()) {
      for (const ParameterValue& value : other_values(parameter))
        cases.push_back(make_activation(activation->spec().name, {{std::string(parameter.name), value}}));
    }
  }
  return cases;
}

/// A name that GoogleTest accepts.
inline std::string case_name(const testing::TestParamInfo<ActivationPtr>& tested) {
  std::string name = to_string(*tested.param);
  std::replace_if(
      name.begin(), name.end(), [](unsigned char c) { return !std::isalnum(c); }, '_');
  return name;
}

/// float64 inputs spread over the activation's interval in irregular order, at least 0.01 away from kinks.
inline torch::Tensor inputs_for(const Activation& activation, torch::IntArrayRef sizes) {
  const auto [low, high] = activation.spec().interval;
  torch::Tensor x = torch::zeros(sizes, torch::kDouble);
  for (std::int64_t i = 0; i < x.numel(); ++i) {
    const double golden = 0.61803398874989485 * static_cast<double>(i + 1);
    double value = low + (high - low) * (golden - std::floor(golden));
    for (const Kink& kink : activation.kinks()) {
      if (std::abs(value - kink.at) < 0.01) value = kink.at + 0.02;
    }
    x.data_ptr<double>()[i] = value;
  }
  return x;
}

/// All dtypes that activations support, with their names.
inline const std::vector<std::pair<torch::ScalarType, std::string>>& dtypes() {
  static const std::vector<std::pair<torch::ScalarType, std::string>> all{{torch::kDouble, "float64"},
                                                                          {torch::kFloat, "float32"},
                                                                          {torch::kBFloat16, "bfloat16"},
                                                                          {torch::kHalf, "float16"}};
  return all;
}

}  // namespace actlab
