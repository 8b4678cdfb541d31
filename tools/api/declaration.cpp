#include "declaration.h"

#include <cctype>
#include <cmath>
#include <sstream>

#include "catalogue/activation.h"
#include "catalogue/gates.h"
#include "catalogue/records/accuracy.h"
#include "core/text.h"

namespace actlab::api {
namespace {

std::string camel_case(std::string_view name) {
  std::string result;
  bool upper = true;
  for (const char c : name) {
    if (c == '_') {
      upper = true;
      continue;
    }
    result += static_cast<char>(upper ? std::toupper(c) : c);
    upper = false;
  }
  return result;
}

// "0.52": rounded up, because it is a largest error.
std::string ulps(double error) {
  return to_text(std::ceil(error * 100) / 100);
}

std::string errors_text(const Activation& activation) {
  const Accuracy* accuracy = recorded_accuracy(activation);
  if (accuracy == nullptr) return "";
  std::string text;
  for (const auto& [errors, dtype] :
       {std::pair{&accuracy->float32, "float32"}, std::pair{&accuracy->float64, "float64"}}) {
    if (std::isfinite(errors->value.ulps))
      text += concat(text.empty() ? "" : "; ", dtype, ": value ", ulps(errors->value.ulps), " ULP");
    if (std::isfinite(errors->value.ulps) && std::isfinite(errors->derivative.ulps))
      text += concat(", derivative ", ulps(errors->derivative.ulps), " ULP");
  }
  return text;
}

Declaration declaration_of(const Activation& activation) {
  const Spec& spec = activation.spec();
  Declaration one{.name = std::string(spec.name),
                  .type = camel_case(spec.name),
                  .formula = activation.formula_text(),
                  .derivative = activation.derivative_text(),
                  .range = std::string(spec.range),
                  .source = std::string(spec.source),
                  .notes = std::string(spec.notes),
                  .errors = errors_text(activation),
                  .aliases = {},
                  .settings = {},
                  .learned = std::string(activation.learnable()),
                  .always_learned = activation.learned().has_value(),
                  .random = activation.is_random(),
                  .row_wise = activation.is_row_wise()};
  for (const std::string_view alias : spec.aliases) {
    if (!alias.empty()) one.aliases.emplace_back(alias);
  }
  for (const Parameter& parameter : activation.parameters()) {
    if (std::holds_alternative<bool>(parameter.value)) continue;  // how a layer learns
    one.settings.push_back({std::string(parameter.name), std::string(parameter.help), parameter.value,
                            {parameter.choices.begin(), parameter.choices.end()}});
  }
  return one;
}

Declaration declaration_of(const Gate& gate) {
  Declaration one{.name = std::string(gate.name),
                  .type = camel_case(gate.name),
                  .formula = std::string(gate.formula),
                  .derivative = {},
                  .range = {},
                  .source = std::string(gate.source),
                  .notes = {},
                  .errors = {},
                  .aliases = {},
                  .settings = {},
                  .learned = {}};
  one.is_gate = true;
  return one;
}

void replace_all(std::string& text, const std::string& key, const std::string& value) {
  for (std::size_t at = text.find(key); at != std::string::npos; at = text.find(key, at + value.size()))
    text.replace(at, key.size(), value);
}

}  // namespace

std::vector<Declaration> declarations() {
  std::vector<Declaration> all;
  for (const ActivationPtr& activation : catalogue()) all.push_back(declaration_of(*activation));
  for (const Gate& gate : gates) all.push_back(declaration_of(gate));
  return all;
}

std::string filled(std::string text, std::span<const std::pair<std::string_view, std::string>> values) {
  for (const auto& [key, value] : values) replace_all(text, concat("@", key, "@"), value);
  return text;
}

std::string literal(const ParameterValue& value) {
  return std::visit(
      [](const auto& v) {
        if constexpr (std::is_same_v<std::decay_t<decltype(v)>, std::string>)
          return concat("\"", v, "\"");
        else
          return concat(v);
      },
      value);
}

std::string folded(std::string_view text, const std::string& prefix) {
  constexpr std::size_t columns = 120;
  std::istringstream words{std::string(text)};
  std::string all, line, word;
  while (words >> word) {
    if (!line.empty() && line.size() + 1 + word.size() > columns) {
      all += line + "\n";
      line.clear();
    }
    line += (line.empty() ? prefix : " ") + word;
  }
  return all + line + "\n";
}

}  // namespace actlab::api
