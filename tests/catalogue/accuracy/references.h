#pragma once

#include <functional>
#include <map>
#include <string_view>
#include <vector>

#include "real.h"

namespace actlab {

/// An activation with its parameters, written down once more from the mathematics and not from our declarations.
struct Reference {
  std::function<Real(const Real&x)> value, derivative;
};

/// By name, with the parameters of to_string: "gelu", "gelu(approximate=tanh)".
const std::map<std::string_view, Reference>& references();

using Row = std::vector<Real>;

/// A row-wise activation: its value, and the gradient that one of its output makes of x.
struct RowReference {
  std::function<Row(const Row& x)> value;
  std::function<Row(const Row& x, const Row& grad)> gradient;
};
const std::map<std::string_view, RowReference>& row_references();

}  // namespace actlab
