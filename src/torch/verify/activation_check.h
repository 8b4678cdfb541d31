#pragma once

#include <torch/types.h>

#include <string>
#include <vector>

#include "actlab/gradcheck_report.h"
#include "catalogue/activation.h"
#include "torch/verify/builtin.h"
#include "torch/verify/kinks.h"

namespace actlab {

/// What gradcheck or gradgradcheck found in float64 at sample points away from kinks.
struct DerivativeCheck {
  GradcheckReport report;
  double error = 0;      ///< |analytical - numerical| of the entry that came nearest to its tolerance
  double at = 0;         ///< the x of that entry; NaN where it has none: by a parameter twice
  bool vacuous = false;  ///< zero at every point, on both sides
};

/// Everything that `runner gradcheck` says of one activation.
struct ActivationCheck {
  std::string name;
  DerivativeCheck first;
  DerivativeCheck second;
  std::vector<KinkCheck> kinks;
  std::vector<BuiltinAgreement> builtin;  ///< float64, float32, bfloat16, float16

  bool passed() const;

  /// What a reader should know although the check passed; empty where there is nothing. "gradient 0 everywhere: nothing
  /// before it learns".
  std::string remark() const;
};

/// Checks the derivative against central differences away from kinks, the subgradient at each kink, the second
/// derivative, and, of one of the catalogue, value and gradient against torch's built-in. Of one that learns a
/// parameter the derivatives by that are checked too.
ActivationCheck check_activation(const Activation& activation);

/// What `runner gradcheck` checks: the catalogue, and each again that can learn a parameter, learning it.
std::vector<ActivationPtr> activations_to_check();

/// Where the derivative is checked: float64, across the interval of the activation's declaration and on both sides of
/// each kink, but no nearer to one than ten steps of the differences. One dimension for element-wise activations, rows
/// of four for others.
torch::Tensor sample_points(const Activation& activation);

}  // namespace actlab
