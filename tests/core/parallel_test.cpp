#include "core/parallel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

namespace actlab {
namespace {

TEST(ParallelTasks, RunsEachTaskOnceForAnyNumberOfThreads) {
  for (const unsigned jobs : {1u, 2u, 7u, 100u}) {
    std::vector<std::atomic<int>> runs(50);
    parallel_tasks(runs.size(), jobs, [&](std::size_t i) { ++runs[i]; });
    for (const auto& count : runs) EXPECT_EQ(count, 1) << jobs << " jobs";
  }
}

TEST(ParallelTasks, UsesTheRequestedNumberOfThreads) {
  std::set<std::thread::id> threads;
  std::mutex mutex;
  std::atomic<int> waiting{3};
  parallel_tasks(3, 3, [&](std::size_t) {
    --waiting;
    while (waiting > 0) std::this_thread::yield();  // ends only if all three run at once
    const std::scoped_lock lock(mutex);
    threads.insert(std::this_thread::get_id());
  });
  EXPECT_EQ(threads.size(), 3u);
}

TEST(ParallelTasks, RunsOneJobOnTheCallingThreadInOrder) {
  std::vector<std::size_t> order;
  parallel_tasks(3, 1, [&](std::size_t i) {
    order.push_back(i);
    EXPECT_NE(std::this_thread::get_id(), std::thread::id());
  });
  EXPECT_EQ(order, (std::vector<std::size_t>{0, 1, 2}));
}

TEST(ParallelTasks, RethrowsTheFirstExceptionAndStartsNoMoreTasks) {
  std::atomic<int> begun{0};
  EXPECT_THROW(parallel_tasks(1000, 2,
                              [&](std::size_t) {
                                ++begun;
                                throw std::runtime_error("no");
                              }),
               std::runtime_error);
  EXPECT_LE(begun, 2);
}

TEST(ParallelTasks, AcceptsZeroTasks) {
  parallel_tasks(0, 4, [](std::size_t) { FAIL(); });
}

// Returns 0 … count - 1, then nullopt once; reading past the end starts again.
auto numbers_below(int count) {
  return [next = 0, count]() mutable {
    EXPECT_LE(next, count) << "read on behind the end";
    return next < count ? std::optional(next++) : (++next, std::nullopt);
  };
}

TEST(ParallelPipeline, WritesInTheOrderOfReadingForAnyNumberOfThreads) {
  for (const unsigned jobs : {1u, 2u, 7u, 100u}) {
    std::vector<int> written;
    auto read = numbers_below(200);
    const auto make = [](int number) {
      // The first item finishes last if others can run concurrently.
      if (number == 0) std::this_thread::sleep_for(std::chrono::milliseconds(20));
      return -number;
    };
    parallel_pipeline(
        jobs, [&] { return read(); }, make, [&](int number) { written.push_back(number); });
    ASSERT_EQ(written.size(), 200u) << jobs << " jobs";
    for (int i = 0; i < 200; ++i) EXPECT_EQ(written[static_cast<std::size_t>(i)], -i) << jobs << " jobs";
  }
}

TEST(ParallelPipeline, MakesOnTheRequestedNumberOfThreads) {
  auto read = numbers_below(3);
  std::atomic<int> waiting{3};
  const auto make = [&](int number) {
    --waiting;
    while (waiting > 0) std::this_thread::yield();  // ends only if all three run at once
    return number;
  };
  int written = 0;
  parallel_pipeline(
      3, [&] { return read(); }, make, [&](int) { ++written; });
  EXPECT_EQ(written, 3);
}

TEST(ParallelPipeline, RethrowsAnExceptionOfEachStepAndReadsNoMore) {
  const auto fail = [] { throw std::runtime_error("no"); };
  for (const int failing : {0, 1, 2}) {
    for (const unsigned jobs : {1u, 2u}) {
      int reads = 0;
      const auto read = [&] {
        if (failing == 0) fail();
        return std::optional(++reads);
      };
      const auto make = [&](int number) {
        if (failing == 1) fail();
        return number;
      };
      const auto write = [&](int) {
        if (failing == 2) fail();
      };
      EXPECT_THROW(parallel_pipeline(jobs, read, make, write), std::runtime_error) << failing;
      EXPECT_LE(reads, 1000) << failing;
    }
  }
}

TEST(UsableCores, AreBetweenOneAndTheNumberOfProcessors) {
  EXPECT_GE(usable_cores(), 1u);
  EXPECT_LE(usable_cores(), std::max(1u, std::thread::hardware_concurrency()));
}

}  // namespace
}  // namespace actlab
