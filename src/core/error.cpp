#include "core/error.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>

namespace actlab {
namespace {

// Levenshtein distance, one row at a time.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t substituted = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({row[j] + 1, diagonal + 1, substituted});
    }
  }
  return row.back();
}

}  // namespace

std::string_view nearest_name(std::string_view name, std::span<const std::string_view> candidates) {
  std::string_view best;
  // Half of a name may be wrong before a suggestion is noise.
  std::size_t best_distance = std::max<std::size_t>(1, name.size() / 2) + 1;
  for (const std::string_view candidate : candidates) {
    const std::size_t distance = edit_distance(name, candidate);
    if (distance < best_distance) {
      best_distance = distance;
      best = candidate;
    }
  }
  return best;
}

std::string unknown_name(std::string_view what, std::string_view name, std::vector<std::string_view> candidates) {
  std::sort(candidates.begin(), candidates.end());
  const std::string_view near = nearest_name(name, candidates);
  const std::string hint = near.empty() ? "." : fmt::format("; did you mean '{}'?", near);
  return fmt::format("unknown {} '{}'{} Known: {}", what, name, hint, fmt::join(candidates, ", "));
}

}  // namespace actlab
