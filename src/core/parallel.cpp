#include "core/parallel.h"

#include <sched.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

#include "core/log.h"

namespace actlab {

unsigned usable_cores() {
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  // This fails on a machine with more processors than cpu_set_t can hold.
  if (sched_getaffinity(0, sizeof(allowed), &allowed) != 0) return std::max(1u, std::thread::hardware_concurrency());
  return std::max(1u, static_cast<unsigned>(CPU_COUNT(&allowed)));
}

// Starts `jobs` - 1 threads, or as many as the system allows: the work is done by fewer, too.
template <class Work> static std::vector<std::jthread> start_threads(std::size_t jobs, const Work& work) {
  std::vector<std::jthread> threads;
  try {
    while (threads.size() + 1 < jobs) threads.emplace_back(work);
  } catch (const std::system_error& error) {
    log_warning("only {} of {} threads could be started ({}); the work takes longer", threads.size() + 1, jobs,
                error.code().message());
  }
  return threads;
}

void parallel_tasks(std::size_t count, unsigned jobs, const std::function<void(std::size_t)>& task) {
  std::atomic<std::size_t> next{0};
  std::exception_ptr first;
  std::mutex first_mutex;
  const auto work = [&] {
    for (std::size_t i = next++; i < count; i = next++) {
      try {
        task(i);
      } catch (...) {
        next = count;
        const std::scoped_lock lock(first_mutex);
        if (!first) first = std::current_exception();
      }
    }
  };
  {
    const std::vector<std::jthread> threads = start_threads(std::min<std::size_t>(jobs, count), work);
    work();
  }
  if (first) std::rethrow_exception(first);
}

}  // namespace actlab
