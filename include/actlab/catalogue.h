#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "spec.h"

/// The catalogue of activations: their names, parameters and formulas.
///
///     for (const actlab::ActivationPtr& activation : actlab::catalogue())
///       std::cout << activation->spec().name << ": " << activation->formula_text() << "\n";
///
/// <actlab/activations.h> has each of them as a function of tensors, <actlab/nn.h> as a module.
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

struct CompiledActivation;
struct DefinitionObject;

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

  /// For the library itself: its kernels; nullopt if it is row-wise or outside of the catalogue.
  virtual std::optional<CompiledActivation> compiled() const = 0;

  /// The name of the parameter that a layer can learn; empty if there is none.
  virtual std::string_view learnable() const { return {}; }

  /// The parameter that a layer learns, according to the parameters set; nullopt if it learns none.
  virtual std::optional<LearnedParameter> learned() const { return std::nullopt; }

  /// True if f is random in training.
  virtual bool is_random() const { return false; }

  /// For the library itself: its definition, valid for the lifetime of the activation. The object is null outside of
  /// the catalogue.
  virtual DefinitionObject definition() const;
};

using ActivationPtr = std::shared_ptr<const Activation>;

/// All activations with default parameters, in the order of src/catalogue/CMakeLists.txt.
std::span<const ActivationPtr> catalogue();

/// The activation with this name or alias. Throws UsageError, a std::runtime_error, for an unknown name or parameter or
/// an invalid value; the message lists the allowed ones.
ActivationPtr make_activation(std::string_view name, const ParameterValues& values = {});

/// Name and parameters for tables and messages, without default values: "leaky_relu(negative_slope=0.1)".
std::string to_string(const Activation& activation);

}  // namespace actlab
