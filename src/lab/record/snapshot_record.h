#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace actlab {

/// One axis of the snapshot grid: `points` evenly spaced values of an input feature, from `low` to `high` inclusive.
struct GridAxis {
  std::string feature;
  float low = 0;
  float high = 0;
  std::int32_t points = 0;
};

/// What all snapshots of a run share: the seed, the grid, and the training data to draw on top.
struct SceneRecord {
  std::uint32_t seed = 0;
  std::vector<GridAxis> axes;         ///< one or two; none for data with more than two features
  std::vector<std::string> outputs;   ///< class names, or one name per regression target
  std::vector<std::int64_t> samples;  ///< indices of the training samples below: all, or an even selection
  std::vector<float> inputs;          ///< [samples, axes]
  std::vector<float> targets;         ///< [samples] class indices, or [samples, outputs]

  std::size_t grid_size() const;
};

/// A histogram of finite values, in bins of equal width from the smallest to the largest. Other values are ignored.
struct HistogramRecord {
  float low = 0;
  float high = 0;
  std::vector<float> shares;  ///< of each bin; they add up to 1
  std::int64_t count = 0;     ///< number of values
  double sum = 0;
  double sum_of_squares = 0;
};

/// The outputs of a network of the scene's seed after some epochs of training.
struct SnapshotRecord {
  std::int32_t epochs = 0;     ///< completed; 0 before training
  std::vector<float> outputs;  ///< [grid points, outputs], last axis fastest: probabilities or predictions
  std::vector<HistogramRecord> preactivations;     ///< of each hidden layer, over the training sample
  std::map<std::string, HistogramRecord> weights;  ///< by name in the state_dict
  std::vector<std::int32_t> wrong;                 ///< misclassified samples, as indices into SceneRecord::samples
};

/// Conversions to and from values of the database. Probabilities are stored with 8 bits, which is enough for a colour.
std::string to_json(const SceneRecord& scene);
SceneRecord scene_from_json(const std::string& json);
std::vector<std::byte> pack_outputs(std::span<const float> outputs, bool regression);
std::vector<float> unpack_outputs(std::string_view blob, bool regression);
std::string details_to_json(const SnapshotRecord& snapshot);
void set_details(SnapshotRecord& snapshot, const std::string& json);

}  // namespace actlab
