#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "lab/config/fields.h"

namespace actlab {

/// One swept key with its values.
struct SweepAxis {
  std::string path;
  Location location;  ///< of the path
  std::vector<Node> values;
  bool is_zipped = false;  ///< moves together with the other zipped axes, which have as many values
};

/// A sweep over all combinations of values: `{training.optimizer.lr: [0.1, 0.01], models.A.hidden: [[10], [20]]}`. Keys
/// below `zip` move together: `{zip: {training.optimizer.lr: [0.1, 0.01], training.epochs: [50, 100]}}` is two points.
/// `models.*.hidden` is the key of every model.
/// Paths and values are checked by load_experiment, which knows the whole config.
class SweepField : public CustomField {
 public:
  void read(const Node& node, std::string_view path, Problems& problems) override;
  Node write() const override;
  nlohmann::json schema() const override;
  std::string allowed() const override;

  const std::vector<SweepAxis>& axes() const { return axes_; }

 private:
  void read_zip(const Node& node, std::string_view path, Problems& problems);

  std::vector<SweepAxis> axes_;
};

/// The JSON Schema of a sweep over any field of a config, with references to `config`, the schema of the config.
nlohmann::json sweep_schema(const nlohmann::json& config);

/// Why the key cannot be swept; empty if it can.
std::string_view unsweepable_reason(std::string_view path);

}  // namespace actlab
