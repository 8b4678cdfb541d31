#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "lab/config/node.h"
#include "lab/config/range.h"

namespace actlab {

class Fields;

/// A field whose YAML has its own form (an activation, a seed list): it reads, writes and describes itself.
/// config/values.h has functions that read single values.
class CustomField {
 public:
  virtual ~CustomField() = default;
  /// Reads the value from `node`; adds any errors to `problems` under `path`.
  virtual void read(const Node& node, std::string_view path, Problems& problems) = 0;
  /// The value as it is written in a config.
  virtual Node write() const = 0;
  /// Its JSON Schema.
  virtual nlohmann::json schema() const = 0;
  /// A short description of the allowed values: "a count, a list, or {first, count}".
  virtual std::string allowed() const = 0;
};

/// One of the choices for a `kind:` key, with its own fields.
struct Alternative {
  std::string_view kind;
  std::string_view help;
  std::function<void()> select;           ///< makes this the variant's value, with defaults, unless it already is
  std::function<void(Fields&)> declare;   ///< declares the fields of the variant's value; call only if selected
  std::function<void(Fields&)> describe;  ///< declares the fields of a default-constructed value
};

/// A mapping from user-defined names to structs of one type.
struct NamedStructs {
  std::vector<std::string> names;
  std::function<void()> clear;
  std::function<void(std::string_view, Fields&)>
      declare;                            ///< declares the fields of this name's struct, adding it first
  std::function<void(Fields&)> describe;  ///< declares the fields of a default-constructed struct
};

/// A config struct declares its members to one of these, once:
///
///     void TrainingConfig::declare(Fields& fields) {
///       fields.integer("epochs", epochs, at_least(1), "passes over the training data");
///       fields.one_of("optimizer", optimizer, "optimizer of the weights");
///     }
///
/// The implementations read YAML, write the resolved config, print --help and generate the JSON Schema. The value of a
/// member when it is declared is its default.
class Fields {
 public:
  virtual ~Fields() = default;

  virtual void boolean(std::string_view key, bool& value, std::string_view help) = 0;
  virtual void integer(std::string_view key, std::int64_t& value, Range range, std::string_view help) = 0;
  virtual void real(std::string_view key, double& value, Range range, std::string_view help) = 0;
  virtual void text(std::string_view key, std::string& value, std::string_view help) = 0;
  /// A string that must be one of `choices`.
  virtual void choice(std::string_view key, std::string& value, std::span<const std::string_view> choices,
                      std::string_view help) = 0;
  virtual void integers(std::string_view key, std::vector<std::int64_t>& value, Range each, std::string_view help) = 0;
  virtual void reals(std::string_view key, std::vector<double>& value, Range each, std::string_view help) = 0;
  virtual void custom(std::string_view key, CustomField& value, std::string_view help) = 0;

  /// A nested struct with its own `declare(Fields&)`.
  template <class Struct> void section(std::string_view key, Struct& value, std::string_view help) {
    nested(
        key, [&](Fields& fields) { value.declare(fields); }, help);
  }

  /// A mapping from user-defined names to structs, in the order of the file; at least one entry.
  template <class Struct>
  void named(std::string_view key, std::vector<std::pair<std::string, Struct>>& values, std::string_view help) {
    NamedStructs structs;
    for (const auto& entry : values) structs.names.push_back(entry.first);
    structs.clear = [&values] { values.clear(); };
    structs.declare = [&values](std::string_view name, Fields& fields) {
      auto at = std::find_if(values.begin(), values.end(), [&](const auto& entry) { return entry.first == name; });
      if (at == values.end()) at = values.insert(at, {std::string(name), Struct{}});
      at->second.declare(fields);
    };
    structs.describe = [](Fields& fields) { Struct{}.declare(fields); };
    mapping(key, structs, help);
  }

  /// One of several structs, selected by `kind:`. Each struct has static `kind` and `help` and its own
  /// `declare(Fields&)`. `optimizer: adam` is short for `optimizer: {kind: adam}`.
  template <class... Structs>
  void one_of(std::string_view key, std::variant<Structs...>& value, std::string_view help) {
    const std::vector<Alternative> alternatives{alternative<Structs>(value)...};
    variant(key, alternatives, value.index(), help);
  }

  /// Marks the field declared last as required in the file.
  virtual void required() = 0;

 protected:
  virtual void nested(std::string_view key, const std::function<void(Fields&)>& declare, std::string_view help) = 0;
  virtual void mapping(std::string_view key, const NamedStructs& structs, std::string_view help) = 0;
  virtual void variant(std::string_view key, const std::vector<Alternative>& alternatives, std::size_t selected,
                       std::string_view help) = 0;

 private:
  template <class Struct, class Variant> static Alternative alternative(Variant& value) {
    return {Struct::kind, Struct::help,
            [&value] {
              if (!std::holds_alternative<Struct>(value)) value = Struct{};
            },
            [&value](Fields& fields) { std::get<Struct>(value).declare(fields); },
            [](Fields& fields) { Struct{}.declare(fields); }};
  }
};

/// Declares a whole config: the input of reading, writing, help and schema.
using Declaration = std::function<void(Fields&)>;

/// Fills the declared members from `root`, a mapping at `path`. Unknown keys, wrong types, values out of range, missing
/// required keys and problems of custom fields are all added to `problems`, each with its location, path, what was
/// found, what is allowed and the nearest valid name. A member whose value is invalid keeps its default.
void read_config(const Node& root, const Declaration& declaration, Problems& problems, std::string_view path = {});

/// The complete config with all defaults, in the order of declaration.
Node write_config(const Declaration& declaration);

/// The reference of all keys: path, default, help and allowed values, as aligned lines for a terminal.
std::string config_help(const Declaration& declaration);

/// JSON Schema of a mapping with these fields (draft 7, which the YAML plugins of editors support).
nlohmann::json config_schema(const Declaration& declaration);

}  // namespace actlab
