#pragma once

#include <torch/types.h>

#include <cstdint>
#include <string>

namespace actlab {

/// The bytes of an IDX file (the format of MNIST), plain or gzipped: uint8, shaped as its header says. At most `count`
/// entries along the first dimension are read. Throws UsageError with the file's name where it cannot be read, is cut
/// short, or holds anything but unsigned bytes. Source: yann.lecun.com/exdb/mnist, "the IDX file format".
torch::Tensor read_idx(const std::string& file, std::int64_t count);

}  // namespace actlab
