// docs/gradcheck.md and docs/gradcheck.schema.json have everything that the program has.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <regex>

#include "actlab/gradcheck_report.h"
#include "app/cli_tensors/command.h"
#include "app/cli_tensors/input_spec.h"

namespace actlab {
namespace {

using testing::HasSubstr;

std::string document(const std::string& name) {
  std::ifstream file(ACTLAB_SOURCE_DIR "/docs/" + name);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(GradcheckDocument, HasTheGrammarOfInputs) {
  EXPECT_THAT(document("gradcheck.md"), HasSubstr(std::string(input_grammar)));
  EXPECT_THAT(run_command({"gradcheck", "--help"}).out, HasSubstr("INPUT   = [NAME=] (TENSOR | LIST | none)"));
}

TEST(GradcheckDocument, HasEveryOption) {
  const std::string help = run_command({"gradcheck", "--help"}).out, text = document("gradcheck.md");
  const std::regex option("--[a-z][a-z-]+");
  std::size_t found = 0;
  for (std::sregex_iterator at(help.begin(), help.end(), option), end; at != end; ++at, ++found) {
    if (at->str() == "--help") continue;
    EXPECT_THAT(text, HasSubstr("`" + at->str()));
  }
  EXPECT_GT(found, 25u);
}

TEST(GradcheckSchema, HasEveryCause) {
  const auto schema = nlohmann::json::parse(document("gradcheck.schema.json"));
  const auto causes = schema.at("$defs").at("cause").at("enum").get<std::vector<std::string>>();
  std::size_t count = 0;
  for (; to_string(static_cast<Cause>(count)) != "unknown"; ++count) {
    const std::string name(to_string(static_cast<Cause>(count)));
    EXPECT_NE(std::find(causes.begin(), causes.end(), name), causes.end()) << name;
  }
  EXPECT_EQ(causes.size(), count);
}

}  // namespace
}  // namespace actlab
