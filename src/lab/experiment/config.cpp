#include "lab/experiment/config.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "lab/statistics/interval.h"

namespace actlab {
namespace {

constexpr std::array<std::string_view, 3> engine_choices{"auto", "eager", "fused"};
constexpr std::array<std::string_view, 4> instruction_set_choices{"auto", "baseline", "avx2", "avx512"};

}  // namespace

void RecordConfig::declare(Fields& fields) {
  fields.integer("every", every, non_negative, "epochs between points of the learning curves; 0 for about 100 points");
  fields.boolean("curves", curves, "record losses and accuracies by epoch");
  fields.boolean("weights", weights, "write the final weights of each trial as a state_dict for torch.load");
  fields.boolean(
      "health", health,
      "record layer statistics by epoch (zeros, dead units, saturation, gradient norm) for every trial; otherwise "
      "only for the seed of the snapshots");
  fields.boolean("outputs", outputs, "record all weights, and the output of every unit for every training sample");
  fields.boolean("tensorboard", tensorboard, "write event files for TensorBoard, in a directory for each trial");
  fields.section("snapshots", snapshots,
                 "for the pictures of the report: outputs over the input space, and layer statistics, for one seed");
}

std::int64_t RecordConfig::interval(std::int64_t epochs) const {
  return every > 0 ? every : std::max<std::int64_t>(1, epochs / 100);
}

void StatisticsConfig::declare(Fields& fields) {
  fields.choice("interval", interval, interval_method_names,
                "95 % intervals of means and differences: bca for the bootstrap, which stays within the values; t for "
                "Student's t, which can leave 0 to 100 %");
}

void ExperimentConfig::declare(Fields& fields) {
  fields.text("name", name, "name of the run's directory");
  fields.one_of("data", data, "the data set");
  fields.required();
  fields.named("models", models, "the networks to compare");
  fields.required();
  fields.section("training", training, "how to train them");
  fields.custom("seeds", seeds, "random seeds; each model is trained once for each seed");
  fields.custom("sweep", sweep, "keys with lists of values; every combination is trained");
  fields.choice("engine", engine, engine_choices,
                "implementation of the training; auto selects the fastest that supports the model");
  fields.choice("instruction_set", instruction_set, instruction_set_choices,
                "instruction set of the kernels; auto selects the best available. A lower one reproduces another "
                "machine's digits");
  fields.section("record", record, "what to record");
  fields.section("statistics", statistics, "how the results are judged");
}

ExperimentConfig read_experiment(const Node& root, const std::string& default_name, Problems& problems) {
  ExperimentConfig config;
  config.name = default_name;
  read_config(
      root, [&](Fields& fields) { config.declare(fields); }, problems);
  return config;
}

Node write_experiment(ExperimentConfig config) {
  return write_config([&](Fields& fields) { config.declare(fields); });
}

std::string config_comment(const std::string& name) {
  return "The complete config of a run of " + name + ", with all defaults.";
}

std::string data_key(DataConfig data) {
  return fingerprint(write_config([&](Fields& fields) { fields.one_of("data", data, ""); }));
}

nlohmann::json experiment_schema() {
  ExperimentConfig config;
  nlohmann::json schema = config_schema([&](Fields& fields) { config.declare(fields); });
  nlohmann::json& properties = schema["properties"];
  properties["name"].erase("default");  // the default is the name of the file
  const nlohmann::json sweep_help = properties["sweep"]["description"];
  properties["sweep"] = sweep_schema(schema);
  properties["sweep"]["description"] = sweep_help;
  properties["training"]["type"] = {"object", "string"};
  properties["training"]["pattern"] = "^none$";
  schema["$schema"] = "http://json-schema.org/draft-07/schema#";
  schema["title"] = "An experiment of actlab";
  return schema;
}

std::string experiment_help() {
  ExperimentConfig config;
  config.name = "(the name of the file)";
  return config_help([&](Fields& fields) { config.declare(fields); });
}

}  // namespace actlab
