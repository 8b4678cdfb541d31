#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "lab/config/fields.h"

namespace actlab {

/// One swept key and what it takes in turn.
struct SweepAxis {
  std::string path;
  Location location;  ///< of the path
  std::vector<Node> values;
};

/// A sweep: `{training.optimizer.lr: [0.1, 0.01], models.A.hidden: [[10], [20]]}`, every value of one crossed with
/// every value of the others. Which paths and values there may be, only the whole config can tell: see load.cpp.
class SweepField : public CustomField {
 public:
  void read(const Node& node, std::string_view path, Problems& problems) override;
  Node write() const override;
  nlohmann::json schema() const override;
  std::string allowed() const override;

  const std::vector<SweepAxis>& axes() const { return axes_; }

 private:
  std::vector<SweepAxis> axes_;
};

/// The JSON Schema of a sweep over any field of a config that has schema `config`, in references to it.
nlohmann::json sweep_schema(const nlohmann::json& config);

/// Why the key may not be swept, or an empty text where it may.
std::string_view unsweepable_reason(std::string_view path);

}  // namespace actlab
