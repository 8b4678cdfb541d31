#include "lab/config/aliases.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/error.h"
#include "lab/config/values.h"

namespace actlab {
namespace {

constexpr std::size_t max_expanded = 100'000;
constexpr std::size_t max_depth = 100;

struct Extent {
  std::size_t size = 1;
  std::size_t depth = 1;

  void include(const Extent& part) {
    size += part.size;
    depth = std::max(depth, part.depth + 1);
  }
};

Extent extent_of(const Node& node) {
  Extent extent;
  for (const Node& item : node.items) extent.include(extent_of(item));
  for (const Node::Entry& entry : node.entries) extent.include(extent_of(entry.value));
  return extent;
}

// The mappings that a merge key names; adds a problem for anything else.
std::vector<const Node*> merged_mappings(const Node& value, const Location& key, Problems& problems) {
  std::vector<const Node*> mappings;
  const auto take = [&](const Node& node) {
    if (node.is_mapping())
      mappings.push_back(&node);
    else
      problems.add(key, "<<",
                   fmt::format("found {}, expected an alias of a mapping (<<: *name) or a list of them", found(node)));
  };
  if (!value.is_sequence()) {
    take(value);
  } else {
    for (const Node& item : value.items) take(item);
  }
  return mappings;
}

}  // namespace

void Aliases::add(Id anchor, Node value) {
  const Extent extent = extent_of(value);
  anchored_.insert_or_assign(anchor, Anchored{std::move(value), extent.size, extent.depth});
}

const Node& Aliases::value(Id anchor, const Location& at, std::size_t depth) {
  const auto found = anchored_.find(anchor);
  if (found == anchored_.end())
    throw UsageError(fmt::format("{}: this alias is inside the value that it stands for; write it out", to_string(at)));
  const Anchored& anchored = found->second;
  expanded_ += anchored.size;
  if (expanded_ > max_expanded) {
    throw UsageError(
        fmt::format("{}: up to this alias, the aliases of this file stand for more than {} values; use "
                    "fewer, or write them out",
                    to_string(at), max_expanded));
  }
  if (depth + anchored.depth > max_depth) {
    throw UsageError(
        fmt::format("{}: with this alias, values are nested more than {} levels deep", to_string(at), max_depth));
  }
  return anchored.value;
}

void merge_entries(Node& mapping, Problems& problems) {
  const auto mark = std::find_if(mapping.entries.begin(), mapping.entries.end(),
                                 [](const Node::Entry& entry) { return entry.key == merge_mark; });
  if (mark == mapping.entries.end()) return;
  const Node::Entry merge = std::move(*mark);
  std::vector<Node::Entry> after(std::make_move_iterator(mark + 1), std::make_move_iterator(mapping.entries.end()));
  mapping.entries.erase(mark, mapping.entries.end());
  const auto is_in = [](const std::vector<Node::Entry>& entries, std::string_view key) {
    return std::any_of(entries.begin(), entries.end(), [&](const Node::Entry& entry) { return entry.key == key; });
  };
  for (const Node* source : merged_mappings(merge.value, merge.key_location, problems)) {
    for (const Node::Entry& entry : source->entries) {
      if (!is_in(mapping.entries, entry.key) && !is_in(after, entry.key)) mapping.entries.push_back(entry);
    }
  }
  std::move(after.begin(), after.end(), std::back_inserter(mapping.entries));
}

}  // namespace actlab
