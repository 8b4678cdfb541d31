#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <ctime>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/error.h"
#include "lab/config/node.h"

namespace actlab {
namespace {

std::string refusal(std::string_view text) {
  try {
    parse_yaml(text, "a.yaml");
    return "";
  } catch (const UsageError& error) {
    return error.what();
  }
}

TEST(Fingerprint, IsTheSameForTheSameKeysAndValuesOnly) {
  const auto of = [](std::string_view text) { return fingerprint(parse_yaml(text, "a.yaml")); };
  EXPECT_EQ(of("{a: 1, b: [x, y]}"), of("# a comment\na: 1\nb:\n  - x\n  - y\n"));
  const std::vector<std::string> different{
      "{a: 1}",  "{a: '1'}", "{a: [1]}",  "{a: [1, 2]}", "{a: [12]}", "{a: [[1], 2]}", "{a: [[1, 2]]}", "{a: {b: 1}}",
      "{ab: 1}", "{a: ''}",  "{a: null}", "{a: {}}",     "{a: []}",   "{a: 1, b: 1}",  "{a: '1,b:1'}"};
  std::set<std::string> found;
  for (const std::string& text : different) found.insert(of(text));
  EXPECT_EQ(found.size(), different.size());
}

TEST(Yaml, KeepsTheOrderAndLocationOfKeys) {
  const Node root = parse_yaml("# a comment\nb: 1\na:\n  c: [x, 'y']\n", "a.yaml");
  ASSERT_EQ(root.entries.size(), 2u);
  EXPECT_EQ(root.entries[0].key, "b");
  EXPECT_EQ(to_string(root.entries[0].key_location), "a.yaml:2:1");
  EXPECT_EQ(to_string(root.entries[0].value.location), "a.yaml:2:4");
  const Node& list = *root.find("a")->find("c");
  EXPECT_EQ(to_string(list.items[1].location), "a.yaml:4:10");
  EXPECT_FALSE(list.items[0].quoted);
  EXPECT_TRUE(list.items[1].quoted);
}

TEST(Yaml, LocatesAnAbsentValueAtItsKey) {
  const Node root = parse_yaml("a: 1\nb:\n\n\nc: 2\n", "a.yaml");
  EXPECT_EQ(root.find("b")->kind, Node::Kind::null);
  EXPECT_EQ(to_string(root.find("b")->location), "a.yaml:2:1");
}

TEST(Yaml, RejectsADuplicateKeyAndReportsTheFirst) {
  EXPECT_EQ(refusal("a: {b: 1, c: 2, b: 3}"), "a.yaml:1:17: a.b: duplicate key; it is already given at a.yaml:1:5");
}

TEST(Yaml, ListsEveryDuplicate) {
  EXPECT_EQ(refusal("a: 1\nb: 2\na: 3\nb: 4\n"),
            "a.yaml:3:1: a: duplicate key; it is already given at a.yaml:1:1\n"
            "a.yaml:4:1: b: duplicate key; it is already given at a.yaml:2:1");
}

TEST(Yaml, RejectsTags) {
  EXPECT_EQ(refusal("x: !foo {a: 1}"), "a.yaml:1:4: x: tags (!foo) are not supported; remove it");
}

TEST(Yaml, ReplacesAliasesByTheirValuesWithTheLocationsOfThose) {
  const Node root = parse_yaml("a: &z {b: [1, 2]}\nc: *z\nd: &k key\n*k : 5\n", "a.yaml");
  EXPECT_EQ(to_flow(root), "{a: {b: [1, 2]}, c: {b: [1, 2]}, d: key, key: 5}");
  EXPECT_EQ(to_string(root.find("c")->find("b")->location), "a.yaml:1:11");
}

TEST(Yaml, MergesMappingsBelowTheirOwnKeysAndInTheOrderOfTheList) {
  const Node root = parse_yaml(
      "a: &a {x: 1, k: 1}\nb: &b {k: 2, z: 2}\nc: {<<: *a, k: 3}\nd: {<<: [*a, *b]}\ne: {'<<': 1}\n", "a.yaml");
  EXPECT_EQ(to_flow(*root.find("c")), "{x: 1, k: 3}");
  EXPECT_EQ(to_flow(*root.find("d")), "{x: 1, k: 1, z: 2}");
  EXPECT_EQ(root.find("e")->entries[0].key, "<<");
  EXPECT_EQ(refusal("a: {<<: 3}"),
            "a.yaml:1:5: <<: found '3', expected an alias of a mapping (<<: *name) or a list of them");
}

TEST(Yaml, RefusesAliasesThatStandForTooMuch) {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    bomb += fmt::format("a{0}: &a{0} [", i);
    for (int j = 0; j < 10; ++j) bomb += fmt::format("{}*a{}", j == 0 ? "" : ", ", i - 1);
    bomb += "]\n";
  }
  EXPECT_THAT(refusal(bomb), testing::HasSubstr("stand for more than 100000 values"));
  std::string deep = "a0: &a0 [[x]]\n";
  for (int i = 1; i < 200; ++i) deep += fmt::format("a{0}: &a{0} [[*a{1}]]\n", i, i - 1);
  EXPECT_THAT(refusal(deep), testing::HasSubstr("nested more than 100 levels deep"));
  EXPECT_THAT(refusal("a: &a [*a]"), testing::HasSubstr("a.yaml:1:8: this alias is inside the value"));
  EXPECT_THAT(refusal("a: *b"), testing::StartsWith("a.yaml:1:"));
}

// The CPU time of reading `text`, in seconds, and the number of lines of the refusal.
std::pair<double, std::ptrdiff_t> cost_of(const std::string& text) {
  const std::clock_t start = std::clock();
  const std::string message = refusal(text);
  return {static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC,
          std::count(message.begin(), message.end(), '\n') + 1};
}

// Linear in its length: eight times the text may take eight times the time, not 64 times.
TEST(Yaml, IsReadInLinearTimeAndReportsTheFirstTwentyProblems) {
  const auto repeated = [](std::string_view begin, std::string_view end, int count, auto item) {
    std::string text(begin);
    for (int i = 0; i < count; ++i) text += item(i);
    return text + std::string(end);
  };
  const auto check = [&](std::string_view what, auto text_of) {
    const double few = cost_of(text_of(10'000)).first, many = cost_of(text_of(80'000)).first;
    EXPECT_LT(many, 0.2 + 24 * few) << what;
  };
  const auto duplicates = [&](int count) { return repeated("a: {", "}", count, [](int) { return "x: 1, "; }); };
  check("duplicate keys", duplicates);
  EXPECT_EQ(cost_of(duplicates(100)).second, 21);
  EXPECT_THAT(refusal(duplicates(100)), HasSubstr("… and 79 more problems"));
  check("keys",
        [&](int count) { return repeated("a: {", "}", count, [](int i) { return fmt::format("k{}: 1, ", i); }); });
  check("anchors",
        [&](int count) { return repeated("a: [", "]", count, [](int i) { return fmt::format("&a{} 1, ", i); }); });
  check("aliases", [&](int count) { return repeated("b: &b 1\na: [", "]", count, [](int) { return "*b, "; }); });
  check("tags", [&](int count) { return repeated("a: [", "]", count, [](int) { return "!x 1, "; }); });
}

TEST(Yaml, RefusesBytesThatAreNotUtf8WithTheirPlace) {
  EXPECT_EQ(refusal("a: 1\nb: caf\xe9\n"), "a.yaml:2:7: the byte 0xe9 is not UTF-8 text; save the file as UTF-8");
  EXPECT_EQ(refusal("# \xc0\xaf\na: 1\n"), "a.yaml:1:3: the byte 0xc0 is not UTF-8 text; save the file as UTF-8");
  EXPECT_EQ(refusal(std::string("\xff\xfe") + std::string("a\0:\0", 4)),
            "a.yaml: this file is UTF-16; save it as UTF-8");
  EXPECT_EQ(parse_yaml("\xef\xbb\xbf"
                       "a: ü",
                       "a.yaml")
                .find("a")
                ->scalar,
            "ü");
}

// yaml-cpp quotes one byte of a character in its message.
TEST(Yaml, ReportsASyntaxErrorAsUtf8) {
  EXPECT_THAT(refusal("a: \"\\é\""), HasSubstr("unknown escape character: \\xc3"));
}

TEST(Yaml, RefusesControlCharacters) {
  EXPECT_EQ(refusal("a: \"x\\e[31m\""), "a.yaml:1:4: a: found a control character: '\\x1b[31m'; remove it");
  EXPECT_NE(refusal("\"a\\0\": 1"), "");
}

TEST(Yaml, RejectsKeysThatAreNotStrings) {
  EXPECT_EQ(refusal("[1, 2]: 3"), "a.yaml:1:1: found a list as a key; a key must be a string");
}

TEST(Yaml, ReportsTheLocationOfASyntaxError) {
  EXPECT_EQ(refusal("a: 1\nb: c: d\n"), "a.yaml:2:5: not valid YAML: illegal map value");
  EXPECT_THAT(refusal("a: [1, 2\nb: 3\n"), testing::StartsWith("a.yaml:2:2: not valid YAML: "));
  EXPECT_EQ(refusal("a:\n\tb: 1\n"),
            "a.yaml:2:3: not valid YAML: illegal map value; indent with spaces: YAML does not allow tabs");
}

TEST(Yaml, RejectsAnythingButOneMapping) {
  EXPECT_EQ(refusal(""), "a.yaml: the file is empty");
  EXPECT_EQ(refusal("# nothing\n"), "a.yaml: the file is empty");
  EXPECT_EQ(refusal("- 1\n"), "a.yaml:1:1: found a list, but a config is a mapping of keys to values (key: value)");
  EXPECT_EQ(refusal("text"), "a.yaml:1:1: found 'text', but a config is a mapping of keys to values (key: value)");
  EXPECT_THAT(refusal("a: 1\n---\nb: 2\n"), testing::StartsWith("a.yaml:2:1: a second YAML document begins here"));
}

TEST(Yaml, ShowsALongOrBinaryValueAsAShortLine) {
  EXPECT_EQ(refusal("\"x\\ny" + std::string(100, 'z') + "\""),
            "a.yaml:1:1: found the text \"x\\ny" + std::string(57, 'z') +
                "...\", but a config is a mapping of keys to values (key: value)");
}

TEST(Yaml, RejectsFilesThatCannotBeRead) {
  Problems problems;
  EXPECT_THROW(parse_yaml_file("no/such.yaml", problems), UsageError);
  EXPECT_THROW(parse_yaml_file(ACTLAB_SOURCE_DIR, problems), UsageError);
}

TEST(Yaml, DoesNotOverflowTheStackOnDeepNesting) {
  EXPECT_THROW(parse_yaml("a: " + std::string(100000, '['), "a.yaml"), UsageError);
}

TEST(Yaml, RoundTrips) {
  for (const std::string text : {"plain", "10",    "1e-5",       "true", "null", "",  "~",    "a: b", "# x", " spaced ",
                                 "it's",  "\"q\"", "two\nlines", "[1]",  "yes",  "-", "0x10", ".5",   "*a",  "ü"}) {
    Node root = Node::mapping();
    root.add(text, Node::sequence({Node::of(text), Node::of("x")}));
    root.add("block", Node::of(text));
    const Node again = parse_yaml(to_yaml(root, "two\nlines"), "a.yaml");
    ASSERT_EQ(again.entries.size(), 2u) << text;
    EXPECT_EQ(again.entries[0].key, text.empty() ? "" : text);
    EXPECT_EQ(again.entries[0].value.items[0].scalar, text);
    EXPECT_TRUE(again.entries[0].value.items[0].is_scalar()) << text;
    EXPECT_EQ(again.find("block")->scalar, text);
    EXPECT_TRUE(again.find("block")->is_scalar()) << text;
  }
}

TEST(Yaml, WritesTheShortestTextOfADouble) {
  EXPECT_EQ(Node::real(0.1).scalar, "0.1");
  EXPECT_EQ(Node::real(100).scalar, "100");
  EXPECT_EQ(Node::real(1e-5).scalar, "1.0e-05");
  EXPECT_EQ(Node::real(0.1 + 0.2).scalar, "0.30000000000000004");
}

TEST(Yaml, WritesOneLineInFlowStyle) {
  const Node root = parse_yaml("a:\n  kind: sgd\n  lr: 0.10\nb: [[1], [2, \"3\"]]\n", "a.yaml");
  EXPECT_EQ(to_flow(root), "{a: {kind: sgd, lr: 0.10}, b: [[1], [2, \"3\"]]}");
}

}  // namespace
}  // namespace actlab
