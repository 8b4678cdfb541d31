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

namespace at {
class Tensor;
struct Generator;
}  // namespace at

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
class TensorFunctions;

/// An element-wise activation as its compiled formulas, for those who compute without tensors. Lives as long as the
/// activation that it is of.
struct CompiledActivation {
  const ActivationKernels* kernels = nullptr;  ///< of the current instruction set
  const void* formula = nullptr;               ///< what the kernels take as theirs
};

/// A declaration with its parameters set.
struct DeclaredActivation {
  std::size_t place = 0;         ///< of its type among ElementwiseActivations and, after them, RowwiseActivations
  const void* object = nullptr;  ///< of that type; null where there is none
};

/// An activation with its parameters set. Immutable, so that threads may share one.
class Activation {
 public:
  virtual ~Activation() = default;

  virtual const Spec& spec() const = 0;
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

  /// The catalogue's declaration that it is of; none outside of the catalogue. Lives as long as the activation.
  virtual DeclaredActivation declaration() const { return {}; }

  /// What it is on tensors, where that does not follow from a declaration; null where it does.
  virtual const TensorFunctions* on_tensors() const { return nullptr; }

  // On tensors. Defined by src/autograd, so that only a program that calls these needs LibTorch.

  /// y = f(x), differentiable to any order. x: any shape and strides, float64, float32, float16 or bfloat16; y has x's
  /// shape and dtype. Throws c10::Error for other dtypes.
  at::Tensor operator()(const at::Tensor& x) const;

  /// y = f(x; parameter), differentiable to any order in both. parameter: of x's dtype, one number or one for each of
  /// x's features, which are its dimension 1. Throws c10::Error for another, UsageError where nothing is learnable.
  at::Tensor with_parameter(const at::Tensor& x, const at::Tensor& parameter) const;

  /// y = f(x) as in training: where it is random by numbers of `generator`, else (*this)(x).
  at::Tensor train(const at::Tensor& x, const at::Generator& generator) const;

  /// torch's built-in op of the same meaning.
  at::Tensor reference(const at::Tensor& x) const;
};

using ActivationPtr = std::shared_ptr<const Activation>;

/// Every activation with its defaults, in the order of all.h.
std::span<const ActivationPtr> catalogue();

/// The activation of that name or alias. Throws UsageError for a name, parameter or value that does not exist, and
/// lists those that do.
ActivationPtr make_activation(std::string_view name, const ParameterValues& values = {});

/// "leaky_relu(negative_slope=0.1)", as tables and messages show it; parameters at their default are left out.
std::string to_string(const Activation& activation);

}  // namespace actlab
