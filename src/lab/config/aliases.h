#pragma once

#include <cstddef>
#include <map>
#include <string_view>

#include "lab/config/node.h"

namespace actlab {

/// The values with an anchor (`&name`) of a YAML document, for their aliases (`*name`).
///
/// A value that aliases a value that aliases … may stand for more than memory can hold ("billion laughs"), so the
/// number of values and the depth that aliases can make are limited.
class Aliases {
 public:
  using Id = std::size_t;  ///< yaml-cpp's number of an anchor

  void add(Id anchor, Node value);

  /// The value of an anchor, whose parts keep their locations. `at` is the alias, and `depth` the number of mappings
  /// and lists around it. Throws UsageError if the anchor's value is not complete, or if there are too many values.
  const Node& value(Id anchor, const Location& at, std::size_t depth);

 private:
  struct Anchored {
    Node value;
    std::size_t size;  // values in it, itself included
    std::size_t depth;
  };
  std::map<Id, Anchored> anchored_;
  std::size_t expanded_ = 0;  // values that aliases stood for so far
};

/// The key whose value is merged into its mapping (https://yaml.org/type/merge.html), if it is not quoted.
inline constexpr std::string_view merge_key = "<<";

/// What stands for an unquoted merge_key until merge_entries replaces it. No key can contain it.
inline constexpr std::string_view merge_mark{"\0<<", 3};

/// Replaces the entry merge_mark of a mapping by the entries of its value, a mapping or a list of mappings. An entry of
/// the mapping itself goes before, then that of an earlier mapping of the list. Adds any other value to `problems`.
void merge_entries(Node& mapping, Problems& problems);

}  // namespace actlab
