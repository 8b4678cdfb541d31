#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <type_traits>
#include <utility>

namespace actlab {

/// The number of processors this process may run on (its scheduling affinity, not the machine's total); at least 1.
unsigned usable_cores();

/// Calls task(0) … task(count - 1), each once, on `jobs` threads including the calling one, and returns when all have
/// finished. Uses fewer threads, with a warning, if the system does not allow so many. Tasks are started in order.
/// After an exception no further task is started, and the first exception is rethrown.
void parallel_tasks(std::size_t count, unsigned jobs, const std::function<void(std::size_t)>& task);

/// A pipeline of three steps: `read()` returns the next item as an optional, nullopt at the end; `make(item)` runs on
/// `jobs` threads at once, including the calling one; `write(made)` receives the results in the order of reading.
/// `read` and `write` are never called concurrently with themselves. After an exception nothing more is read, and the
/// first exception is rethrown.
template <class Read, class Make, class Write>
void parallel_pipeline(unsigned jobs, const Read& read, const Make& make, const Write& write) {
  using Item = typename std::invoke_result_t<Read>::value_type;
  std::mutex reading;
  std::mutex writing;
  std::atomic<bool> ended{false};
  std::size_t items_read = 0;
  std::size_t items_written = 0;
  std::map<std::size_t, std::invoke_result_t<Make, Item>> made;  // by place; each waits for those before it
  const auto take_items = [&] {
    while (true) {
      std::unique_lock read_lock(reading);
      if (ended) return;
      auto item = read();
      if (!item) {
        ended = true;
        return;
      }
      const std::size_t place = items_read++;
      read_lock.unlock();
      auto result = make(std::move(*item));
      const std::scoped_lock write_lock(writing);
      made.emplace(place, std::move(result));
      for (auto next = made.begin(); next != made.end() && next->first == items_written; next = made.begin()) {
        write(std::move(made.extract(next).mapped()));
        ++items_written;
      }
    }
  };
  parallel_tasks(jobs, jobs, [&](std::size_t) {
    try {
      take_items();
    } catch (...) {
      ended = true;
      throw;
    }
  });
}

}  // namespace actlab
