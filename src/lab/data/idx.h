#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace actlab {

struct IdxBytes {
  std::vector<std::int64_t> shape;
  std::vector<std::uint8_t> bytes;  ///< the last dimension varies fastest
};

/// The bytes of an IDX file (the format of MNIST), plain or gzipped, with the shape in its header. Reads at most
/// `count` entries along the first dimension. Throws UsageError with the file's name if it cannot be read, is
/// truncated, or its elements are not unsigned bytes. Source: yann.lecun.com/exdb/mnist, "the IDX file format".
IdxBytes read_idx(const std::string& file, std::int64_t count);

}  // namespace actlab
