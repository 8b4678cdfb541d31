#pragma once

#include <string>
#include <vector>

#include "show/report/run_data.h"

namespace actlab {

/// The result of a run in words.
struct Answer {
  std::string sentence;            ///< which model is best, by how much, and how certain that is
  std::vector<std::string> notes;  ///< caveats: trials that diverged or are missing, selection among sweep points
  std::int64_t point = 0;          ///< sweep point of the best model
};

/// Compares models on the held-out sample if there is one, over the seeds that both finished. A model that finished
/// fewer than half of its trials ranks below all others.
Answer answer_of(const RunData& run);

}  // namespace actlab
