#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>

#include "lab/config/node.h"
#include "lab/data/all.h"
#include "lab/experiment/config.h"

namespace actlab {

/// Finds what is wrong with configs whose every key is right by itself: an activation list that does not fit the
/// layers, a loss that does not fit the data, a file that cannot be used. Each data set is made only once.
class Checker {
 public:
  explicit Checker(Problems& problems) : problems_(problems) {}

  /// `root` is what the config was read from, with which `problems`: where a value is wrong already, nothing is said of
  /// how its default fits the rest. Sets the loss `auto` to what it stands for.
  void check(ExperimentConfig& config, const Node& root, const Problems& problems);

 private:
  void check_names(const ExperimentConfig& config, const Node& root);
  void check_snapshots(const ExperimentConfig& config, const Node& root, const Problems& problems);
  void check_activations(const ExperimentConfig& config, const Node& root, const Problems& problems);
  void check_weights(const ExperimentConfig& config, std::int64_t features, std::int64_t outputs, const Node& root,
                     const Problems& problems);
  /// How many outputs a model needs, or nothing and a problem.
  std::optional<std::int64_t> check_training(TrainingConfig& training, const Dataset& data, const Node& root);
  /// The data of the first seed, or nullptr and a problem.
  const Dataset* data_of(ExperimentConfig& config, const Node& root);

  Problems& problems_;
  std::map<std::string, std::variant<Dataset, std::string>> data_;  // by config; the data, or why there are none
};

}  // namespace actlab
