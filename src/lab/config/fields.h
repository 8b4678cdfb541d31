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

/// A field whose YAML has a shape of its own (an activation, a seed list): it reads, writes and describes itself.
/// config/values.h has what reads single values.
class CustomField {
 public:
  virtual ~CustomField() = default;
  /// Takes the value from `node`; adds what is wrong with it to `problems` under `path`.
  virtual void read(const Node& node, std::string_view path, Problems& problems) = 0;
  /// The value as it would be written in a config.
  virtual Node write() const = 0;
  /// Its JSON Schema.
  virtual nlohmann::json schema() const = 0;
  /// What may be written, in a few words: "a count, a list, or {first, count}".
  virtual std::string allowed() const = 0;
};

/// One of the things that a `kind:` may name, with fields of its own.
struct Alternative {
  std::string_view kind;
  std::string_view help;
  std::function<void()> select;           ///< makes this the variant's value, with defaults, unless it already is
  std::function<void(Fields&)> declare;   ///< declares the fields of the variant's value; only where selected
  std::function<void(Fields&)> describe;  ///< declares the fields of one with defaults
};

/// A mapping from names of the user's choosing to structs of one type.
struct NamedStructs {
  std::vector<std::string> names;
  std::function<void()> clear;
  std::function<void(std::string_view, Fields&)> declare;  ///< declares the fields of that name's, made where missing
  std::function<void(Fields&)> describe;                   ///< declares the fields of one with defaults
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

  /// One of several structs, told apart by `kind:`; a struct has static `kind` and `help` and its own
  /// `declare(Fields&)`. `optimizer: adam` is short for `optimizer: {kind: adam}`.
  template <class... Structs>
  void one_of(std::string_view key, std::variant<Structs...>& value, std::string_view help) {
    const std::vector<Alternative> alternatives{alternative<Structs>(value)...};
    variant(key, alternatives, value.index(), help);
  }

  /// Marks the field declared last as one that the file must give.
  virtual void required() = 0;

 protected:
  virtual void nested(std::string_view key, const std::function<void(Fields&)>& declare, std::string_view help) = 0;
  virtual void mapping(std::string_view key, const NamedStructs& structs, std::string_view help) = 0;
  virtual void variant(std::string_view key, const std::vector<Alternative>& alternatives, std::size_t selected,
                       std::string_view help) = 0;

 private:
  template <class Struct, class Variant>
  static Alternative alternative(Variant& value) {
    return {Struct::kind, Struct::help,
            [&value] {
              if (!std::holds_alternative<Struct>(value)) value = Struct{};
            },
            [&value](Fields& fields) { std::get<Struct>(value).declare(fields); },
            [](Fields& fields) { Struct{}.declare(fields); }};
  }
};

/// Declares a whole config: what read, write, help and schema take.
using Declaration = std::function<void(Fields&)>;

/// Fills the declared members from `root`, a mapping that stands at `path`. Unknown keys, wrong types, values out of
/// range, missing required keys and problems of custom fields are all added to `problems`, each with place, path, what
/// was found, what is allowed and the nearest valid name. A member whose value is wrong keeps its default.
void read_config(const Node& root, const Declaration& declaration, Problems& problems, std::string_view path = {});

/// The complete config with every default spelt out, in the order of declaration.
Node write_config(const Declaration& declaration);

/// The reference of every key: path, default, help and what is allowed, as aligned lines for a terminal.
std::string config_help(const Declaration& declaration);

/// JSON Schema (draft 7, which editors' YAML plugins know) of a mapping of these fields.
nlohmann::json config_schema(const Declaration& declaration);

}  // namespace actlab
