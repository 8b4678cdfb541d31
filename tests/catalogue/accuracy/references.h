#pragma once

#include <functional>
#include <map>
#include <string_view>
#include <vector>

#include "catalogue/activation.h"
#include "real.h"

namespace actlab {

/// Value and derivative of an element-wise activation of the catalogue: its definition in arbitrary precision.
struct Reference {
  Real value, derivative;
};

/// At x, right to 80 bits and more: the precision is doubled until two results agree.
Reference reference_at(const Activation& activation, double x);

using Row = std::vector<Real>;

/// A row-wise activation: its value, and the gradient that one of its output makes of x.
struct RowReference {
  std::function<Row(const Row& x)> value;
  std::function<Row(const Row& x, const Row& grad)> gradient;
};
const std::map<std::string_view, RowReference>& row_references();

}  // namespace actlab
