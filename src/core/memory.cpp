#include "core/memory.h"

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <limits>

namespace actlab {
namespace {

constexpr double unknown = std::numeric_limits<double>::infinity();

// The number in a file, or infinity: "max" stands for no limit.
double number_in(const char* file) {
  double number = 0;
  return std::ifstream(file) >> number ? number : unknown;
}

// MemAvailable of the kernel, which counts caches that can be dropped.
double free_memory() {
  std::ifstream file("/proc/meminfo");
  double kilobytes = 0;
  for (std::string key, unit; file >> key >> kilobytes; std::getline(file, unit)) {
    if (key == "MemAvailable:") return kilobytes * 1024;
  }
  return unknown;
}

double left_in_group() {
  return number_in("/sys/fs/cgroup/memory.max") - number_in("/sys/fs/cgroup/memory.current");
}

double left_in_address_space() {
  rlimit limit{};
  if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return unknown;
  return static_cast<double>(limit.rlim_cur) -
         number_in("/proc/self/statm") * static_cast<double>(sysconf(_SC_PAGESIZE));
}

}  // namespace

double available_memory() {
  double left = std::min(free_memory(), left_in_address_space());
  if (const double group = left_in_group(); group >= 0) left = std::min(left, group);  // infinity - infinity is NaN
  return std::max(left, 0.0);
}

std::string bytes_text(double bytes) {
  constexpr const char* units[] = {"bytes", "kB", "MB", "GB", "TB", "PB"};
  std::size_t unit = 0;
  for (; bytes >= 999.5 && unit < 5; ++unit) bytes /= 1000;
  return bytes < 10 && unit > 0 ? fmt::format("{:.1f} {}", bytes, units[unit])
                                : fmt::format("{:.0f} {}", bytes, units[unit]);
}

void prefer_large_pages(void* memory, std::size_t bytes) {
  constexpr std::uintptr_t page = std::uintptr_t{1} << 21;
  const auto begin = reinterpret_cast<std::uintptr_t>(memory);
  const std::uintptr_t first = (begin + page - 1) / page * page, end = (begin + bytes) / page * page;
  if (first < end) madvise(static_cast<char*>(memory) + (first - begin), end - first, MADV_HUGEPAGE);
}

}  // namespace actlab
