#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lab/config/fields.h"

namespace actlab {

/// When a run with a variable number of seeds stops. `interval` is given for `until`: the width of the intervals, in
/// percentage points of accuracy or in units of RMSE.
struct StoppingRule {
  enum class Kind { until, race };
  Kind kind = Kind::until;
  double interval = 0;
  std::int64_t at_least = 20;
  std::int64_t at_most = 0;
  void declare(Fields& fields);
};

/// The seeds of an experiment: a count (`20` for 0 to 19), a list, `{first: 100, count: 20}`, or a rule that says when
/// there are enough: `{until: {interval: 0.5, at_most: 2000}, first: 100}` or `{race: {at_most: 1000}}`. Not empty and
/// without duplicates.
class SeedsField : public CustomField {
 public:
  SeedsField();  ///< 0 to 19
  void read(const Node& node, std::string_view path, Problems& problems) override;
  Node write() const override;
  nlohmann::json schema() const override;
  std::string allowed() const override;

  /// All seeds; with a rule, those up to at_most.
  const std::vector<std::uint32_t>& values() const { return seeds_; }
  /// The rule that says when to stop, or nothing.
  const std::optional<StoppingRule>& rule() const { return rule_; }

 private:
  void read_rule(const Node& node, std::string_view path, Problems& problems);

  std::vector<std::uint32_t> seeds_;
  std::optional<StoppingRule> rule_;
};

}  // namespace actlab
