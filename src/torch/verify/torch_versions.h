#pragma once

#include <torch/version.h>

#include <array>
#include <optional>
#include <string_view>

/// What differs between the versions of PyTorch. Nothing else asks for the version.
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

inline constexpr std::array<int, 2> torch_version{TORCH_VERSION_MAJOR, TORCH_VERSION_MINOR};

/// The derivative of this PyTorch's built-in at a kink, if it is another than that of the catalogue.
constexpr std::optional<double> other_builtin_subgradient(std::string_view activation, double at) {
  for (const BuiltinSubgradient& entry : builtin_subgradients) {
    if (entry.activation == activation && entry.at == at && torch_version >= entry.since) return entry.derivative;
  }
  return std::nullopt;
}

}  // namespace actlab
