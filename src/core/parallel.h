#pragma once

#include <cstddef>
#include <functional>

namespace actlab {

/// The processors that this process may run on (its scheduling affinity, not the machine's count); at least 1.
unsigned usable_cores();

/// Calls task(0) … task(count - 1), each once, on `jobs` threads (the calling one among them), and returns when all
/// have ended. They are begun in that order. After an exception no further task is begun, and the first one is
/// rethrown.
void parallel_tasks(std::size_t count, unsigned jobs, const std::function<void(std::size_t)>& task);

}  // namespace actlab
