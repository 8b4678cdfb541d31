#include "lab/experiment/config.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace actlab {
namespace {

constexpr std::array<std::string_view, 3> engine_choices{"auto", "eager", "fused"};
constexpr std::array<std::string_view, 4> instruction_set_choices{"auto", "baseline", "avx2", "avx512"};

}  // namespace

void RecordConfig::declare(Fields& fields) {
  fields.integer("every", every, non_negative, "epochs between points of a curve; 0 for about 100 points");
  fields.boolean("curves", curves, "keep losses and accuracies by epoch");
  fields.boolean("weights", weights, "keep each trial's final weights, as a state_dict that PyTorch loads");
  fields.boolean(
      "health", health,
      "measure the layers of every trial by epoch, not only of the snapshots' seed: zeros, dead units, saturation, "
      "gradient norm");
  fields.boolean("outputs", outputs, "keep every weight, and what every unit gives for every training sample");
  fields.boolean("tensorboard", tensorboard, "write event files for TensorBoard, a directory a trial");
  fields.section("snapshots", snapshots,
                 "what one seed's networks give all over the plane, and how their layers fare, for pictures");
}

std::int64_t RecordConfig::interval(std::int64_t epochs) const {
  return every > 0 ? every : std::max<std::int64_t>(1, epochs / 100);
}

void ExperimentConfig::declare(Fields& fields) {
  fields.text("name", name, "names the run's directory");
  fields.one_of("data", data, "what is learnt");
  fields.required();
  fields.named("models", models, "the networks that are compared");
  fields.required();
  fields.section("training", training, "how each is trained");
  fields.custom("seeds", seeds, "the random seeds, one trial each");
  fields.custom("sweep", sweep, "keys to try with several values, crossed");
  fields.choice("engine", engine, engine_choices, "what computes; auto takes the fastest that can");
  fields.choice("instruction_set", instruction_set, instruction_set_choices,
                "what kernels run on; a lower one repeats another machine's last bits, auto takes the best there is");
  fields.section("record", record, "what is kept");
}

nlohmann::json experiment_schema() {
  ExperimentConfig config;
  nlohmann::json schema = config_schema([&](Fields& fields) { config.declare(fields); });
  nlohmann::json& properties = schema["properties"];
  properties["name"].erase("default");  // it is the file's
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
  config.name = "(the file's)";
  return config_help([&](Fields& fields) { config.declare(fields); });
}

}  // namespace actlab
