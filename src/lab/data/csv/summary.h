#pragma once

#include <string>
#include <vector>

#include "lab/data/csv/recipe.h"
#include "lab/data/data_source.h"

namespace actlab {

/// What was read and decided.
DataSource source_of(const TableCheck& check);

/// Warnings of features with which a network seems better than it is: one that counts the rows, never repeats, or
/// equals the label.
std::vector<std::string> leak_warnings(const TableCheck& check);

}  // namespace actlab
