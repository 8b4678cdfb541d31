#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>

#include "core/other_names.h"
#include "lab/experiment/config.h"

namespace actlab {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

TEST(ExperimentHelp, ListsEveryKey) {
  ExperimentConfig config;
  config.models.emplace_back("NAME", ModelConfig{});
  const std::function<void(const Node&, const std::string&)> expect_named = [&](const Node& node,
                                                                                const std::string& path) {
    for (const Node::Entry& entry : node.entries) {
      const std::string key = join_path(path, entry.key);
      EXPECT_THAT(experiment_help(), HasSubstr("\n" + key + (entry.key == "kind" ? "=" : " ")));
      expect_named(entry.value, key);
    }
  };
  const Node root = write_config([&](Fields& fields) { config.declare(fields); });
  for (const Node::Entry& entry : root.entries) {
    if (entry.key == "models")
      expect_named(*entry.value.find("NAME"), "models.NAME");
    else
      expect_named(entry.value, entry.key);
  }
}

TEST(ExperimentSchema, IsTheCommittedOne) {
  std::ifstream file(ACTLAB_SOURCE_DIR "/configs/schema.json");
  EXPECT_EQ(json::parse(file), experiment_schema()) << "regenerate it with: runner schema > configs/schema.json";
}

TEST(ExperimentSchema, AllowsExactlyTheSweepableKeys) {
  const json sweep = experiment_schema()["properties"]["sweep"];
  for (const char* path : {"training", "training.epochs", "training.optimizer", "training.optimizer.kind",
                           "training.optimizer.lr", "training.optimizer.momentum", "data.samples", "data.file"}) {
    EXPECT_TRUE(sweep["properties"].contains(path)) << path;
  }
  for (const char* path : {"name", "seeds", "sweep", "engine", "instruction_set", "record", "record.every", "models"}) {
    EXPECT_FALSE(sweep["properties"].contains(path)) << path;
  }
  EXPECT_TRUE(sweep["patternProperties"].contains("^models\\.[^.]+$"));
  EXPECT_TRUE(sweep["patternProperties"].contains("^models\\..+\\.hidden$"));
  EXPECT_EQ(sweep["additionalProperties"], false);
}

TEST(ExperimentSchema, HasOnlyValidReferences) {
  const json schema = experiment_schema();
  std::size_t references = 0;
  const std::function<void(const json&)> follow = [&](const json& node) {
    if (node.is_object() && node.contains("$ref")) {
      const std::string pointer = node["$ref"].get<std::string>().substr(1);
      EXPECT_TRUE(schema.contains(json::json_pointer(pointer))) << pointer;
      ++references;
    }
    for (const json& child : node) {
      if (child.is_structured()) follow(child);
    }
  };
  follow(schema);
  EXPECT_GT(references, 20u);
}

// Each entry of the table names something that exists.
TEST(OtherNames, AreThoseOfTheSchema) {
  const std::string schema = experiment_schema().dump();
  for (const OtherName& name : other_names()) {
    EXPECT_THAT(schema, HasSubstr('"' + std::string(name.ours) + '"')) << name.theirs;
    EXPECT_EQ(fold_name(name.theirs), name.theirs);
  }
}

}  // namespace
}  // namespace actlab
