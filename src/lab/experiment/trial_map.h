#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "lab/experiment/load.h"
#include "lab/record/merge.h"

namespace actlab {

/// Where the trials of one experiment are in a larger one: the one with the same config at its sweep point, the same
/// model and the same seed.
class TrialMap {
 public:
  /// Throws UsageError if `larger` lacks a seed, a model or a sweep point of `smaller`, or if anything else differs:
  /// the message names the first difference. `run` names the smaller one in it.
  TrialMap(const Experiment& smaller, const Experiment& larger, std::string_view run);

  /// Throws UsageError if the trial is not one of the smaller experiment.
  TrialPlace place_of(const TrialRecord& trial) const;

 private:
  struct Cell {
    std::int64_t point = 0;
    std::int64_t model = 0;  ///< its position at the point
  };

  std::map<std::pair<std::int64_t, std::string>, Cell> cells_;  // by point and model of the smaller experiment
  std::map<std::uint32_t, std::int64_t> seeds_;                 // positions
  std::int64_t models_ = 0;                                     // at a point of the larger experiment
};

}  // namespace actlab
