#include "lab/config/values.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lab/config/sample.h"

namespace actlab {
namespace {

using ::testing::HasSubstr;

Node plain(std::string text) {
  Node node;
  node.kind = Node::Kind::scalar;
  node.scalar = std::move(text);
  return node;
}

TEST(Values, AnIntegerIsExact) {
  EXPECT_EQ(as_integer(plain("1000")), 1000);
  EXPECT_EQ(as_integer(plain("-3")), -3);
  EXPECT_EQ(as_integer(plain("+3")), 3);
  EXPECT_EQ(as_integer(plain("1e3")), 1000);
  EXPECT_EQ(as_integer(plain("9223372036854775807")), INT64_MAX);
  for (const char* text : {"10.5", "1e-3", "9223372036854775808", "1e300", "0x10", "010", "1_000", "ten", "", "1 2"}) {
    EXPECT_FALSE(as_integer(plain(text))) << text;
  }
}

TEST(Values, ARealIsFinite) {
  EXPECT_EQ(as_real(plain("0.1")), 0.1);
  EXPECT_EQ(as_real(plain("1e-5")), 1e-5);
  EXPECT_EQ(as_real(plain(".5")), 0.5);
  EXPECT_EQ(as_real(plain("-2")), -2.0);
  for (const char* text : {".nan", "nan", ".inf", "-.inf", "inf", "1e999", "1e", "0,1", "--1", "+-1", "-", ".", ""}) {
    EXPECT_FALSE(as_real(plain(text))) << text;
  }
}

TEST(Values, OnlyTrueAndFalseAreBooleans) {
  EXPECT_EQ(as_boolean(plain("true")), true);
  EXPECT_EQ(as_boolean(plain("false")), false);
  EXPECT_EQ(problems_of("name: x\nquiet: yes"), "a.yaml:2:8: quiet: found 'yes', expected true or false; write true");
  EXPECT_EQ(problems_of("name: x\nquiet: Off"), "a.yaml:2:8: quiet: found 'Off', expected true or false; write false");
  EXPECT_EQ(problems_of("name: x\nquiet: 1"), "a.yaml:2:8: quiet: found '1', expected true or false");
}

TEST(Values, AQuotedNumberIsAStringAndTheMessageSaysSo) {
  EXPECT_EQ(problems_of("name: x\ntraining: {epochs: \"10\"}"),
            "a.yaml:2:20: training.epochs: found the text \"10\", expected an integer of at least 1; "
            "write 10 without quotes");
  EXPECT_THAT(problems_of("name: x\nquiet: 'true'"), HasSubstr("write true without quotes"));
  EXPECT_THAT(problems_of("name: x\ntraining: {epochs: \"ten\"}"),
              ::testing::EndsWith("found the text \"ten\", expected an integer of at least 1"));
}

TEST(Values, MessagesIncludeTheRange) {
  EXPECT_EQ(allowed_integer(any_number), "an integer");
  EXPECT_EQ(allowed_integer(at_least(1)), "an integer of at least 1");
  EXPECT_EQ(allowed_real(positive), "a number greater than 0");
  EXPECT_EQ(allowed_real(fraction), "a number of at least 0 and less than 1");
  EXPECT_EQ(allowed_integer(between(1, 512)), "an integer from 1 to 512");
  EXPECT_EQ(allowed_real(Range{.max = 2}), "a number of at most 2");
}

}  // namespace
}  // namespace actlab
