#pragma once

#include <cstddef>
#include <vector>

namespace actlab {

/// Selects `kept` of `count` indices evenly, in rising order, including the first and the last. If `kept` is 1, selects
/// the last.
std::vector<std::size_t> evenly_spaced(std::size_t count, std::size_t kept);

}  // namespace actlab
