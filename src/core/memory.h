#pragma once

#include <string>

namespace actlab {

/// Bytes that this process can still allocate, about: what the machine has free, the limit of its control group and
/// `ulimit -v`, whichever is least. Infinity if none of them can be read.
double available_memory();

/// "1.6 GB": powers of 1000, two digits.
std::string bytes_text(double bytes);

}  // namespace actlab
