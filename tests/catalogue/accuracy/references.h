#pragma once

#include <functional>
#include <map>
#include <string_view>
#include <vector>

#include "catalogue/activation.h"
#include "real.h"

namespace actlab {

/// Value and derivative of an element-wise activation, from its definition in arbitrary precision.
struct Reference {
  Real value, derivative;
};

/// Value and derivative at x, correct to at least 80 bits: the precision is doubled until two results agree.
Reference reference_at(const Activation& activation, double x);

using Row = std::vector<Real>;

/// A row-wise activation: the values of a row x, and the gradient of x from the gradient of the values.
struct RowReference {
  std::function<Row(const Row& x)> value;
  std::function<Row(const Row& x, const Row& grad)> gradient;
};
/// All row-wise activations, by name.
const std::map<std::string_view, RowReference>& row_references();

}  // namespace actlab
