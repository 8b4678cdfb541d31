#pragma once

#include <torch/version.h>

#include <array>
#include <optional>
#include <string_view>

/// What the operators can use, and what differs, in which version of LibTorch. Nothing else asks for the version.

#define ACTLAB_TORCH_AT_LEAST(major, minor) \
  (TORCH_VERSION_MAJOR > (major) || (TORCH_VERSION_MAJOR == (major) && TORCH_VERSION_MINOR >= (minor)))

/// The tags pt2_compliant_tag and pointwise.
#define ACTLAB_HAS_COMPILER_TAGS ACTLAB_TORCH_AT_LEAST(2, 3)

/// Autocast knows its dtype by device.
#define ACTLAB_HAS_AUTOCAST_DTYPES ACTLAB_TORCH_AT_LEAST(2, 4)

/// On the CPU, autocast runs prelu in the lower dtype; before, in that of its input.
#define ACTLAB_AUTOCASTS_PRELU_ON_CPU ACTLAB_TORCH_AT_LEAST(2, 0)

/// hardtanh refuses bounds in the wrong order.
#define ACTLAB_HARDTANH_CHECKS_ITS_BOUNDS ACTLAB_TORCH_AT_LEAST(2, 0)

/// Nodes of a graph take part in compiled autograd, and since 2.7 say what they have saved without changing.
#define ACTLAB_HAS_COMPILED_AUTOGRAD ACTLAB_TORCH_AT_LEAST(2, 4)
#if ACTLAB_TORCH_AT_LEAST(2, 7)
#define ACTLAB_COMPILED_ARGS_CONST const
#else
#define ACTLAB_COMPILED_ARGS_CONST
#endif

namespace actlab {

/// A derivative of torch's built-in at a kink that is not the one that the catalogue has.
struct BuiltinSubgradient {
  std::string_view activation;
  double at, derivative;
  std::array<int, 2> since;  ///< major and minor version
};

/// hardswish took the middle piece at both kinks up to 2.6, and has taken the outer ones since
/// (github.com/pytorch/pytorch/pull/148049).
inline constexpr std::array builtin_subgradients{
    BuiltinSubgradient{"hardswish", -3, 0, {2, 7}},
    BuiltinSubgradient{"hardswish", 3, 1, {2, 7}},
};

/// The derivative of this PyTorch's built-in at a kink, if it is another than that of the catalogue.
constexpr std::optional<double> other_builtin_subgradient(std::string_view activation, double at) {
  for (const BuiltinSubgradient& entry : builtin_subgradients) {
    if (entry.activation == activation && entry.at == at &&
        std::array{TORCH_VERSION_MAJOR, TORCH_VERSION_MINOR} >= entry.since)
      return entry.derivative;
  }
  return std::nullopt;
}

}  // namespace actlab
