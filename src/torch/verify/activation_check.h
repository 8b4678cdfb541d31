#pragma once

#include <torch/types.h>

#include <string>
#include <vector>

#include "actlab/gradcheck_report.h"
#include "catalogue/activation.h"
#include "torch/verify/builtin.h"
#include "torch/verify/kinks.h"

namespace actlab {

/// The result of gradcheck or gradgradcheck in float64, at sample points away from kinks.
struct DerivativeCheck {
  GradcheckReport report;
  double error = 0;      ///< |analytical - numerical| of the entry nearest to its tolerance
  double at = 0;         ///< the x of that entry; NaN if it has none: by a parameter twice
  bool vacuous = false;  ///< zero at every point, on both sides
};

/// The result of `runner gradcheck` for one activation.
struct ActivationCheck {
  std::string name;
  DerivativeCheck first;
  DerivativeCheck second;
  std::vector<SubgradientCheck> kinks;
  std::vector<BuiltinAgreement> builtin;  ///< float64, float32, bfloat16, float16

  bool passed() const;

  /// A note about a check that passed; empty if there is none. "gradient 0 everywhere: layers before it do not learn".
  std::string remark() const;
};

/// Checks the derivative against central differences away from kinks, the subgradient at each kink and the second
/// derivative. Compares an activation of the catalogue with torch's built-in, in value and gradient. Derivatives with
/// respect to learned parameters are checked too.
ActivationCheck check_activation(const Activation& activation);

/// The activations that `runner gradcheck` checks: the catalogue, and again with learned parameters where possible.
std::vector<ActivationPtr> activations_to_check();

/// The points at which the derivative is checked: float64, across the activation's declared interval and on both sides
/// of each kink, at a distance of at least ten steps of the differences. One-dimensional for element-wise activations,
/// rows of four for others.
torch::Tensor sample_points(const Activation& activation);

}  // namespace actlab
