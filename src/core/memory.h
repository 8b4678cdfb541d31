#pragma once

#include <cstddef>
#include <string>

namespace actlab {

/// Bytes that this process can still allocate, about: what the machine has free, the limit of its control group and
/// `ulimit -v`, whichever is least. Infinity if none of them can be read.
double available_memory();

/// "1.6 GB": powers of 1000, two digits.
std::string bytes_text(double bytes);

/// A hint that a large block of memory is about to be filled. With pages of 2 MB instead of 4 kB the kernel is asked
/// for memory a hundred times less often.
void prefer_large_pages(void* memory, std::size_t bytes);

}  // namespace actlab
