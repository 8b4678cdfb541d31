#pragma once

#include <string>

#include "lab/data/csv/recipe.h"
#include "lab/data/numeric_columns.h"

namespace actlab {

/// The numbers of all samples: features of type number and date, and the target of a regression.
NumericColumns numbers_of(const TableCheck& check);

/// Names two such features whose standard deviations differ by a factor of 100 or more, with which training is slow or
/// fails, and proposes what to do; empty if there are none. Columns without spread are not looked at.
std::string unequal_scales(const TableCheck& check);

}  // namespace actlab
