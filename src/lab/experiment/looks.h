#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "lab/experiment/plan.h"
#include "lab/record/stopping_record.h"
#include "lab/statistics/stopping.h"

namespace actlab {

/// The decisions of a run with a stopping rule. A candidate is a model at a sweep point. Knows the results of the
/// trials that were added, and decides from those of the first seeds of the plan only.
///
/// A trial that diverged or failed has no result: its seed is left out of the differences, as it is of all means. A
/// candidate of which surely more than half of the trials do not finish loses a race.
class Looks {
 public:
  /// `plan` has a rule and must outlive the object.
  explicit Looks(const Plan& plan);

  /// The numbers of seeds at which to look.
  std::vector<std::int64_t> times() const;

  /// Adds the result of a trial. One that failed counts as done.
  void add(const TrialRecord& trial);

  /// Ids of the trials with the first `seeds` seeds that the next look needs and that were not added.
  std::vector<std::int64_t> missing(std::int64_t seeds) const;

  /// Decides after the first `seeds` seeds, whose trials must all have been added. Returns what was dropped.
  std::vector<DropRecord> look(std::int64_t seeds);

  const StoppingRecord& record() const { return record_; }
  bool is_complete() const { return record_.decided || record_.seeds == record_.at_most; }
  /// Number of trials that may still be needed after the last look.
  std::int64_t remaining() const;

 private:
  struct Candidate {
    CandidateRecord name;
    std::size_t race = 0;    // index of its race
    std::size_t place = 0;   // in its race
    CandidateMetrics train;  // by seed
    CandidateMetrics test;
    std::vector<bool> is_done;
  };

  bool is_trained(const Candidate& candidate) const;
  bool has_test(std::int64_t seeds) const;
  CandidateMetrics metrics(const Candidate& candidate, std::int64_t seeds, bool test) const;
  void look_at_intervals(std::int64_t seeds);
  std::vector<DropRecord> look_at_races(std::int64_t seeds);

  const Plan& plan_;
  SeedLimits limits_;
  StoppingRecord record_;
  std::vector<Candidate> candidates_;
  std::vector<std::vector<std::size_t>> racers_;  // candidates of each race
  std::vector<Race> races_;
  std::unordered_map<std::uint32_t, std::size_t> place_of_seed_;
  std::vector<std::size_t> candidate_of_trial_;
};

}  // namespace actlab
