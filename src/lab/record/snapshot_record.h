#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace actlab {

/// One input feature's part of the grid on which snapshots are taken: `points` evenly spaced values, ends included.
struct GridAxis {
  std::string feature;
  float low = 0;
  float high = 0;
  std::int32_t points = 0;
};

/// What all snapshots of a run share: whose they are, where they were taken, and the training data to draw over them.
struct SceneRecord {
  std::uint32_t seed = 0;
  std::vector<GridAxis> axes;         ///< one or two; none where there are more features than a picture has directions
  std::vector<std::string> outputs;   ///< class names; of a regression, one name a target
  std::vector<std::int64_t> samples;  ///< which training samples are kept below: all, or evenly chosen ones of many
  std::vector<float> inputs;          ///< [samples, axes]
  std::vector<float> targets;         ///< [samples] class numbers, or [samples, outputs]

  std::size_t grid_size() const;
};

/// Shares of values that fell into bins of equal width from low to high, the least and the greatest of them.
struct HistogramRecord {
  float low = 0;
  float high = 0;
  std::vector<float> shares;
  std::int64_t count = 0;  ///< of the values, those that are not finite left out, as in all else here
  double sum = 0;
  double sum_of_squares = 0;
};

/// What a network of the scene's seed gives after some epochs of training.
struct SnapshotRecord {
  std::int32_t epochs = 0;     ///< completed; 0 is the untrained network
  std::vector<float> outputs;  ///< [grid points, outputs], the last axis fastest: probabilities, or predictions
  std::vector<HistogramRecord> preactivations;     ///< of each hidden layer, over the training sample
  std::map<std::string, HistogramRecord> weights;  ///< of each weight and bias, named as in a state_dict
  std::vector<std::int32_t> wrong;  ///< which of the scene's samples get another class than theirs, by place there
};

/// Both as one value of the database. Probabilities keep 8 bits, which is more than a colour shows.
std::string to_json(const SceneRecord& scene);
SceneRecord scene_from_json(const std::string& json);
std::vector<std::byte> pack_outputs(std::span<const float> outputs, bool regression);
std::vector<float> unpack_outputs(std::string_view blob, bool regression);
std::string details_to_json(const SnapshotRecord& snapshot);
void set_details(SnapshotRecord& snapshot, const std::string& json);

}  // namespace actlab
