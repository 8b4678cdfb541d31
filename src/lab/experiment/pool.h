#pragma once

#include <string>
#include <string_view>

#include "lab/experiment/load.h"
#include "lab/record/run_record.h"

namespace actlab {

/// The experiment and the header of several runs together, which differ in their seeds and models only. Models are in
/// the order in which they were added. Seeds are in ascending order, unless all runs have the same.
class Pool {
 public:
  /// Starts with one run. `place` names it in messages.
  Pool(const RunHeader& header, const std::string& place);

  /// Throws UsageError if the run has a model of the same name with another config, or a sweep point that the first has
  /// not, or the other way round; or if it is for another kind of task.
  void add(const RunHeader& header, const std::string& place);

  const Experiment& experiment() const { return experiment_; }
  /// Of a run of everything in the pool.
  RunHeader header() const;

 private:
  void add_models(const Experiment& other, const RunHeader& header, const std::string& place);
  void add_seeds(const Experiment& other);

  Experiment experiment_;
  RunHeader header_;
};

}  // namespace actlab
