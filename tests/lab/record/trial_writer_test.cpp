#include "lab/record/trial_writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "fake_backend.h"
#include "lab/record/sample_run.h"
#include "lab/record/temporary_directory.h"

namespace actlab {
namespace {

const FakeBackend backend;

TEST(TrialWriter, WritesTrialsOfManyThreads) {
  const TemporaryDirectory directory;
  RunHeader header = sample_header();
  header.trials = 4000;
  RunRecord record = RunRecord::create(directory.path(), header);
  std::size_t written = 0;
  TrialWriter writer(record, directory.path(), backend,
                     [&](std::span<const RecordedTrial> trials) { written += trials.size(); });
  {
    std::vector<std::jthread> threads;
    for (std::int64_t first = 0; first < 4; ++first) {
      threads.emplace_back([&writer, first] {
        for (std::int64_t id = first; id < 4000; id += 4) writer.add(sample_trial(id));
      });
    }
  }
  writer.finish();
  EXPECT_EQ(written, 4000u);
  EXPECT_TRUE(record.is_complete());
}

TEST(TrialWriter, WritesShortTrialsInFewTransactions) {
  const TemporaryDirectory directory;
  RunRecord record = RunRecord::create(directory.path(), sample_header());
  int transactions = 0;
  TrialWriter writer(record, directory.path(), backend, [&](auto) { ++transactions; });
  for (int i = 0; i < 500; ++i) writer.add(sample_trial(i));
  writer.finish();
  EXPECT_LE(transactions, 50);
}

TEST(TrialWriter, WritesASingleTrialWithoutWaitingForOthers) {
  const TemporaryDirectory directory;
  RunRecord record = RunRecord::create(directory.path(), sample_header());
  std::atomic<bool> written = false;
  TrialWriter writer(record, directory.path(), backend, [&](auto) { written = true; });
  writer.add(sample_trial(0));
  const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!written && std::chrono::steady_clock::now() < patience) std::this_thread::yield();
  EXPECT_TRUE(written);
}

TEST(TrialWriter, NamesWeightFilesByModelAndSeed) {
  const TemporaryDirectory directory;
  RunRecord record = RunRecord::create(directory.path(), sample_header());
  TrialWriter writer(record, directory.path(), backend, [](auto) {});
  RecordedTrial with_weights = sample_trial(3);
  with_weights.weights = {{"0.weight", {1}, {1.0f}}};
  writer.add(with_weights);
  writer.add(sample_trial(2));
  writer.finish();
  EXPECT_TRUE(std::filesystem::exists(directory / "weights" / "B-1.pt"));
  EXPECT_FALSE(std::filesystem::exists(directory / "weights" / "B-0.pt"));
}

TEST(TrialWriter, NamesWeightFilesBySweepPoint) {
  const TemporaryDirectory directory;
  RunHeader header = sample_header();
  header.sweep_keys = {"lr"};
  header.points = {{"0.1"}, {"0.01"}};
  RunRecord record = RunRecord::create(directory.path(), header);
  TrialWriter writer(record, directory.path(), backend, [](auto) {});
  RecordedTrial trial = sample_trial(0);
  trial.weights = {{"0.weight", {1}, {1.0f}}};
  writer.add(trial);
  trial.id = 1;
  trial.point = 1;
  writer.add(trial);
  writer.finish();
  EXPECT_TRUE(std::filesystem::exists(directory / "weights" / "A-0-point0.pt"));
  EXPECT_TRUE(std::filesystem::exists(directory / "weights" / "A-0-point1.pt"));
}

TEST(TrialWriter, RethrowsErrorsOfWriting) {
  const TemporaryDirectory directory;
  RunRecord record = RunRecord::create(directory.path(), sample_header());
  TrialWriter writer(record, directory.path(), backend, [](auto) { throw std::runtime_error("disk full"); });
  writer.add(sample_trial(0));
  EXPECT_THROW(writer.finish(), std::runtime_error);
  EXPECT_THROW(writer.add(sample_trial(1)), std::runtime_error);
}

}  // namespace
}  // namespace actlab
