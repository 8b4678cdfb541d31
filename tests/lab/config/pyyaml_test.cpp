// What actlab writes means the same to PyYAML, which reads YAML 1.1.
#include "lab/config/pyyaml.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace actlab {
namespace {

const std::vector<std::string> hard_texts{
    "no",    "on",   "1",        "true",       "True",  "010", "0o7", "0x1F", "1e3",  "1e-3",   ".5",     "-.5",
    "5.",    "~",    "null",     "Null",       "",      "=",   "<<",  "y",    "N",    "Off",    "YES",    ".inf",
    "-.INF", ".NaN", "12:30:45", "2024-01-01", "1_000", "+12", "-",   "---",  "...",  "? a",    "a: b",   "a #b",
    "#a",    "[a",   "{a",       "*a",         "&a",    "!a",  "%a",  "@a",   "`a",   "|",      ">",      "'",
    "\"",    " a",   "a ",       "a\nb",       "a\tb",  "\\n", "ü",   "é: x", "日本", "😀",      "a,b",    "a]",
    "-a",    "- a",  "0b101",    "190:20:30",  "0.1.2", "1e",  "e1",  "nan",  "inf",  "\u00a0", "\u200b", "\ufeffa"};

std::string random_text(std::mt19937& random) {
  static constexpr std::string_view alphabet = "aeno01.:-+_~=<>[]{},#&*!|'\"%@`?/\\ \n\tEYN";
  std::string text(random() % 8, ' ');
  for (char& c : text) c = alphabet[random() % alphabet.size()];
  return text;
}

class PyYaml : public testing::Test {
 protected:
  void SetUp() override {
    if (!has_pyyaml()) GTEST_SKIP() << "python3-yaml is missing";
  }
};

TEST_F(PyYaml, ReadsTextsAsKeysAndValuesInEveryPosition) {
  std::mt19937 random(1);
  std::vector<std::string> texts = hard_texts;
  while (texts.size() < 3000) texts.push_back(random_text(random));
  Node root = Node::mapping();
  for (const std::string& text : texts) {
    if (root.find(text) != nullptr) continue;
    Node inner = Node::mapping();
    inner.add(text, Node::of(text));
    root.add(text, Node::sequence({Node::of(text), inner}));
    root.add("k" + text, std::move(inner));
  }
  EXPECT_EQ(difference_from_pyyaml(to_yaml(root, "a comment\nno: 1")), "");
}

TEST_F(PyYaml, ReadsNumbersAsTheSameNumbers) {
  std::mt19937 random(2);
  std::vector<Node> numbers{Node::integer(0),    Node::integer(-9223372036854775807),
                            Node::real(0),       Node::real(1e22),
                            Node::real(-1e-300), Node::real(123456789),
                            Node::boolean(true)};
  for (int i = 0; i < 2000; ++i) {
    const int exponent = static_cast<int>(random() % 600) - 300;
    numbers.push_back(Node::real((static_cast<double>(random()) - 2e9) * std::pow(10, exponent)));
  }
  for (const char* text : {"1e3", ".5", "-.5", "5.", "+7", "1e-5", "1.5e10", "-1e300", "0.10", "1E2"}) {
    Node number = Node::of("x");
    number.scalar = text;
    numbers.push_back(portable(number));
  }
  Node root = Node::mapping();
  root.add("numbers", Node::sequence(numbers));
  EXPECT_EQ(difference_from_pyyaml(to_yaml(root)), "");
}

}  // namespace
}  // namespace actlab
