#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "app/cli/plain_command.h"
#include "lab/record/run_record.h"

namespace actlab {

/// A working directory with runs that are compared.
class Runs : public WorkingDirectory {
 protected:
  /// Trains with further arguments into the directory.
  static void train(const std::string& out, std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"circle.yaml", "--quiet", "--no-report", "--jobs", "1", "--out", out};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const CommandResult result = run_command(arguments);
    ASSERT_EQ(result.code, 0) << result.error;
  }
  /// Everything that training gives.
  static void expect_same(const std::string& run, const std::string& expected) {
    for (const char* file :
         {"curves.csv", "health.csv", "confusion.csv", "summary.json", "config.yaml", "standardized.csv"}) {
      ASSERT_EQ(std::filesystem::exists(std::filesystem::path(run) / file),
                std::filesystem::exists(std::filesystem::path(expected) / file))
          << file;
      if (!std::filesystem::exists(std::filesystem::path(run) / file)) continue;
      EXPECT_EQ(read_file(std::filesystem::path(run) / file), read_file(std::filesystem::path(expected) / file))
          << file;
    }
    RunRecord found = RunRecord::open(run, Database::Access::read),
              whole = RunRecord::open(expected, Database::Access::read);
    EXPECT_TRUE(found.damaged_trials().empty());
    EXPECT_EQ(found.size(), whole.size());
    EXPECT_EQ(found.document(activations_document), whole.document(activations_document));
    for (const TrialRecord& trial : whole.trials()) {
      RecordedTrial a = found.trial(trial.id).value(), b = whole.trial(trial.id).value();
      const Seal seal = found.add_details(a), other = whole.add_details(b);
      a.seconds = b.seconds = 0;
      EXPECT_EQ(checksum_of_content(a), checksum_of_content(b)) << trial.id;
      EXPECT_EQ(seal.snapshots, other.snapshots) << trial.id;
      EXPECT_EQ(seal.outputs, other.outputs) << trial.id;
    }
  }
};

}  // namespace actlab
