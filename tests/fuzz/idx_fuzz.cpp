// Changes IDX files at random and reads them: fuzz_idx COUNT [SEED]. Each is read, or refused with a message that names
// the file, in little time and memory.
#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "core/error.h"
#include "fuzz/mutator.h"
#include "lab/data/idx.h"

namespace actlab {
namespace {

namespace fs = std::filesystem;

// A file of `shape` with as many bytes as that asks for, or fewer.
std::string idx_of(Choices& choices) {
  const std::size_t dimensions = 1 + choices.below(4);
  std::string bytes{0, 0, 8, static_cast<char>(dimensions)};
  std::size_t total = 1;
  for (std::size_t d = 0; d < dimensions; ++d) {
    const std::size_t size = choices.below(6);
    total *= size;
    bytes += {0, 0, 0, static_cast<char>(size)};
  }
  for (std::size_t i = 0; i < total; ++i) bytes += choices.byte();
  return bytes;
}

void change(std::string& bytes, Choices& choices) {
  const std::size_t at = choices.below(bytes.size());
  switch (choices.below(4)) {
    case 0:
      bytes[at] = choices.byte();
      break;
    case 1:
      bytes[choices.below(std::min<std::size_t>(bytes.size(), 20))] = choices.byte();
      break;
    case 2:
      bytes.resize(at + 1);
      break;
    default:
      bytes.insert(at, choices.below(40), choices.byte());
  }
}

void write(const fs::path& file, const std::string& bytes, bool zipped) {
  if (!zipped) {
    std::ofstream(file, std::ios::binary) << bytes;
    return;
  }
  const gzFile stream = gzopen(file.c_str(), "wb");
  gzwrite(stream, bytes.data(), static_cast<unsigned>(bytes.size()));
  gzclose(stream);
}

constexpr double most_megabytes = 500;  // AddressSanitizer keeps 256 MB of what was freed

double used_megabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

int fuzz_idx(long count, unsigned seed) {
  const fs::path file = fs::temp_directory_path() / fmt::format("actlab-fuzz-{}.idx", getpid());
  Choices choices(seed);
  long refused = 0, failed = 0;
  const double before = used_megabytes();
  for (long i = 0; i < count; ++i) {
    std::string bytes = idx_of(choices);
    do change(bytes, choices);
    while (choices.below(2) == 0);
    write(file, bytes, choices.below(2) == 0);
    const auto start = std::chrono::steady_clock::now();
    std::string wrong;
    try {
      read_idx(file.string(), static_cast<std::int64_t>(choices.below(100)) + 1);
    } catch (const UsageError& error) {
      ++refused;
      if (std::string(error.what()).find(file.string()) == std::string::npos) wrong = error.what();
    } catch (const std::exception& error) {
      wrong = error.what();
    }
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    if (seconds.count() > 2) wrong = fmt::format("{} s", seconds.count());
    if (wrong.empty()) continue;
    ++failed;
    fmt::print("{}: {}\n", i, wrong);
  }
  fs::remove(file);
  const double megabytes = used_megabytes() - before;
  fmt::print("{} IDX files, {} refused, {} failed, {:.0f} MB\n", count, refused, failed, megabytes);
  return failed == 0 && megabytes < most_megabytes ? 0 : 1;
}

}  // namespace
}  // namespace actlab

int main(int argc, char** argv) {
  return actlab::fuzz_idx(argc > 1 ? std::atol(argv[1]) : 1000,
                          argc > 2 ? static_cast<unsigned>(std::atol(argv[2])) : 1);
}
