#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "catalogue/spec.h"

namespace actlab {

using ParameterValue = std::variant<double, std::int64_t, std::string, bool>;

/// A parameter of an activation and its value.
struct Parameter {
  std::string_view name;
  ParameterValue value;
  std::vector<std::string_view> choices;  ///< the allowed values of a string; empty for other types
  std::string_view help;
};

/// Parameters to set, by name.
using ParameterValues = std::vector<std::pair<std::string, ParameterValue>>;

/// The parameter of an activation that a layer learns.
struct LearnedParameter {
  std::string_view name;  ///< as in torch's state_dict
  double initial = 0;
  bool per_channel = false;  ///< one value for each feature, instead of one
};

struct ActivationKernels;

/// The kernels of an element-wise activation and their first argument. The pointers are valid for the lifetime of the
/// activation.
struct CompiledActivation {
  std::size_t index = 0;                       ///< its index in the catalogue
  const ActivationKernels* kernels = nullptr;  ///< for the current instruction set
  const void* formula = nullptr;               ///< the definition with its parameters set
};

/// The definition of an activation.
struct DefinitionObject {
  std::size_t index = 0;  ///< its index in the catalogue (catalogue/index.h)
  const void* object =
      nullptr;  ///< of the type with that index, with its parameters set; null outside of the catalogue
};

/// An activation with its parameters set. Immutable, so threads may share it.
class Activation {
 public:
  virtual ~Activation() = default;

  virtual const Spec& spec() const = 0;

  /// Formula and derivative as text: those of the spec or, if it has none, derived from the definition.
  virtual std::string formula_text() const { return std::string(spec().formula); }
  virtual std::string derivative_text() const { return std::string(spec().derivative); }

  virtual std::vector<Parameter> parameters() const = 0;

  /// The points where f has no derivative, for these parameters.
  virtual std::vector<Kink> kinks() const = 0;

  /// True if an output depends on a whole row of inputs (softmax); false if on one element.
  virtual bool is_row_wise() const = 0;

  /// Its kernels; nullopt if it is row-wise or outside of the catalogue.
  virtual std::optional<CompiledActivation> compiled() const = 0;

  /// The name of the parameter that a layer can learn; empty if there is none.
  virtual std::string_view learnable() const { return {}; }

  /// The parameter that a layer learns, according to the parameters set; nullopt if it learns none.
  virtual std::optional<LearnedParameter> learned() const { return std::nullopt; }

  /// True if f is random in training.
  virtual bool is_random() const { return false; }

  /// Its definition, valid for the lifetime of the activation. The object is null outside of the catalogue.
  virtual DefinitionObject definition() const { return {}; }
};

using ActivationPtr = std::shared_ptr<const Activation>;

/// All activations with default parameters, in the order of src/catalogue/CMakeLists.txt.
std::span<const ActivationPtr> catalogue();

/// The activation with this name or alias. Throws UsageError for an unknown name or parameter or an invalid value; the
/// message lists the allowed ones.
ActivationPtr make_activation(std::string_view name, const ParameterValues& values = {});

/// Name and parameters for tables and messages, without default values: "leaky_relu(negative_slope=0.1)".
std::string to_string(const Activation& activation);

}  // namespace actlab
