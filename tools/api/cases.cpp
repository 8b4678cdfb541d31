#include "core/text.h"
#include "declaration.h"

namespace actlab::api {
namespace {

// Another value than the default, which tells on inputs between -6 and 6.
ParameterValue changed(const Setting& setting) {
  if (const auto* number = std::get_if<double>(&setting.value)) return *number > 6 ? *number / 4 : *number + 0.125;
  if (std::holds_alternative<std::string>(setting.value)) return setting.choices.back();
  return std::int64_t{0};
}

std::string first_arguments(const Declaration& one) {
  std::string arguments;
  for (const Setting& setting : one.settings) {
    if (setting.is_required()) arguments += concat(", ", literal(setting.value));
  }
  return arguments;
}

}  // namespace

std::string cases(std::span<const Declaration> all) {
  std::string text;
  for (const Declaration& one : all) {
    const std::string required = first_arguments(one);
    text += concat("ACTLAB_MODULE(", one.name, ", ", one.type, required, ")\n");
    text += concat("ACTLAB_FUNCTION(", one.name, ", ",
                   one.always_learned ? concat("x, torch::full({1}, ", literal(one.settings.front().value), ", x.options())")
                                      : "x" + required,
                   ")\n");
    if (one.always_learned) continue;
    for (const Setting& setting : one.settings)
      text += concat("ACTLAB_SETTING(", one.name, ", ", one.type, "Options(",
                     required.empty() ? "" : required.substr(2), "), ", setting.name, ", ", literal(changed(setting)), ")\n");
  }
  return text;
}

}  // namespace actlab::api
