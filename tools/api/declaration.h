#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "actlab/catalogue.h"

/// What the functions and modules of an activation look like, in any language.
namespace actlab::api {

/// A parameter that is a number or a text.
struct Setting {
  std::string name, help;
  ParameterValue value;               ///< the default
  std::vector<std::string> choices;   ///< of a text
  bool is_required() const { return std::holds_alternative<std::int64_t>(value); }  ///< a dimension, as in torch
};

/// An activation or a gate.
struct Declaration {
  std::string name;        ///< leaky_relu
  std::string type;        ///< LeakyRelu
  std::string formula, derivative, range, source, notes, errors;  ///< as text; may be empty
  std::vector<std::string> aliases;
  std::vector<Setting> settings;
  std::string learned;     ///< the name of the parameter that a layer can learn, or empty
  bool always_learned = false;
  bool random = false;     ///< in training
  bool row_wise = false;
  bool is_gate = false;
};

/// All activations, in the order of the catalogue, and then all gates.
std::vector<Declaration> declarations();

/// The text with each "@KEY@" replaced by its value.
std::string filled(std::string text, std::span<const std::pair<std::string_view, std::string>> values);

/// A value as C++ and JSON write it: 0.5, true, "none".
std::string literal(const ParameterValue& value);

/// Lines of at most 120 columns, each after the prefix.
std::string folded(std::string_view text, const std::string& prefix);

/// The text of <actlab/activations.h>, of <actlab/nn.h>, of the source that defines both, and of catalogue.json.
std::string functions_header(std::span<const Declaration> all);
std::string modules_header(std::span<const Declaration> all);
std::string source(std::span<const Declaration> all);
std::string json(std::span<const Declaration> all);

/// What tests iterate over: ACTLAB_MODULE(name, type, arguments...) and ACTLAB_FUNCTION(name, arguments...) for each, and
/// ACTLAB_SETTING(name, options, parameter, value) for each parameter, with a value that is not its default.
std::string cases(std::span<const Declaration> all);

}  // namespace actlab::api
