#include "core/text.h"
#include "declaration.h"

namespace actlab::api {
namespace {

std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + "\"";
}

std::string list_of(const std::vector<std::string>& texts) {
  std::vector<std::string> all;
  for (const std::string& text : texts) all.push_back(quoted(text));
  return concat("[", join(all, ", "), "]");
}

std::string setting_json(const Setting& setting) {
  return concat("{\"name\": ", quoted(setting.name), ", \"default\": ", literal(setting.value),
                ", \"required\": ", setting.is_required(), ", \"choices\": ", list_of(setting.choices),
                ", \"help\": ", quoted(setting.help), "}");
}

std::string declaration_json(const Declaration& one) {
  std::string text = "{";
  for (const auto& [key, value] :
       {std::pair{"name", &one.name}, std::pair{"type", &one.type}, std::pair{"formula", &one.formula},
        std::pair{"derivative", &one.derivative}, std::pair{"range", &one.range}, std::pair{"source", &one.source},
        std::pair{"notes", &one.notes}, std::pair{"errors", &one.errors}, std::pair{"learned", &one.learned}})
    text += concat(quoted(key), ": ", quoted(*value), ", ");
  std::vector<std::string> settings;
  for (const Setting& setting : one.settings) settings.push_back(setting_json(setting));
  return text + concat("\"aliases\": ", list_of(one.aliases), ", \"parameters\": [", join(settings, ", "),
                       "], \"always_learned\": ", one.always_learned, ", \"random\": ", one.random,
                       ", \"row_wise\": ", one.row_wise, ", \"gate\": ", one.is_gate, "}");
}

}  // namespace

std::string json(std::span<const Declaration> all) {
  std::vector<std::string> texts;
  for (const Declaration& one : all) texts.push_back(declaration_json(one));
  return concat("[\n", join(texts, ",\n"), "\n]\n");
}

}  // namespace actlab::api
