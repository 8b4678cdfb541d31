#include "show/report/evenly_spaced.h"

#include <algorithm>

namespace actlab {

std::vector<std::size_t> evenly_spaced(std::size_t count, std::size_t kept) {
  if (count > 0 && kept == 1) return {count - 1};
  std::vector<std::size_t> chosen;
  for (std::size_t i = 0; i < std::min(count, kept); ++i) {
    chosen.push_back(count <= kept ? i : (i * (count - 1) + (kept - 1) / 2) / (kept - 1));
  }
  return chosen;
}

}  // namespace actlab
