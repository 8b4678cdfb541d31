#include "lab/training/dataset_of.h"

#include <fmt/format.h>

#include "core/error.h"

namespace actlab {

Dataset dataset_of(const Trial& trial) {
  Dataset data = make_dataset(*trial.data, trial.seed);
  if (trial.source && data.source)
    check_same_content(data.source->file, trial.source->content_hash, data.source->content_hash, "this run");
  return data;
}

void check_same_content(const std::string& file, const std::string& hash_before, const std::string& hash,
                        const std::string& run) {
  if (hash_before == hash) return;
  throw UsageError(
      fmt::format("{}: its content has changed since {} began: the hash (XXH3, 128 bits) was {} and is {} now. Results "
                  "on different data cannot be put together: restore the file and continue with --resume, or start a "
                  "new run",
                  file, run, hash_before, hash));
}

}  // namespace actlab
