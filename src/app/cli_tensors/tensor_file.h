#pragma once

#include <torch/types.h>

#include <string>

namespace actlab {

/// Reads a tensor: from a .pt file that Python's torch.save wrote, or from text, a row of numbers in each line,
/// separated by blanks or commas; '#' begins a comment. Text without a fraction is int64, other text float64; a single
/// line is a vector. A relative path starts at the working directory. Throws UsageError if there is no such file or it
/// has no such content, with the line.
torch::Tensor read_tensor_file(const std::string& path);

}  // namespace actlab
