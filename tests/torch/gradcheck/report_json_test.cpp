#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>

#include "actlab/gradcheck.h"
#include "torch/gradcheck/json_writer.h"
#include "torch/gradcheck/number.h"

namespace actlab {
namespace {

using Json = nlohmann::json;

Json parsed(const auto& value) {
  detail::JsonWriter writer;
  writer.value(value);
  return Json::parse(std::move(writer).text());
}

// The text as another writer of JSON has it.
std::string replaced(const std::string& bytes) {
  return Json::parse(Json(bytes).dump(-1, ' ', false, Json::error_handler_t::replace));
}

TEST(ReportJson, IsReadBackWithAllMembers) {
  GradcheckReport report;
  const JacobianEntry entry{1, 2, {3, 4}, {}, 0.1, -std::numeric_limits<double>::infinity(), std::nan(""), 2e-5};
  report.failures = {{Cause::kink, "a \"quoted\"\tdetail\nof two lines \\", entry}};
  report.warnings = {{Cause::vacuous, "", {}}};
  report.compared = 12;
  report.wrong = 3;
  const Json expected_entry = {
      {"input", 1},        {"output", 2},         {"input_index", {3, 4}},   {"output_index", Json::array()},
      {"analytical", 0.1}, {"numerical", "-inf"}, {"absolute_error", "nan"}, {"tolerance", 2e-5}};
  const Json expected = {
      {"passed", false},
      {"compared", 12},
      {"wrong", 3},
      {"worst", nullptr},
      {"failures", {{{"cause", "kink"}, {"detail", report.failures[0].detail}, {"entry", expected_entry}}}},
      {"warnings", {{{"cause", "vacuous"}, {"detail", ""}}}}};
  EXPECT_EQ(Json::parse(to_json(report)), expected);
  report.worst = entry;
  EXPECT_EQ(Json::parse(to_json(report)).at("worst"), expected_entry);
}

TEST(ReportJson, HasTheRowsOfABattery) {
  BatteryReport report;
  report.rows = {{"0-d input", Outcome::passed, "", {}}, {"empty input", Outcome::failed, "why", Cause::leak}};
  const Json rows = {{{"pitfall", "0-d input"}, {"outcome", "passed"}},
                     {{"pitfall", "empty input"}, {"outcome", "failed"}, {"cause", "leak"}, {"detail", "why"}}};
  EXPECT_EQ(Json::parse(to_json(report)), (Json{{"passed", false}, {"rows", rows}}));
}

TEST(ReportJson, KeepsEveryCharacterAndReplacesOtherBytes) {
  for (int byte = 0; byte < 128; ++byte) {
    const std::string text = "a" + std::string(1, static_cast<char>(byte)) + "b";
    EXPECT_EQ(parsed(text), Json(text)) << byte;
  }
  const std::string characters = "\u00e9 \u20ac \U0001F600 \uFFFF";
  EXPECT_EQ(parsed(characters), Json(characters));
  // A lone byte, an overlong form, a surrogate, a character beyond Unicode, and characters that end too early.
  for (const std::string bytes : {"\xff", "\x80", "\xc3", "\xe2\x82", "\xf0\x9f\x98"})
    EXPECT_EQ(parsed(bytes + "z").get<std::string>().substr(0, 3), "\uFFFD") << bytes;
  for (const std::string bytes : {"\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80"})
    EXPECT_EQ(parsed(bytes + "z").get<std::string>().substr(0, 3), "\uFFFD") << bytes;
  EXPECT_EQ(parsed(std::string("x\xff") + "y"), Json(replaced("x\xff"
                                                              "y")));
}

TEST(ReportJson, HasNumbersThatAreReadBackExactly) {
  for (const double value : {0.0, -0.0, 1.0, 0.1, -1e-5, 1e300, 5e-324, 123456789.0, 1e22}) {
    const Json json = parsed(value);
    EXPECT_TRUE(json.is_number_float()) << json;
    EXPECT_EQ(json.get<double>(), value);
  }
  EXPECT_EQ(parsed(std::numeric_limits<double>::infinity()), Json("inf"));
}

TEST(Number, IsWrittenAsPrintfDoesInTheClassicLocale) {
  for (const double value : {0.0, 1.0, -0.5, 1.0 / 3, 2e-5, 1e-4, 123456.0, 1234567.0, 1e300, HUGE_VAL, -HUGE_VAL}) {
    for (const int digits : {3, 4, 6, 9}) {
      char expected[64];
      std::snprintf(expected, sizeof expected, "%.*g", digits, value);
      EXPECT_EQ(detail::number(value, digits), expected);
    }
  }
}

}  // namespace
}  // namespace actlab
