#include "core/parallel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <mutex>
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

TEST(ParallelTasks, UsesAsManyThreadsAsAskedFor) {
  std::set<std::thread::id> threads;
  std::mutex mutex;
  std::atomic<int> waiting{3};
  parallel_tasks(3, 3, [&](std::size_t) {
    --waiting;
    while (waiting > 0) std::this_thread::yield();  // ends only where all three run at once
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

TEST(ParallelTasks, PassesOnTheFirstExceptionAndBeginsNoMore) {
  std::atomic<int> begun{0};
  EXPECT_THROW(parallel_tasks(1000, 2,
                              [&](std::size_t) {
                                ++begun;
                                throw std::runtime_error("no");
                              }),
               std::runtime_error);
  EXPECT_LE(begun, 2);
}

TEST(ParallelTasks, OfNothingIsNothing) {
  parallel_tasks(0, 4, [](std::size_t) { FAIL(); });
}

TEST(UsableCores, AreAtLeastOneAndNoMoreThanThereAre) {
  EXPECT_GE(usable_cores(), 1u);
  EXPECT_LE(usable_cores(), std::max(1u, std::thread::hardware_concurrency()));
}

}  // namespace
}  // namespace actlab
