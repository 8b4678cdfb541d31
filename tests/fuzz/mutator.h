#pragma once

#include <cstddef>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "lab/config/node.h"

namespace actlab {

/// Random choices from a seed, the same on every machine.
class Choices {
 public:
  explicit Choices(unsigned seed) : random_(seed) {}

  std::size_t below(std::size_t n) { return random_() % n; }
  template <class T> T& pick(std::vector<T>& from) { return from[below(from.size())]; }
  template <class T> const T& pick(const std::vector<T>& from) { return from[below(from.size())]; }
  char byte() { return static_cast<char>(random_()); }

 private:
  std::mt19937 random_;
};

/// Changes the text of a config or a table: a byte, a token instead of a few bytes, a token more, a few bytes less, a
/// line of another text, or what stands between two `ends`, such as a value of YAML or a cell.
void mutate_text(std::string& text, const std::vector<std::string>& corpus, const std::vector<std::string>& tokens,
                 const char* ends, Choices& choices);

/// Changes the tree of a config: swaps two neighbours, deletes a node, gives a node twice, makes another kind of it,
/// puts a copy of a node in the place of another, or exchanges keys.
void mutate_tree(Node& root, const std::vector<std::string>& tokens, Choices& choices);

}  // namespace actlab
