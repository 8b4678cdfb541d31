#pragma once

#include "lab/data/csv/recipe.h"
#include "lab/data/dataset.h"

namespace actlab {

/// All samples of a table, as the training sample. Adds a problem to `check.refusal` for numbers that float32 does not
/// have, and for more inputs than there is memory for.
Dataset encode(TableCheck& check);

/// For a split: makes the levels that only test rows have the last input of their category.
void mark_new_levels(Dataset& data);

}  // namespace actlab
