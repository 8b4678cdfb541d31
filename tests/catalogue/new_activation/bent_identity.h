#pragma once
#include "catalogue/primitives/normal.h"
#include "catalogue/spec.h"
namespace actlab::definitions {
struct BentIdentity {
  static constexpr Spec spec{.name = "bent_identity", .source = "a template"};
  template <class V> V definition(V x) const { return (sqrt(x * x + V(1)) - V(1)) / V(2) + x; }
};
}  // namespace actlab::definitions
