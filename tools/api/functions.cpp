#include "core/text.h"
#include "declaration.h"

namespace actlab::api {
namespace {

std::string cpp_type(const ParameterValue& value) {
  if (std::holds_alternative<double>(value)) return "double";
  if (std::holds_alternative<std::int64_t>(value)) return "std::int64_t";
  return "std::string";
}

std::string choices_text(const Setting& setting) {
  return setting.choices.empty() ? "" : concat(" (\"", join(setting.choices, "\" or \""), "\")");
}

std::string options_of(const Declaration& one) {
  std::string members, constructor;
  for (const Setting& setting : one.settings) {
    const std::string type = cpp_type(setting.value);
    if (setting.is_required()) {
      constructor += concat("  /* implicit */ ", one.type, "Options(", type, " ", setting.name, ") : ", setting.name,
                            "_(", setting.name, ") {}\n\n");
      members += concat("  /// ", setting.help, "\n  TORCH_ARG(", type, ", ", setting.name, ");\n");
      continue;
    }
    members += concat("  /// ", setting.help, choices_text(setting), "\n  TORCH_ARG(", type, ", ", setting.name,
                      ") = ", literal(setting.value), ";\n");
  }
  if (one.is_gate)
    members = "  /// the dimension that is split into halves; its size must be even\n  TORCH_ARG(std::int64_t, dim) = -1;\n";
  return concat("/// The parameters of ", one.name, ".\nstruct ", one.type, "Options {\n", constructor, members, "};\n\n");
}

// The lines of the comment above a function.
std::string comment_of(const Declaration& one) {
  std::string text = folded(one.name + "(x) = " + one.formula, "/// ") + "///\n";
  const auto add = [&](std::string_view label, const std::string& what) {
    if (!what.empty()) text += folded(concat(label, what), "/// ");
  };
  add("Derivative: ", one.derivative);
  add("Range: ", one.range);
  add("Source: ", one.source);
  add("Note: ", one.notes);
  add("Largest errors found: ", one.errors);
  return text + "///\n";
}

constexpr std::string_view tensor_comment = R"(/// x: any shape and strides; float64, float32, float16 or bfloat16. The result has its shape and dtype, and is
/// differentiable to any order. Throws c10::Error for other dtypes)";

std::string parameter_comment(const Declaration& one) {
  if (one.is_gate)
    return "/// x: any strides; float64, float32, float16 or bfloat16. The result has half of its size along dim, and is\n"
           "/// differentiable to any order. Throws c10::Error for other dtypes and an odd size.\n";
  return concat(tensor_comment,
                one.settings.empty() ? ".\n" : ",\n/// and std::runtime_error for a parameter that is not allowed.\n");
}

std::string learned_comment(const Declaration& one) {
  return concat("/// ", one.learned, ": has the dtype of x, and one element, or one for each feature of x (dimension 1); it gets a gradient.\n");
}

std::string declaration_text(const Declaration& one) {
  const std::string comment = comment_of(one) + parameter_comment(one);
  const std::string with_parameter =
      concat("torch::Tensor ", one.name, "(const torch::Tensor& x, const torch::Tensor& ", one.learned, ");\n\n");
  if (one.always_learned) return comment + learned_comment(one) + with_parameter;
  const bool has_options = one.is_gate || !one.settings.empty();
  if (!has_options) return concat(comment, "torch::Tensor ", one.name, "(const torch::Tensor& x);\n\n");
  const bool required = !one.settings.empty() && one.settings.front().is_required();
  std::string text = concat(options_of(one), comment);
  if (one.random)
    text += "/// training: draws random numbers from the generator, or else from that of the CPU.\n";
  text += concat("torch::Tensor ", one.name, "(const torch::Tensor& x, const ", one.type, "Options& options",
                 required ? "" : " = {}",
                 one.random ? ", bool training = false,\n    const std::optional<at::Generator>& generator = std::nullopt" : "",
                 ");\n\n");
  if (!one.learned.empty()) text += concat("/// The same with a tensor.\n", learned_comment(one), with_parameter);
  return text;
}

}  // namespace

std::string functions_header(std::span<const Declaration> all) {
  std::string text = R"(#pragma once

#include <ATen/core/Generator.h>
#include <torch/arg.h>
#include <torch/types.h>

#include <cstdint>
#include <optional>
#include <string>

#include <actlab/catalogue.h>

/// The activations of the catalogue as functions of tensors:
///
///     actlab::gelu(x, actlab::GeluOptions().approximate("tanh"))
namespace actlab {

)";
  for (const Declaration& one : all) text += declaration_text(one);
  return text + "}  // namespace actlab\n";
}

}  // namespace actlab::api
