#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "lab/models/config.h"

namespace actlab {

/// The inputs at which activations are evaluated: numbers (`[-1, 0, 3]`), evenly spaced numbers including both ends
/// (`{from: -5, to: 5, points: 11}`), or lines of numbers (`[[1, 2, 3], [4, 5, 6]]`), the rows of row-wise activations.
class PointsField : public CustomField {
 public:
  void read(const Node& node, std::string_view path, Problems& problems) override;
  Node write() const override;
  nlohmann::json schema() const override;
  std::string allowed() const override;

  /// Lines of equal length. Numbers and ranges are a single line.
  const std::vector<std::vector<double>>& lines() const { return lines_; }

 private:
  std::vector<std::vector<double>> lines_{{-3, -2, -1, 0, 1, 2, 3}};
};

/// A config with `tabulate`: values and derivatives of activations, without training.
struct TabulateConfig {
  std::string name = "table";
  ActivationField activations;
  PointsField at;
  std::int64_t derivatives = 1;
  void declare(Fields& fields);
};

/// True if the file is a mapping with the key `tabulate`. False for a file that cannot be read, and for a pipe, because
/// it cannot be read twice.
bool is_tabulation(const std::filesystem::path& path);

/// Reads and checks a config. Throws UsageError with all problems, one per line. Creates nothing.
TabulateConfig load_tabulation(const std::filesystem::path& path, const std::vector<std::string>& overrides = {});

/// The config with all defaults, as YAML.
std::string to_yaml(const TabulateConfig& config);

/// JSON Schema of a file with `tabulate`, for editors.
nlohmann::json tabulation_schema();

}  // namespace actlab
