#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "config/node.h"

namespace actlab {

/// What a number may be.
struct Range {
  double min = -std::numeric_limits<double>::infinity();
  double max = std::numeric_limits<double>::infinity();
  bool excludes_min = false;
  bool excludes_max = false;
};
inline constexpr Range any_number{};
inline constexpr Range positive{.min = 0, .excludes_min = true};
inline constexpr Range non_negative{.min = 0};
inline constexpr Range fraction{.min = 0, .max = 1, .excludes_max = true};
constexpr Range at_least(double min) {
  return {.min = min};
}
constexpr Range between(double min, double max) {
  return {.min = min, .max = max};
}

class Fields;

/// A field whose YAML has a shape of its own (an activation, a seed list): it reads, writes and describes itself.
class CustomField {
 public:
  virtual ~CustomField() = default;
  /// Takes the value from `node`; adds what is wrong with it to `problems` under `path`.
  virtual void read(const Node& node, std::string_view path, Problems& problems) = 0;
  /// The value as it would be written in a config.
  virtual Node write() const = 0;
  /// Its JSON Schema.
  virtual nlohmann::json schema() const = 0;
};

/// One of the things that a `kind:` may name, with fields of its own.
struct Alternative {
  std::string_view kind;
  std::string_view help;
  std::function<void()> select;          ///< makes this the variant's value, with defaults, unless it already is
  std::function<void(Fields&)> declare;  ///< declares its fields; only called when selected
};

/// A struct of a config declares its members to one of these, once:
///
///     void TrainingConfig::declare(Fields& fields) {
///       fields.integer("epochs", epochs, at_least(1), "passes over the training data");
///       fields.one_of("optimizer", optimizer, "how weights move");
///     }
///
/// The implementations read YAML, write the resolved config, print --help and emit the JSON Schema. The value that a
/// member has when it is declared is its default.
class Fields {
 public:
  virtual ~Fields() = default;

  virtual void boolean(std::string_view key, bool& value, std::string_view help) = 0;
  virtual void integer(std::string_view key, std::int64_t& value, Range range, std::string_view help) = 0;
  virtual void real(std::string_view key, double& value, Range range, std::string_view help) = 0;
  virtual void text(std::string_view key, std::string& value, std::string_view help) = 0;
  /// A text that must be one of `choices`.
  virtual void choice(std::string_view key, std::string& value, std::span<const std::string_view> choices,
                      std::string_view help) = 0;
  virtual void integers(std::string_view key, std::vector<std::int64_t>& value, Range each, std::string_view help) = 0;
  virtual void reals(std::string_view key, std::vector<double>& value, Range each, std::string_view help) = 0;
  virtual void custom(std::string_view key, CustomField& value, std::string_view help) = 0;

  /// A nested struct with a `declare(Fields&)` of its own.
  template <class Struct>
  void section(std::string_view key, Struct& value, std::string_view help) {
    nested(
        key, [&](Fields& fields) { value.declare(fields); }, help);
  }

  /// A mapping from names of the user's choosing to structs, in the order of the file; at least one.
  template <class Struct>
  void named(std::string_view key, std::vector<std::pair<std::string, Struct>>& values, std::string_view help) {
    mapping(
        key, [&] { values.clear(); },
        [&](std::string_view name, Fields& fields) {
          for (auto& [known, value] : values) {
            if (known == name) return value.declare(fields);
          }
          values.emplace_back(std::string(name), Struct{}).second.declare(fields);
        },
        [&] {
          std::vector<std::string> names;
          for (const auto& entry : values) names.push_back(entry.first);
          return names;
        }(),
        help);
  }

  /// One of several structs, told apart by `kind:`; a struct has static `kind` and `help` and its own
  /// `declare(Fields&)`. `optimizer: adam` is short for `optimizer: {kind: adam}`.
  template <class... Structs>
  void one_of(std::string_view key, std::variant<Structs...>& value, std::string_view help) {
    const std::vector<Alternative> alternatives{alternative<Structs>(value)...};
    variant(key, alternatives, value.index(), help);
  }

  /// Marks the field declared last as one that the file must give.
  virtual void required() {}

 protected:
  virtual void nested(std::string_view key, const std::function<void(Fields&)>& declare, std::string_view help) = 0;
  virtual void mapping(std::string_view key, const std::function<void()>& clear,
                       const std::function<void(std::string_view, Fields&)>& declare,
                       const std::vector<std::string>& names, std::string_view help) = 0;
  virtual void variant(std::string_view key, const std::vector<Alternative>& alternatives, std::size_t selected,
                       std::string_view help) = 0;

 private:
  template <class Struct, class Variant>
  static Alternative alternative(Variant& value) {
    return {Struct::kind, Struct::help,
            [&value] {
              if (!std::holds_alternative<Struct>(value)) value = Struct{};
            },
            [&value](Fields& fields) { std::get<Struct>(value).declare(fields); }};
  }
};

/// Declares a whole config: what read, write, help and schema take.
using Declaration = std::function<void(Fields&)>;

/// Fills the declared members from `root`. Unknown keys, wrong types, values out of range, missing required keys and
/// problems of custom fields are all added to `problems`, each with place, path, what was found, what is allowed and
/// the nearest valid name.
void read_config(const Node& root, const Declaration& declaration, Problems& problems);

/// The complete config with every default spelt out, in the order of declaration.
Node write_config(const Declaration& declaration);

/// The reference of every key: path, type, default, range, help, as aligned lines for a terminal.
std::string config_help(const Declaration& declaration);

/// JSON Schema (draft 2020-12 keywords that VS Code's YAML extension knows) of the config.
nlohmann::json config_schema(const Declaration& declaration, std::string_view title, std::string_view description);

/// A dotted path's node location in `root`, or that of the nearest parent that exists: for problems found after
/// reading.
Location locate(const Node& root, std::string_view path);

}  // namespace actlab
