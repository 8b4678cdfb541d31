#include "app/reproduce/run_queries.h"

namespace actlab {

RunQueries::RunQueries(const ExpectedExperiment& expected, const RunDirectories& runs, const std::atomic<bool>& stop)
    : expected_(expected), runs_(runs), limits_{.stop = &stop} {}

Query& RunQueries::of(const std::string& run_name) {
  const std::string& name = run_name.empty() ? expected_.runs.front().first : run_name;
  std::unique_ptr<Query>& query = queries_[name];
  if (query == nullptr) {
    query = std::make_unique<Query>(runs_.at(name), limits_);
    query->execute(expected_.run(name).views);
  }
  return *query;
}

}  // namespace actlab
