#include "core/error.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "core/other_names.h"
#include "core/text.h"

namespace actlab {
namespace {

// Edit distance that counts a swap of two adjacent characters, the most common typing error, as one edit (Damerau 1964,
// the restricted form).
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before_last = std::exchange(last, row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substituted = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, substituted});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
  }
  return row.back();
}

// "torch.nn.ReLU" and "torch::relu" without their namespaces; a name without one is returned as it is.
std::string_view last_part(std::string_view name) {
  const std::size_t separator = name.find_last_of(".:");
  return separator == std::string_view::npos ? name : name.substr(separator + 1);
}

std::string_view with_fold(std::string_view folded, std::span<const std::string_view> candidates) {
  const auto found = std::find_if(candidates.begin(), candidates.end(),
                                  [&](std::string_view candidate) { return fold_name(candidate) == folded; });
  return found == candidates.end() || folded.empty() ? std::string_view() : *found;
}

}  // namespace

std::string_view same_name(std::string_view name, std::span<const std::string_view> candidates) {
  for (const std::string_view form : {name, last_part(name)}) {
    const std::string folded = fold_name(form);
    if (const std::string_view same = with_fold(folded, candidates); !same.empty()) return same;
    for (const OtherName& other : other_names()) {
      const auto at = std::find(candidates.begin(), candidates.end(), other.ours);
      if (other.theirs == folded && at != candidates.end()) return *at;
    }
  }
  return {};
}

std::string_view nearest_name(std::string_view name, std::span<const std::string_view> candidates,
                              std::optional<std::size_t> max_edits) {
  if (const std::string_view same = same_name(name, candidates); !same.empty()) return same;
  const std::string folded = fold_name(name);
  std::string_view best;
  // If more than half of the name differs, a suggestion is not useful.
  std::size_t best_distance = max_edits.value_or(std::max<std::size_t>(1, folded.size() / 2)) + 1;
  for (const std::string_view candidate : candidates) {
    const std::size_t distance = edit_distance(folded, fold_name(candidate));
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
  const std::string hint = near.empty() ? "." : concat("; did you mean '", near, "'?");
  return concat("unknown ", what, " '", name, "'", hint, " Known: ", join(candidates, ", "));
}

}  // namespace actlab
