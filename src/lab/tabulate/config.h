#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "lab/models/config.h"

namespace actlab {

/// Where activations are evaluated: numbers (`[-1, 0, 3]`), an even range (`{from: -5, to: 5, points: 11}`, ends
/// included), or lines of numbers (`[[1, 2, 3], [4, 5, 6]]`), which a row-wise activation takes as its rows.
class PlacesField : public CustomField {
 public:
  void read(const Node& node, std::string_view path, Problems& problems) override;
  Node write() const override;
  nlohmann::json schema() const override;
  std::string allowed() const override;

  /// Lines of equal length; numbers and ranges are one line.
  const std::vector<std::vector<double>>& lines() const { return lines_; }

 private:
  std::vector<std::vector<double>> lines_{{-3, -2, -1, 0, 1, 2, 3}};
};

/// An experiment without training: the values of activations.
struct TabulateConfig {
  std::string name = "table";
  ActivationField activations;
  PlacesField at;
  std::int64_t derivatives = 1;
  void declare(Fields& fields);
};

/// True where the file is a mapping with the key `tabulate`. A file that cannot be read is none, nor is a pipe, which
/// could not be read again.
bool is_tabulation(const std::filesystem::path& path);

/// Reads and checks it. Throws UsageError with every problem, one a line; creates nothing.
TabulateConfig load_tabulation(const std::filesystem::path& path, const std::vector<std::string>& overrides = {});

/// The complete config with every default spelt out, as YAML.
std::string to_yaml(const TabulateConfig& config);

/// JSON Schema of a file with `tabulate`, for editors.
nlohmann::json tabulation_schema();

}  // namespace actlab
