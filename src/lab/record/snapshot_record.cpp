#include "lab/record/snapshot_record.h"

#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>

namespace actlab {

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(GridAxis, feature, low, high, points)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(SceneRecord, seed, axes, outputs, samples, inputs, targets)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(HistogramRecord, low, high, shares, count, sum, sum_of_squares)

std::size_t SceneRecord::grid_size() const {
  if (axes.empty()) return 0;
  std::size_t size = 1;
  for (const GridAxis& axis : axes) size *= static_cast<std::size_t>(axis.points);
  return size;
}

std::string to_json(const SceneRecord& scene) {
  return nlohmann::json(scene).dump();
}

SceneRecord scene_from_json(const std::string& json) {
  return nlohmann::json::parse(json).get<SceneRecord>();
}

std::vector<std::byte> pack_outputs(std::span<const float> outputs, bool regression) {
  if (regression) {
    const auto bytes = std::as_bytes(outputs);
    return {bytes.begin(), bytes.end()};
  }
  std::vector<std::byte> blob;
  blob.reserve(outputs.size());
  // A network that diverged gives NaN, which is stored as 0.
  for (const float p : outputs) blob.push_back(static_cast<std::byte>(std::isnan(p) ? 0 : std::lround(p * 255)));
  return blob;
}

std::vector<float> unpack_outputs(std::string_view blob, bool regression) {
  if (regression) {
    std::vector<float> outputs(blob.size() / sizeof(float));
    std::memcpy(outputs.data(), blob.data(), blob.size());
    return outputs;
  }
  std::vector<float> outputs;
  outputs.reserve(blob.size());
  for (const char byte : blob) outputs.push_back(static_cast<float>(static_cast<unsigned char>(byte)) / 255.0f);
  return outputs;
}

std::string details_to_json(const SnapshotRecord& snapshot) {
  return nlohmann::json{
      {"preactivations", snapshot.preactivations}, {"weights", snapshot.weights}, {"wrong", snapshot.wrong}}
      .dump();
}

void set_details(SnapshotRecord& snapshot, const std::string& json) {
  const nlohmann::json details = nlohmann::json::parse(json);
  details.at("preactivations").get_to(snapshot.preactivations);
  details.at("weights").get_to(snapshot.weights);
  details.at("wrong").get_to(snapshot.wrong);
}

}  // namespace actlab
