#pragma once

#include <actlab/activations.h>
#include <actlab/nn.h>
#include <torch/nn/modules/container/any.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace actlab {

/// A module with default parameters, as an own object for each call.
struct ModuleCase {
  std::string name, type;
  std::function<torch::nn::AnyModule()> make;
};

inline std::vector<ModuleCase> module_cases() {
  return {
#define ACTLAB_MODULE(name, type, ...) {#name, #type, [] { return torch::nn::AnyModule(nn::type(__VA_ARGS__)); }},
#define ACTLAB_FUNCTION(...)
#define ACTLAB_SETTING(...)
#include "api/cases.inc"
#undef ACTLAB_MODULE
#undef ACTLAB_FUNCTION
#undef ACTLAB_SETTING
  };
}

/// A function of x with default parameters.
struct FunctionCase {
  std::string name;
  std::function<torch::Tensor(const torch::Tensor& x)> call;
};

inline std::vector<FunctionCase> function_cases() {
  return {
#define ACTLAB_MODULE(...)
#define ACTLAB_FUNCTION(name, ...) {#name, [](const torch::Tensor& x) { return actlab::name(__VA_ARGS__); }},
#define ACTLAB_SETTING(...)
#include "api/cases.inc"
#undef ACTLAB_MODULE
#undef ACTLAB_FUNCTION
#undef ACTLAB_SETTING
  };
}

/// A function with one parameter that is not its default, and the same of the catalogue.
struct SettingCase {
  std::string name, parameter;
  std::function<torch::Tensor(const torch::Tensor& x)> call;
  ParameterValue value;
};

inline std::vector<SettingCase> setting_cases() {
  return {
#define ACTLAB_MODULE(...)
#define ACTLAB_FUNCTION(...)
#define ACTLAB_SETTING(name, options, parameter, value)                                                         \
  {#name, #parameter, [](const torch::Tensor& x) { return actlab::name(x, actlab::options.parameter(value)); }, \
   decltype(ParameterValue(value))(value)},
#include "api/cases.inc"
#undef ACTLAB_MODULE
#undef ACTLAB_FUNCTION
#undef ACTLAB_SETTING
  };
}

/// Numbers on both sides of all kinks, and not at one.
inline torch::Tensor some_inputs() {
  return torch::linspace(-6.13, 6.37, 24, torch::kDouble).reshape({6, 4});
}

template <class Case> std::string case_name(const testing::TestParamInfo<Case>& info) {
  return info.param.name;
}

}  // namespace actlab
