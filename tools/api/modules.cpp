#include "core/text.h"
#include "declaration.h"

namespace actlab::api {
namespace {

bool has_options(const Declaration& one) {
  return one.is_gate || !one.settings.empty();
}

// The options of a layer that can learn its parameter.
std::string layer_options(const Declaration& one) {
  std::string members;
  for (const Setting& setting : one.settings)
    members += concat("  /// ", setting.help, "\n  TORCH_ARG(double, ", setting.name, ") = ", literal(setting.value), ";\n");
  if (!one.always_learned)
    members += concat("  /// learn ", one.learned, ", starting from the given value\n  TORCH_ARG(bool, learnable) = false;\n");
  return concat("/// The parameters of ", one.type, ".\nstruct ", one.type, "Options {\n", members, "  /// of ", one.learned,
                " that are learned: 1, or the number of features (dimension 1)\n"
                "  TORCH_ARG(std::int64_t, num_parameters) = 1;\n};\n\n");
}

std::string module_text(const Declaration& one) {
  const std::string options = one.type + "Options";
  std::string text;
  if (!one.learned.empty())
    text += layer_options(one);
  else if (has_options(one))
    text += concat("using actlab::", options, ";\n\n");
  const bool required = !one.settings.empty() && one.settings.front().is_required();
  text += folded(concat("actlab::", one.name, " as a module: ", one.formula), "/// ");
  if (!one.learned.empty()) text += concat("/// It learns the parameter `", one.learned, "`.\n");
  text += concat("class ", one.type, "Impl : public torch::nn::Cloneable<", one.type, "Impl> {\n public:\n");
  if (has_options(one))
    text += concat("  explicit ", one.type, "Impl(const ", options, "& options_", required ? "" : " = {}", ");\n");
  text += "  void reset() override;\n  void pretty_print(std::ostream& stream) const override;\n"
          "  torch::Tensor forward(const torch::Tensor& x);\n";
  if (has_options(one)) text += concat("\n  ", options, " options;\n");
  if (!one.learned.empty())
    text += concat("  torch::Tensor ", one.learned, ";", one.always_learned ? "" : "  ///< undefined if it is not learned", "\n");
  return text + concat("};\nTORCH_MODULE(", one.type, ");\n\n");
}

}  // namespace

std::string modules_header(std::span<const Declaration> all) {
  std::string text = R"(#pragma once

#include <torch/nn/cloneable.h>
#include <torch/nn/pimpl.h>

#include <cstdint>
#include <ostream>

#include <actlab/activations.h>

/// The activations of the catalogue as modules, with holders, options and names of parameters as in torch::nn:
///
///     torch::nn::Sequential net(torch::nn::Linear(2, 10), actlab::nn::Prelu(actlab::nn::PreluOptions().init(0.1)));
namespace actlab::nn {

)";
  for (const Declaration& one : all) text += module_text(one);
  return text + "}  // namespace actlab::nn\n";
}

}  // namespace actlab::api
