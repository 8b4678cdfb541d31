#pragma once

#include <cstdint>
#include <functional>

namespace actlab::detail {

/// CPU memory for tensors that this thread allocated and did not free while counting.
struct LiveMemory {
  std::int64_t blocks = 0;
  std::int64_t bytes = 0;
};

/// Returns the memory that is still allocated after `run`. Replaces LibTorch's profiler hook while it runs.
LiveMemory memory_leaked_by(const std::function<void()>& run);

}  // namespace actlab::detail
