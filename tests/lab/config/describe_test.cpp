#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "lab/config/sample.h"

namespace actlab {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

std::string help() {
  Sample sample;
  return config_help(declaration_of(sample));
}

json schema() {
  Sample sample;
  return config_schema(declaration_of(sample));
}

TEST(Help, ListsEveryKeyAndKind) {
  for (const char* path :
       {"name ", "quiet ", "loss ", "training.epochs ", "training.optimizer ", "training.optimizer.kind=sgd",
        "training.optimizer.momentum", "training.optimizer.kind=table", "training.optimizer.file", "models ",
        "models.NAME.hidden", "models.NAME.scales"}) {
    EXPECT_THAT(help(), HasSubstr(path));
  }
}

TEST(Help, ShowsAllowedValuesDefaultAndMeaning) {
  EXPECT_THAT(help(),
              ::testing::ContainsRegex("training.epochs +100 +passes over the data: an integer of at least 1\n"));
  EXPECT_THAT(help(), ::testing::ContainsRegex("loss +auto +what is minimised: auto, cross_entropy, mse\n"));
  EXPECT_THAT(help(), ::testing::ContainsRegex("name +.required. +what it is called: a string\n"));
}

TEST(Help, DoesNotChangeWhatItDescribes) {
  Sample sample = load("{name: x, training: {optimizer: {kind: sgd, lr: 3}}, models: {A: {}}}");
  const std::string before = resolved(sample);
  config_help(declaration_of(sample));
  config_schema(declaration_of(sample));
  EXPECT_EQ(resolved(sample), before);
}

TEST(Schema, AllowsNoOtherKeys) {
  EXPECT_EQ(schema()["additionalProperties"], false);
  EXPECT_EQ(schema()["properties"]["training"]["additionalProperties"], false);
  EXPECT_EQ(schema()["properties"]["models"]["additionalProperties"]["additionalProperties"], false);
}

TEST(Schema, ContainsTypesRangesDefaultsAndHelp) {
  const json epochs = schema()["properties"]["training"]["properties"]["epochs"];
  EXPECT_EQ(epochs,
            json({{"type", "integer"}, {"minimum", 1}, {"default", 100}, {"description", "passes over the data"}}));
  EXPECT_EQ(schema()["properties"]["loss"]["enum"], json({"auto", "cross_entropy", "mse"}));
  EXPECT_EQ(schema()["required"], json({"name"}));
}

TEST(Schema, OffersEachKindWithItsFields) {
  const json choices = schema()["properties"]["training"]["properties"]["optimizer"]["anyOf"];
  std::vector<std::string> alone;
  for (const json& choice : choices) {
    if (choice.contains("const")) alone.push_back(choice["const"]);
  }
  EXPECT_THAT(alone, ::testing::ElementsAre("sgd", "adam", "unit"));  // a table needs its file
  EXPECT_EQ(choices[1]["properties"]["momentum"]["exclusiveMaximum"], 1);
  EXPECT_EQ(choices[1]["required"], json({"kind"}));
  EXPECT_EQ(choices[4]["required"], json({"kind", "file"}));
}

}  // namespace
}  // namespace actlab
