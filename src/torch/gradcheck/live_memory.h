#pragma once

#include <cstdint>
#include <functional>

namespace actlab::detail {

/// Blocks of memory for tensors on the CPU that this thread has allocated and not freed while it was counted.
struct LiveMemory {
  std::int64_t blocks = 0;
  std::int64_t bytes = 0;
};

/// What `run` leaves alive. It listens where LibTorch's profiler does, and takes its place meanwhile.
LiveMemory memory_left_by(const std::function<void()>& run);

}  // namespace actlab::detail
