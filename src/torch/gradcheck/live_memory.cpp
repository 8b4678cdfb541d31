#include "torch/gradcheck/live_memory.h"

#include <c10/core/Allocator.h>
#include <c10/util/ThreadLocalDebugInfo.h>

#include <memory>
#include <unordered_map>

namespace actlab::detail {
namespace {

class MemoryCounter : public c10::MemoryReportingInfoBase {
 public:
  // LibTorch 2 takes the totals, which nobody reads here, as another type: one of these two is what it calls.
  void reportMemoryUsage(void* ptr, std::int64_t size, std::int64_t, std::int64_t, c10::Device) { count(ptr, size); }
  void reportMemoryUsage(void* ptr, std::int64_t size, std::size_t, std::size_t, c10::Device) { count(ptr, size); }
  bool memoryProfilingEnabled() const override { return true; }

  LiveMemory live() const {
    LiveMemory live;
    for (const auto& [ptr, size] : sizes_) {
      ++live.blocks;
      live.bytes += size;
    }
    return live;
  }

 private:
  // What was there before is freed without having been counted.
  void count(void* ptr, std::int64_t size) {
    if (size > 0)
      sizes_[ptr] = size;
    else
      sizes_.erase(ptr);
  }

  std::unordered_map<void*, std::int64_t> sizes_;
};

}  // namespace

LiveMemory memory_left_by(const std::function<void()>& run) {
  const auto counter = std::make_shared<MemoryCounter>();
  {
    const c10::DebugInfoGuard listening(c10::DebugInfoKind::PROFILER_STATE, counter);
    run();
  }
  return counter->live();
}

}  // namespace actlab::detail
