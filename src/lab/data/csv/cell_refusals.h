#pragma once

#include <cstdint>

#include "lab/data/csv/recipe.h"

namespace actlab {

/// If the texts of a column would be numbers with other marks, refuses the table and proposes them.
bool refuse_number_format(TableCheck& check, std::int64_t column);

/// If few texts among the numbers of a column may mean "no value", refuses the table and proposes that.
bool refuse_missing_texts(TableCheck& check, std::int64_t column);

}  // namespace actlab
