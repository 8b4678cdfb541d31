#pragma once

#include <zlib.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "lab/data/support.h"

namespace actlab {

/// An IDX file of unsigned bytes.
inline std::string idx_bytes(const std::vector<std::uint32_t>& shape, std::string_view values) {
  std::string bytes{'\0', '\0', '\x08', static_cast<char>(shape.size())};
  for (const std::uint32_t size : shape) {
    for (const int shift : {24, 16, 8, 0}) bytes += static_cast<char>(size >> shift & 255);
  }
  return bytes + std::string(values);
}

inline std::string write_gzipped(const std::string& name, std::string_view bytes) {
  const std::string path = write_file(name, "");
  const gzFile file = gzopen(path.c_str(), "wb");
  gzwrite(file, bytes.data(), static_cast<unsigned>(bytes.size()));
  gzclose(file);
  return path;
}

/// A folder with a small Fashion-MNIST: 10 training and 10 test pictures of 2 x 2, one per class.
inline std::string write_fashion_mnist() {
  std::string pixels, labels;
  for (int i = 0; i < 10; ++i) {
    pixels += std::string{'\0', '\xff', static_cast<char>(i), '\x10'};
    labels += static_cast<char>(i);
  }
  std::string path;
  for (const std::string part : {"train", "t10k"}) {
    path = write_gzipped(part + "-images-idx3-ubyte.gz", idx_bytes({10, 2, 2}, pixels));
    write_gzipped(part + "-labels-idx1-ubyte.gz", idx_bytes({10}, labels));
  }
  return std::filesystem::path(path).parent_path().string();
}

}  // namespace actlab
