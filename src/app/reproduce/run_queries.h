#pragma once

#include <map>
#include <memory>
#include <string>

#include "app/reproduce/reproduce.h"
#include "lab/record/query.h"

namespace actlab {

/// The runs of an experiment, each opened once, with its views.
class RunQueries {
 public:
  /// Both must outlive it.
  RunQueries(const ExpectedExperiment& expected, const RunDirectories& runs);

  /// The run of that name; the first for an empty one.
  Query& of(const std::string& run_name);

 private:
  const ExpectedExperiment& expected_;
  const RunDirectories& runs_;
  std::map<std::string, std::unique_ptr<Query>> queries_;
};

}  // namespace actlab
