#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "lab/config/node.h"
#include "lab/data/all.h"
#include "lab/experiment/config.h"

namespace actlab {

/// Finds problems of a config that involve several keys or files: an activation list that does not fit the layers, a
/// loss that does not fit the data, a file that cannot be read. Creates each data set only once.
class Checker {
 public:
  explicit Checker(Problems& problems) : problems_(problems) {}

  /// `root` is the node that the config was read from, and `problems` were found while reading: keys that they concern
  /// are not checked, because they have their defaults. Replaces the loss `auto` by the loss that it selects.
  void check(ExperimentConfig& config, const Node& root, const Problems& problems);

 private:
  void check_names(const ExperimentConfig& config, const Node& root);
  void check_snapshots(const ExperimentConfig& config, const Node& root, const Problems& problems);
  void check_activations(const ExperimentConfig& config, const Node& root, const Problems& problems);
  void check_weights(const ExperimentConfig& config, std::int64_t features, std::int64_t outputs, const Node& root,
                     const Problems& problems);
  /// The number of outputs that a model needs. If there is none, adds a problem.
  std::optional<std::int64_t> check_training(TrainingConfig& training, const Dataset& data, const Node& root);
  /// Adds a problem if `needed` bytes are more than this process can allocate.
  bool fits_memory(double needed, std::string_view what, const Location& place, std::string_view path);
  /// The data of the first seed, with as few samples as possible. If it cannot be created, returns nullptr and adds a
  /// problem.
  const Dataset* data_of(ExperimentConfig& config, const Node& root);

  Problems& problems_;
  std::map<std::string, std::variant<Dataset, std::string>> data_;  // by config: the data, or an error message
};

}  // namespace actlab
