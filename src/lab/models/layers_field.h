#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lab/config/fields.h"

namespace actlab {

/// The parameters of a layer: weight [outputs][inputs], bias [outputs].
struct LayerParameters {
  std::vector<std::vector<double>> weight;
  std::vector<double> bias;

  std::int64_t outputs() const { return static_cast<std::int64_t>(bias.size()); }
  std::int64_t inputs() const { return static_cast<std::int64_t>(weight.front().size()); }
};

/// The parameters of all layers, in order: a list of `{weight: [[…], …], bias: […]}`.
class LayersField : public CustomField {
 public:
  void read(const Node& node, std::string_view path, Problems& problems) override;
  Node write() const override;
  nlohmann::json schema() const override;
  std::string allowed() const override;

  const std::vector<LayerParameters>& layers() const { return layers_; }

  /// Why the layers do not fit a network of these widths (from inputs to outputs). Nothing if they fit.
  std::optional<std::string> shape_mismatch(const std::vector<std::int64_t>& widths) const;

 private:
  std::vector<LayerParameters> layers_;
};

}  // namespace actlab
