#include "app/cli_tensors/activations_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <sstream>

#include "catalogue/gates.h"
#include "catalogue/records/accuracy.h"
#include "catalogue/records/speed.h"
#include "show/report/braille_plot.h"
#include "show/report/table.h"
#include "torch/autograd/differences.h"
#include "torch/verify/portrait.h"

namespace actlab {
namespace {

constexpr std::size_t line_width = 100;
constexpr int label_width = 13;

// "label        text", with line breaks between words.
std::string paragraph(std::string_view label, const std::string& text) {
  std::string result, line = fmt::format("{:<{}}", label, label_width);
  std::istringstream words(text);
  bool at_start = true;
  for (std::string word; words >> word;) {
    if (!at_start && line.size() + 1 + word.size() > line_width) {
      result += line + "\n";
      line = std::string(label_width, ' ');
      at_start = true;
    }
    line += (at_start ? "" : " ") + word;
    at_start = false;
  }
  return result + line + "\n";
}

std::string kinks(const Activation& activation) {
  std::vector<std::string> places;
  for (const Kink& kink : activation.kinks())
    places.push_back(fmt::format("{} at {:g}", kink.jump ? "jump" : "kink", kink.at));
  return places.empty() ? "smooth" : fmt::format("{}", fmt::join(places, ", "));
}

std::string value_of(const Parameter& parameter) {
  return std::visit([](const auto& value) { return fmt::format("{}", value); }, parameter.value);
}

std::string parameters(const Activation& activation) {
  std::vector<std::string> all;
  for (const Parameter& parameter : activation.parameters())
    all.push_back(fmt::format("{}={}", parameter.name, value_of(parameter)));
  return all.empty() ? "no parameters" : fmt::format("{}", fmt::join(all, ", "));
}

// "beta, which a layer may learn"; empty if there is no such parameter.
std::string learnable(const Activation& activation) {
  if (activation.learnable().empty()) return "";
  return fmt::format("{}, which a layer {}", activation.learnable(), activation.learned() ? "learns" : "may learn");
}

// "range (0, 1); "; empty if the definition states none.
std::string range(const Spec& spec) {
  return spec.range.empty() ? "" : fmt::format("range {}; ", spec.range);
}

std::vector<std::string_view> aliases(const Spec& spec) {
  std::vector<std::string_view> names;
  std::copy_if(spec.aliases.begin(), spec.aliases.end(), std::back_inserter(names),
               [](std::string_view name) { return !name.empty(); });
  return names;
}

std::string plot(const Activation& activation) {
  const ActivationCurve curve = curve_of(activation, panel_samples);
  const bool row_wise = activation.is_row_wise();
  return braille_panels(
      {{row_wise ? "f(x, 0), first element" : "f(x)", curve.f}, {row_wise ? "its derivative by x" : "f'(x)", curve.df}},
      curve.x.front(), curve.x.back());
}

// "0.52", "1.2e+07", "unbounded" if a result was not finite, "none" if there is no such function.
std::string ulps(const Error& error) {
  if (std::isnan(error.ulps)) return "none";
  if (std::isinf(error.ulps)) return "unbounded";
  return fmt::format("{:.2g}", error.ulps);
}

// "2.9 at x = -0.015625"
std::string ulps_with_input(const Error& error) {
  return error.ulps == 0 ? ulps(error) : fmt::format("{} at x = {}", ulps(error), error.at);
}

std::string errors(const Errors& ours, const Errors& builtin) {
  return fmt::format("value {}, derivative {} (built-in {}, {})", ulps_with_input(ours.value),
                     ulps_with_input(ours.derivative), ulps(builtin.value), ulps(builtin.derivative));
}

// Empty if no errors are recorded.
std::string accuracy_paragraphs(const Activation& activation) {
  const Accuracy* recorded = recorded_accuracy(activation);
  if (recorded == nullptr) return "";
  return paragraph("error, ULP", "float32: " + errors(recorded->float32, recorded->builtin_float32)) +
         paragraph("", "float64: " + errors(recorded->float64, recorded->builtin_float64));
}

// Empty if no time is recorded.
std::string speed_paragraph(const Activation& activation) {
  const auto recorded = recorded_speed(activation);
  if (!recorded) return "";
  const Speed& speed = recorded->speed;
  const auto times = [](double builtin, double copy) {
    const std::string of_copy = fmt::format("{:.2f} times a copy", copy);
    return std::isnan(builtin) ? of_copy : fmt::format("{:.2f} times the built-in, {}", builtin, of_copy);
  };
  return paragraph("time", fmt::format("forward {}; backward {} (1e5 float32, one thread, {})",
                                       times(speed.forward_builtin, speed.forward_copy),
                                       times(speed.backward_builtin, speed.backward_copy), recorded->machine));
}

// The inputs where it differs from the built-in on purpose.
std::string difference_paragraphs(const Activation& activation) {
  std::string text;
  for (const TorchDifference& difference : differences_from_torch()) {
    if (difference.activation != activation.spec().name) continue;
    text += paragraph(
        text.empty() ? "not torch's" : "",
        fmt::format("{} at {}: {} instead of {}: {}", difference.quantity == Quantity::value ? "value" : "derivative",
                    difference.x, difference.ours, difference.builtin, difference.why));
  }
  return text;
}

}  // namespace

std::string accuracy_text() {
  Table inputs({{"input of the largest error", Table::Align::left},
                {"float32 f"},
                {"float32 f'"},
                {"float64 f"},
                {"float64 f'"}});
  Table table({{"largest error in ULP", Table::Align::left},
               {"float32 f"},
               {"built-in"},
               {"float32 f'"},
               {"built-in"},
               {"float64 f"},
               {"built-in"},
               {"float64 f'"},
               {"built-in"}});
  for (const ActivationPtr& activation : measured_activations()) {
    const Accuracy* recorded = recorded_accuracy(*activation);
    if (recorded == nullptr) continue;
    const Accuracy& a = *recorded;
    const bool compared = !activation->spec().composed_reference;
    const auto builtin = [&](const Error& error) { return compared ? ulps(error) : std::string("-"); };
    table.add_row({to_string(*activation), ulps(a.float32.value), builtin(a.builtin_float32.value),
                   ulps(a.float32.derivative), builtin(a.builtin_float32.derivative), ulps(a.float64.value),
                   builtin(a.builtin_float64.value), ulps(a.float64.derivative),
                   builtin(a.builtin_float64.derivative)});
    const auto input = [](const Error& error) { return error.ulps == 0 ? "-" : fmt::format("{}", error.at); };
    inputs.add_row({to_string(*activation), input(a.float32.value), input(a.float32.derivative), input(a.float64.value),
                    input(a.float64.derivative)});
  }
  return table.to_string(false) + "\n" + inputs.to_string(false);
}

std::string catalogue_text() {
  std::string text;
  for (const ActivationPtr& activation : catalogue()) {
    const Spec& spec = activation->spec();
    if (!text.empty()) text += "\n";
    text += paragraph(spec.name, activation->formula_text());
    const auto others = aliases(spec);
    std::string also = others.empty() ? "" : fmt::format("; also {}", fmt::join(others, ", "));
    if (!activation->learnable().empty()) also += "; learnable: " + learnable(*activation);
    text += paragraph("", fmt::format("{}{}; {}{}", range(spec), kinks(*activation), parameters(*activation), also));
    text += paragraph("", std::string(spec.source));
  }
  for (const Gate& gate : gates)
    text += "\n" + paragraph(gate.name, std::string(gate.formula)) + paragraph("", std::string(gate.source));
  return text;
}

std::string explain(const Activation& activation) {
  const Spec& spec = activation.spec();
  std::string text = paragraph("name", std::string(spec.name));
  if (const auto others = aliases(spec); !others.empty())
    text += paragraph("also", fmt::format("{}", fmt::join(others, ", ")));
  text += paragraph("formula", activation.formula_text());
  text += paragraph("derivative", activation.derivative_text());
  if (!spec.range.empty()) text += paragraph("range", std::string(spec.range));
  text += paragraph("kinks", kinks(activation));
  for (const Parameter& parameter : activation.parameters()) {
    const std::string choices =
        parameter.choices.empty() ? "" : fmt::format(" ({})", fmt::join(parameter.choices, ", "));
    text += paragraph("parameter",
                      fmt::format("{} = {}{}: {}", parameter.name, value_of(parameter), choices, parameter.help));
  }
  if (!activation.learnable().empty()) text += paragraph("learnable", learnable(activation));
  text += paragraph("source", std::string(spec.source));
  if (!spec.notes.empty()) text += paragraph("notes", std::string(spec.notes));
  text += difference_paragraphs(activation) + accuracy_paragraphs(activation) + speed_paragraph(activation);
  return text + "\n" + plot(activation);
}

}  // namespace actlab
