#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <type_traits>
#include <utility>

namespace actlab {

/// The processors that this process may run on (its scheduling affinity, not the machine's count); at least 1.
unsigned usable_cores();

/// Calls task(0) … task(count - 1), each once, on `jobs` threads (the calling one among them), and returns when all
/// have ended. They are begun in that order. After an exception no further task is begun, and the first one is
/// rethrown.
void parallel_tasks(std::size_t count, unsigned jobs, const std::function<void(std::size_t)>& task);

/// Takes items through three steps: `read()` gives the next as an optional, once nothing at the end; `make(item)` makes
/// something of it, on `jobs` threads at once (the calling one among them); `write(made)` takes that, in the order in
/// which it was read. Of `read` and of `write` there is one call at a time. After an exception nothing more is read,
/// and the first one is rethrown.
template <class Read, class Make, class Write>
void parallel_pipeline(unsigned jobs, const Read& read, const Make& make, const Write& write) {
  using Item = typename std::invoke_result_t<Read>::value_type;
  std::mutex reading;
  std::mutex writing;
  std::atomic<bool> ended{false};
  std::size_t items_read = 0;
  std::size_t items_written = 0;
  std::map<std::size_t, std::invoke_result_t<Make, Item>> made;  // by place, for those before them to be written
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
