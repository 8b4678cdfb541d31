#include "lab/experiment/sweep.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "lab/experiment/wildcards.h"

namespace actlab {
namespace {

constexpr std::size_t max_points = 100'000;
constexpr std::size_t max_compared = 1000;  // values of a swept key that are compared with each other

class Sweep {
 public:
  Sweep(const ExperimentConfig& base, const Node& root, const std::vector<Override>& overrides, Problems& problems)
      : base_(base),
        sweep_location_(locate(root, "sweep")),
        root_(with_locations(write_experiment(base), root)),
        problems_(problems) {
    // A sweep point has no sweep itself.
    std::erase_if(root_.entries, [](const Node::Entry& entry) { return entry.key == "sweep"; });
    for (const SweepAxis& axis : base.sweep.axes()) check_axis(axis, overrides);
  }

  std::vector<SweepPoint> points(Checker& checker) {
    if (!is_valid_ || exceeds_limit()) return {};
    std::vector<SweepPoint> points;
    std::vector<std::size_t> chosen(axes().size(), 0);
    do {
      points.push_back(point(chosen, checker));
    } while (advance(chosen));
    return points;
  }

 private:
  const std::vector<SweepAxis>& axes() const { return base_.sweep.axes(); }

  void check_axis(const SweepAxis& axis, const std::vector<Override>& overrides) {
    const auto reject = [&](std::string_view message) {
      problems_.add(axis.location, join_path("sweep", axis.path), message);
      is_valid_ = false;
    };
    if (axis.values.empty()) is_valid_ = false;  // reported when it was read
    if (const std::string_view reason = unsweepable_reason(axis.path); !reason.empty())
      reject(fmt::format("'{}' cannot be swept: {}", axis.path, reason));
    Problems unmatched;
    for (const Override& change : expand_wildcards(root_, {{axis.path, axis.location, {}}}, unmatched)) {
      if (!names_known_model(root_, change, problems_)) is_valid_ = false;
    }
    problems_.add(unmatched);
    if (!unmatched.empty()) is_valid_ = false;
    for (const Override& change : overrides) {
      if (!is_within(change.path, axis.path)) continue;
      reject(fmt::format("also set by {}, which the sweep would override; remove one of them",
                         change.location.source.text()));
    }
    if (is_valid_ && axis.values.size() <= max_compared && !axis.is_zipped) check_duplicates(axis);
  }

  // Values that look different may be one: [1e-3, 0.001], [adam, {kind: adam}]. Each is compared as it is read.
  void check_duplicates(const SweepAxis& axis) {
    std::map<std::string, std::size_t> first;
    for (std::size_t i = 0; i < axis.values.size(); ++i) {
      Node root = root_;
      Problems reading;
      apply_overrides(root, expand_wildcards(root, {{axis.path, axis.location, axis.values[i]}}, reading), reading);
      const ExperimentConfig config = read_experiment(root, base_.name, reading);
      if (!reading.empty()) continue;  // reported for the points
      const auto [same, is_new] = first.try_emplace(fingerprint(write_experiment(config)), i);
      const bool is_reported = !is_new && to_flow(axis.values[i]) == to_flow(axis.values[same->second]);
      if (is_new || is_reported) continue;
      problems_.add(axis.values[i].location, fmt::format("sweep.{}[{}]", axis.path, i),
                    fmt::format("{} means the same as {}; remove one of them", to_flow(axis.values[i]),
                                to_flow(axis.values[same->second])));
      is_valid_ = false;
    }
  }

  bool exceeds_limit() {
    std::size_t count = 1;
    for (std::size_t i = 0; i < axes().size(); ++i) {
      if (!moves_with_earlier(i)) count = std::min(count * axes()[i].values.size(), max_points + 1);
    }
    if (count <= max_points) return false;
    problems_.add(sweep_location_, "sweep",
                  fmt::format("found more than {} combinations of values; use fewer values", max_points));
    return true;
  }

  SweepPoint point(const std::vector<std::size_t>& chosen, Checker& checker) {
    SweepPoint point;
    std::vector<Override> changes;
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      const SweepAxis& axis = axes()[i];
      const Node& value = axis.values[chosen[i]];
      point.values.emplace_back(axis.path, value.is_scalar() ? value.scalar : to_flow(value));
      changes.push_back({axis.path, axis.location, value});
    }
    Node root = root_;
    apply_overrides(root, expand_wildcards(root, changes, problems_), problems_);
    Problems reading;
    point.config = read_experiment(root, base_.name, reading);
    problems_.add(reading);
    checker.check(point.config, root, reading);
    return point;
  }

  // Moves to the next combination; the last axis varies fastest. False after the last combination.
  bool advance(std::vector<std::size_t>& chosen) const {
    for (std::size_t i = chosen.size(); i-- > 0;) {
      if (moves_with_earlier(i)) continue;
      chosen[i] = (chosen[i] + 1) % axes()[i].values.size();
      for (std::size_t k = i + 1; k < chosen.size(); ++k) {
        if (moves_with_earlier(k) && axes()[i].is_zipped) chosen[k] = chosen[i];
      }
      if (chosen[i] != 0) return true;
    }
    return false;
  }

  // Zipped axes move together, as one axis in the place of the first.
  bool moves_with_earlier(std::size_t i) const {
    return axes()[i].is_zipped && std::any_of(axes().begin(), axes().begin() + static_cast<std::ptrdiff_t>(i),
                                              [](const SweepAxis& axis) { return axis.is_zipped; });
  }

  const ExperimentConfig& base_;
  Location sweep_location_;
  Node root_;
  Problems& problems_;
  bool is_valid_ = true;
};

}  // namespace

std::vector<SweepPoint> sweep_points(const ExperimentConfig& base, const Node& root,
                                     const std::vector<Override>& overrides, Problems& problems, Checker& checker) {
  return Sweep(base, root, overrides, problems).points(checker);
}

}  // namespace actlab
