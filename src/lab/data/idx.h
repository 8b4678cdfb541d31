#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace actlab {

struct IdxBytes {
  std::vector<std::int64_t> shape;
  std::vector<std::uint8_t> bytes;  ///< the last dimension fastest
};

/// The bytes of an IDX file (the format of MNIST), plain or gzipped, shaped as its header says. At most `count`
/// entries along the first dimension are read. Throws UsageError with the file's name where it cannot be read, is cut
/// short, or holds anything but unsigned bytes. Source: yann.lecun.com/exdb/mnist, "the IDX file format".
IdxBytes read_idx(const std::string& file, std::int64_t count);

}  // namespace actlab
