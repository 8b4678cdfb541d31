#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "lab/config/fields.h"

namespace actlab {

/// The seeds of an experiment: a count (`20` for 0 to 19), a list, or `{first: 100, count: 20}`. Not empty and without
/// duplicates.
class SeedsField : public CustomField {
 public:
  SeedsField();  ///< 0 to 19
  void read(const Node& node, std::string_view path, Problems& problems) override;
  Node write() const override;
  nlohmann::json schema() const override;
  std::string allowed() const override;

  const std::vector<std::uint32_t>& values() const { return seeds_; }

 private:
  std::vector<std::uint32_t> seeds_;
};

}  // namespace actlab
