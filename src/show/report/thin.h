#pragma once

#include <cstddef>
#include <vector>

namespace actlab {

/// Of `count` things, the places of `kept` evenly chosen ones, in rising order: the first and the last among them;
/// where only one is kept, the last.
std::vector<std::size_t> evenly(std::size_t count, std::size_t kept);

}  // namespace actlab
