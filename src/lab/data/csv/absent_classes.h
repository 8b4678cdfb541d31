#pragma once

#include <string>

#include "lab/data/dataset.h"

namespace actlab {

/// Warns of classes that the training part or the test part of a split has no row of, once for each file and part.
void warn_of_absent_classes(const std::string& file, const Dataset& data);

}  // namespace actlab
