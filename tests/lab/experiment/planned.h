#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "fake_backend.h"
#include "lab/experiment/config_text.h"
#include "lab/experiment/fake_engine.h"
#include "lab/experiment/run.h"
#include "lab/record/exports.h"
#include "lab/record/temporary_directory.h"

namespace actlab {

inline const std::string ten_seeds =
    "data: {kind: circle, samples: 20}\n"
    "models: {A: {hidden: [3]}, BB: {hidden: [4]}}\n"
    "training: {epochs: 2}\n"
    "seeds: 10\n";

/// A plan for a single engine, with the objects it refers to.
class Planned {
 public:
  explicit Planned(std::unique_ptr<Engine> engine, const std::string& text = ten_seeds)
      : experiment_(experiment_of(text)), engines_(only(std::move(engine))), plan_(make_plan(experiment_, engines_)) {}

  const Plan& plan() const { return plan_; }

  /// Trains the trials that are missing in `path`. Returns the record.
  RunRecord run(const std::filesystem::path& path, unsigned jobs, const std::atomic<bool>& stop = never()) const {
    const RunDirectory directory = is_run(path) ? RunDirectory::open(path) : RunDirectory::create(path);
    RunRecord record = is_run(path) ? RunRecord::open(path) : RunRecord::create(path, plan_.header);
    RunOptions options;
    options.jobs = jobs;
    run_trials(plan_, missing_trials(plan_, record), record, directory, FakeBackend(), stop, options);
    export_results(record, path);
    return record;
  }

  /// Trains what the plan still needs in `path`, up to the next decision if it has a stopping rule.
  RunRecord run_plan(const std::filesystem::path& path, unsigned jobs, const std::atomic<bool>& stop = never()) const {
    const RunDirectory directory = is_run(path) ? RunDirectory::open(path) : RunDirectory::create(path);
    RunRecord record = is_run(path) ? RunRecord::open(path) : RunRecord::create(path, plan_.header);
    RunOptions options;
    options.jobs = jobs;
    actlab::run_plan(plan_, record, directory, FakeBackend(), stop, options);
    export_results(record, path);
    return record;
  }

  static const std::atomic<bool>& never() {
    static const std::atomic<bool> stop{false};
    return stop;
  }

 private:
  Experiment experiment_;
  Engines engines_;
  Plan plan_;
};

/// Compares results with one thread, with two, and after an interruption.
inline void expect_same_bits_for_any_number_of_threads(std::unique_ptr<Engine> engine) {
  const TemporaryDirectory parent;
  const Planned planned(std::move(engine), ten_seeds + "record: {health: true}\n");
  planned.run(parent / "one", 1);
  planned.run(parent / "two", 2);
  const std::filesystem::path stopped = parent / "stopped";
  {
    const RunDirectory directory = RunDirectory::create(stopped);
    RunRecord record = RunRecord::create(stopped, planned.plan().header);
    // The first half of an interrupted run, in arbitrary order.
    const std::vector<std::int64_t> half{7, 2, 11, 0, 19, 4, 13, 5, 16, 8};
    run_trials(planned.plan(), half, record, directory, FakeBackend(), Planned::never(), {});
  }
  planned.run(stopped, 2);
  for (const char* file : {"curves.csv", "health.csv", "confusion.csv", "summary.json"}) {
    EXPECT_EQ(read_file(parent / "two" / file), read_file(parent / "one" / file)) << file;
    EXPECT_EQ(read_file(stopped / file), read_file(parent / "one" / file)) << file << " after a stop";
  }
}

}  // namespace actlab
