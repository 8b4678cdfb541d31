#pragma once

#include "lab/training/trial.h"

namespace actlab {

/// The data of a trial. Throws UsageError if their content is no longer that of Trial::source.
Dataset dataset_of(const Trial& trial);

/// Throws UsageError with the file and both hashes if they differ. `run` says which run read the file before: "this
/// run".
void check_same_content(const std::string& file, const std::string& hash_before, const std::string& hash,
                        const std::string& run);

}  // namespace actlab
