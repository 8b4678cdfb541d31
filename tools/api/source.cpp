#include "core/text.h"
#include "declaration.h"

namespace actlab::api {
namespace {

// {{"beta", options.beta()}}, with further values.
std::string values_of(const Declaration& one, const std::string& more = "") {
  std::vector<std::string> values;
  for (const Setting& setting : one.settings)
    values.push_back(concat("{\"", setting.name, "\", options.", setting.name, "()}"));
  if (!more.empty()) values.push_back(more);
  return concat("{", join(values, ", "), "}");
}

std::string function_definition(const Declaration& one) {
  if (one.is_gate)
    return concat("torch::Tensor ", one.name, "(const torch::Tensor& x, const ", one.type,
                  "Options& options) {\n  return apply_gate(\"", one.name, "\", x, options.dim());\n}\n\n");
  std::string text;
  if (!one.learned.empty())
    text = concat("torch::Tensor ", one.name, "(const torch::Tensor& x, const torch::Tensor& ", one.learned,
                  ") {\n  return apply_with_parameter(*catalogue_entry(\"", one.name, "\"), x, ", one.learned, ");\n}\n\n");
  if (one.always_learned) return text;
  if (one.settings.empty())
    return concat("torch::Tensor ", one.name, "(const torch::Tensor& x) {\n  static const ActivationPtr activation = catalogue_entry(\"",
                  one.name, "\");\n  return apply(*activation, x);\n}\n\n");
  text += concat("torch::Tensor ", one.name, "(const torch::Tensor& x, const ", one.type, "Options& options",
                 one.random ? ", bool training,\n    const std::optional<at::Generator>& generator" : "", ") {\n");
  text += concat("  const ActivationPtr activation = make_activation(\"", one.name, "\", ", values_of(one), ");\n");
  if (one.random)
    text += "  if (training)\n    return apply_in_training(*activation, x, generator ? *generator : "
            "at::detail::getDefaultCPUGenerator());\n";
  return text + "  return apply(*activation, x);\n}\n\n";
}

std::string reset_text(const Declaration& one) {
  if (one.is_gate || (one.learned.empty() && one.settings.empty())) return "{}";
  if (one.learned.empty()) return concat("{\n  make_activation(\"", one.name, "\", ", values_of(one), ");  // checks them\n}");
  const std::string initial = concat("make_activation(\"", one.name, "\", ",
                                     values_of(one, one.always_learned ? "" : "{\"learnable\", true}"), ")->learned()->initial");
  const std::string set = concat(one.learned, " = register_parameter(\"", one.learned, "\", parameter(", initial,
                                 ", options.num_parameters()));");
  return one.always_learned ? concat("{\n  ", set, "\n}") : concat("{\n  if (options.learnable()) ", set, "\n}");
}

std::string forward_text(const Declaration& one) {
  const std::string function = "actlab::" + one.name;
  if (one.always_learned) return concat("return ", function, "(x, ", one.learned, ");");
  if (!one.learned.empty()) {
    std::string set;
    for (const Setting& setting : one.settings) set += concat(".", setting.name, "(options.", setting.name, "())");
    return concat("return options.learnable() ? ", function, "(x, ", one.learned, ") : ", function, "(x, actlab::", one.type,
                  "Options()", set, ");");
  }
  if (one.random) return concat("return ", function, "(x, options, is_training());");
  return concat("return ", function, one.is_gate || !one.settings.empty() ? "(x, options);" : "(x);");
}

// "actlab::nn::LeakyRelu(negative_slope=0.01)"
std::string print_text(const Declaration& one) {
  std::vector<std::string> names;
  for (const Setting& setting : one.settings) names.push_back(setting.name);
  if (one.is_gate) names.emplace_back("dim");
  if (!one.learned.empty() && !one.always_learned) names.emplace_back("learnable");
  if (!one.learned.empty()) names.emplace_back("num_parameters");
  std::string text = concat("stream << concat(\"actlab::nn::", one.type, "(\"");
  for (std::size_t i = 0; i < names.size(); ++i)
    text += concat(", \"", i == 0 ? "" : ", ", names[i], "=\", options.", names[i], "()");
  return text + ", \")\");";
}

std::string module_definition(const Declaration& one) {
  constexpr auto text = R"(@CONSTRUCTOR@void @TYPE@Impl::reset() @RESET@
void @TYPE@Impl::pretty_print(std::ostream& stream) const {
  @PRINT@
}
torch::Tensor @TYPE@Impl::forward(const torch::Tensor& x) {
  @FORWARD@
}

)";
  const bool has_options = one.is_gate || !one.settings.empty();
  const std::pair<std::string_view, std::string> values[]{
      {"CONSTRUCTOR", has_options ? "@TYPE@Impl::@TYPE@Impl(const @TYPE@Options& options_) : options(options_) {\n  reset();\n}\n" : ""},
      {"RESET", reset_text(one)},
      {"PRINT", print_text(one)},
      {"FORWARD", forward_text(one)},
      {"TYPE", one.type}};
  return filled(text, values);
}

}  // namespace

std::string source(std::span<const Declaration> all) {
  std::string text = R"(#include <ATen/CPUGeneratorImpl.h>
#include <actlab/activations.h>
#include <actlab/nn.h>

#include "core/text.h"
#include "torch/autograd/apply.h"
#include "torch/autograd/gates.h"

namespace actlab {
namespace {

ActivationPtr catalogue_entry(std::string_view name) {
  for (const ActivationPtr& activation : catalogue()) {
    if (activation->spec().name == name) return activation;
  }
  return make_activation(name);
}

torch::Tensor parameter(double initial, std::int64_t count) {
  TORCH_CHECK(count >= 1, "num_parameters is ", count, ", but must be at least 1");
  return torch::full({count}, initial);
}

}  // namespace

)";
  for (const Declaration& one : all) text += function_definition(one);
  text += "namespace nn {\n\n";
  for (const Declaration& one : all) text += module_definition(one);
  return text + "}  // namespace nn\n}  // namespace actlab\n";
}

}  // namespace actlab::api
