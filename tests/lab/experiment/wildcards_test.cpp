#include "lab/experiment/wildcards.h"

#include <fnmatch.h>
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "lab/config/node.h"

namespace actlab {
namespace {

bool finds(const std::string& pattern, const std::string& name) {
  Node root = Node::mapping();
  root.add("models", Node::mapping()).add(name, Node::mapping());
  Problems problems;
  return !expand_wildcards(root, {{"models." + pattern + ".hidden", {}, {}}}, problems).empty();
}

TEST(Wildcards, MatchAsThoseOfTheShell) {
  std::mt19937 random(1);
  const auto text = [&](const std::string& letters) {
    std::string made;
    for (std::size_t i = random() % 8; i > 0; --i) made += letters[random() % letters.size()];
    return made;
  };
  for (int i = 0; i < 20'000; ++i) {
    const std::string pattern = text("ab**") + "*", name = "a" + text("ab");
    ASSERT_EQ(finds(pattern, name), fnmatch(pattern.c_str(), name.c_str(), 0) == 0) << pattern << " " << name;
    const std::string open = "*" + text("ab*");
    ASSERT_EQ(finds(open, name), fnmatch(open.c_str(), name.c_str(), 0) == 0) << open << " " << name;
  }
}

// Trying all ways to share a name among many stars would take years.
TEST(Wildcards, WithManyStarsAreFast) {
  std::string pattern;
  for (int i = 0; i < 40; ++i) pattern += "*a";
  EXPECT_FALSE(finds(pattern + "*b", std::string(200, 'a')));
  EXPECT_TRUE(finds(pattern + "*", std::string(200, 'a')));
}

}  // namespace
}  // namespace actlab
