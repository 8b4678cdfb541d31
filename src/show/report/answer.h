#pragma once

#include <string>
#include <vector>

#include "show/report/run_data.h"

namespace actlab {

/// What a run says, in words.
struct Answer {
  std::string sentence;            ///< who won, by how much, how sure
  std::vector<std::string> notes;  ///< what the sentence must not be read without: divergence, a choice among many
  std::int64_t point = 0;          ///< the sweep point of the best
};

/// Models are compared on the held-out sample where there is one, over the seeds that both finished; one that finished
/// fewer than half of its trials wins only where all are like that.
Answer answer_of(const RunData& run);

}  // namespace actlab
