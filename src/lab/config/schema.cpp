#include <cmath>
#include <nlohmann/json.hpp>

#include "lab/config/fields.h"

namespace actlab {
namespace {

using nlohmann::json;

json number_schema(std::string_view type, const Range& range) {
  json schema{{"type", type}};
  const auto bound = [](double value) {
    return value == std::floor(value) ? json(static_cast<std::int64_t>(value)) : json(value);
  };
  if (std::isfinite(range.min)) schema[range.excludes_min ? "exclusiveMinimum" : "minimum"] = bound(range.min);
  if (std::isfinite(range.max)) schema[range.excludes_max ? "exclusiveMaximum" : "maximum"] = bound(range.max);
  return schema;
}

class SchemaWriter : public Fields {
 public:
  json properties = json::object();
  json required_keys = json::array();

  void boolean(std::string_view key, bool& value, std::string_view help) override {
    add(key, {{"type", "boolean"}, {"default", value}}, help);
  }
  void integer(std::string_view key, std::int64_t& value, Range range, std::string_view help) override {
    add_with_default(key, number_schema("integer", range), value, help);
  }
  void real(std::string_view key, double& value, Range range, std::string_view help) override {
    add_with_default(key, number_schema("number", range), value, help);
  }
  void text(std::string_view key, std::string& value, std::string_view help) override {
    // An editor reads an unquoted 2024 as a number, actlab as a string.
    add_with_default(key, {{"type", {"string", "number", "boolean"}}}, value, help);
  }
  void choice(std::string_view key, std::string& value, std::span<const std::string_view> choices,
              std::string_view help) override {
    add_with_default(key, {{"enum", choices}}, value, help);
  }
  void integers(std::string_view key, std::vector<std::int64_t>& value, Range each, std::string_view help) override {
    add_with_default(key, {{"type", "array"}, {"items", number_schema("integer", each)}}, value, help);
  }
  void reals(std::string_view key, std::vector<double>& value, Range each, std::string_view help) override {
    add_with_default(key, {{"type", "array"}, {"items", number_schema("number", each)}}, value, help);
  }
  void custom(std::string_view key, CustomField& value, std::string_view help) override {
    add(key, value.schema(), help);
  }
  void required() override {
    json& property = properties[last_key_];
    property.erase("default");
    if (property.contains("anyOf")) {
      for (json& choice : property["anyOf"]) require_kind(choice);
    }
    required_keys.push_back(last_key_);
  }

 protected:
  void nested(std::string_view key, const std::function<void(Fields&)>& declare, std::string_view help) override {
    add(key, config_schema(declare), help);
  }
  void mapping(std::string_view key, const NamedStructs& structs, std::string_view help) override {
    add(key, {{"type", "object"}, {"minProperties", 1}, {"additionalProperties", config_schema(structs.describe)}},
        help);
  }
  void variant(std::string_view key, const std::vector<Alternative>& alternatives, std::size_t selected,
               std::string_view help) override {
    json any_of = json::array();
    for (const Alternative& alternative : alternatives) {
      json kind{{"const", alternative.kind}, {"description", alternative.help}};
      any_of.push_back(kind);
      const bool is_selected = alternative.kind == alternatives[selected].kind;
      json fields = config_schema(is_selected ? alternative.declare : alternative.describe);
      fields["properties"]["kind"] = kind;
      json needed = is_selected ? json::array() : json{"kind"};  // fields without a kind are those of the default
      for (const json& other : fields.value("required", json::array())) needed.push_back(other);
      // The kind alone stands for its defaults, which a required field does not have.
      if (fields.contains("required")) any_of.erase(any_of.size() - 1);
      if (!needed.empty()) fields["required"] = needed;
      fields["description"] = alternative.help;
      any_of.push_back(std::move(fields));
    }
    add(key, {{"anyOf", std::move(any_of)}, {"default", alternatives[selected].kind}}, help);
  }

 private:
  void add(std::string_view key, json schema, std::string_view help) {
    last_key_ = key;
    schema["description"] = help;
    properties[last_key_] = std::move(schema);
  }
  // The default of a required variant does not stand for its fields alone.
  static void require_kind(json& choice) {
    if (!choice.contains("properties") || !choice["properties"].contains("kind")) return;
    json needed{"kind"};
    for (const json& other : choice.value("required", json::array())) {
      if (other != "kind") needed.push_back(other);
    }
    choice["required"] = needed;
  }
  template <class Value>
  void add_with_default(std::string_view key, json schema, const Value& value, std::string_view help) {
    schema["default"] = value;
    add(key, std::move(schema), help);
  }

  std::string last_key_;
};

}  // namespace

json config_schema(const Declaration& declaration) {
  SchemaWriter writer;
  declaration(writer);
  json schema{{"type", "object"}, {"properties", writer.properties}, {"additionalProperties", false}};
  if (!writer.required_keys.empty()) schema["required"] = writer.required_keys;
  return schema;
}

}  // namespace actlab
