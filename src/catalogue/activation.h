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

/// A parameter of an activation, with the value it has.
struct Parameter {
  std::string_view name;
  ParameterValue value;
  std::vector<std::string_view> choices;  ///< what a string may be; empty for numbers
  std::string_view help;
};

/// Parameters to set, by name.
using ParameterValues = std::vector<std::pair<std::string, ParameterValue>>;

/// What a layer learns of its activation: one number, or one for each feature.
struct LearnedParameter {
  std::string_view name;  ///< as in torch's state_dict
  double initial = 0;
  bool per_channel = false;
};

struct ActivationKernels;

/// An element-wise activation as kernels see it, for those who compute without tensors. Lives as long as the
/// activation.
struct CompiledActivation {
  std::size_t index = 0;                       ///< its place in the catalogue
  const ActivationKernels* kernels = nullptr;  ///< of the current instruction set
  const void* formula = nullptr;               ///< the kernels' first argument: the definition, with its parameters set
};

/// The definition that an activation of the catalogue is made of.
struct DefinitionObject {
  std::size_t index = 0;         ///< its place in the catalogue: catalogue/index.h
  const void* object = nullptr;  ///< of that type, with the parameters set; null outside of the catalogue
};

/// An activation with its parameters set. Immutable, so that threads may share one.
class Activation {
 public:
  virtual ~Activation() = default;

  virtual const Spec& spec() const = 0;

  /// Formula and derivative for people: those of the spec, or, where it has none, derived from the definition.
  virtual std::string formula_text() const { return std::string(spec().formula); }
  virtual std::string derivative_text() const { return std::string(spec().derivative); }

  virtual std::vector<Parameter> parameters() const = 0;

  /// Where f has no derivative, for these parameters.
  virtual std::vector<Kink> kinks() const = 0;

  /// True where an output depends on a whole row of inputs (softmax), false where on one element.
  virtual bool is_row_wise() const = 0;

  /// Its kernels; nothing for a row-wise one, nor for one that is outside of the catalogue.
  virtual std::optional<CompiledActivation> compiled() const = 0;

  /// The name of the parameter that a layer could learn; empty where there is none.
  virtual std::string_view learnable() const { return {}; }

  /// The parameter that a layer is to learn, by what is set; nothing where it is fixed.
  virtual std::optional<LearnedParameter> learned() const { return std::nullopt; }

  /// True where f is random in training.
  virtual bool is_random() const { return false; }

  /// What it is made of; nothing for one that is outside of the catalogue. Lives as long as the activation.
  virtual DefinitionObject definition() const { return {}; }
};

using ActivationPtr = std::shared_ptr<const Activation>;

/// Every activation with its defaults, in the order of src/catalogue/CMakeLists.txt.
std::span<const ActivationPtr> catalogue();

/// The activation of that name or alias. Throws UsageError for a name, parameter or value that does not exist, and
/// lists those that do.
ActivationPtr make_activation(std::string_view name, const ParameterValues& values = {});

/// "leaky_relu(negative_slope=0.1)", as tables and messages show it; parameters at their default are left out.
std::string to_string(const Activation& activation);

}  // namespace actlab
