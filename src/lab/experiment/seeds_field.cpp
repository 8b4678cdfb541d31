#include "lab/experiment/seeds_field.h"

#include <fmt/format.h>

#include <array>
#include <limits>
#include <nlohmann/json.hpp>
#include <numeric>
#include <optional>
#include <unordered_set>
#include <utility>

#include "lab/config/values.h"

namespace actlab {
namespace {

constexpr std::int64_t last_seed = std::numeric_limits<std::uint32_t>::max();  // the largest seed of NumPy
constexpr Range seed_range = between(0, static_cast<double>(last_seed));
constexpr double max_seeds = 1e6;
constexpr double smallest_sample = 5;  // of fewer seeds no interval is to be believed
constexpr Range count_range = between(1, max_seeds);

std::vector<std::uint32_t> consecutive(std::int64_t first, std::int64_t count) {
  std::vector<std::uint32_t> seeds(static_cast<std::size_t>(count));
  std::iota(seeds.begin(), seeds.end(), static_cast<std::uint32_t>(first));
  return seeds;
}

struct SeedRange {
  std::int64_t first = 0;
  std::int64_t count = 20;
  void declare(Fields& fields) {
    fields.integer("first", first, seed_range, "first seed");
    fields.integer("count", count, count_range, "number of consecutive seeds");
    fields.required();
  }
};

// `{until: …}` or `{race: …}`, with the first seed.
struct RuleSection {
  std::int64_t first = 0;
  StoppingRule rule;
  void declare(Fields& fields) {
    fields.integer("first", first, seed_range, "first seed");
    fields.section(name_of(rule.kind), rule, help_of(rule.kind));
    fields.required();
  }

  static std::string_view name_of(StoppingRule::Kind kind) {
    return kind == StoppingRule::Kind::until ? "until" : "race";
  }
  static std::string_view help_of(StoppingRule::Kind kind) {
    return kind == StoppingRule::Kind::until
               ? "train more seeds until the confidence interval of the difference of every pair of models is narrow"
               : "train more seeds, and drop models and sweep points that have lost, until one is left";
  }
};

constexpr std::array<StoppingRule::Kind, 2> rule_kinds{StoppingRule::Kind::until, StoppingRule::Kind::race};

std::optional<std::vector<std::uint32_t>> seeds_from(std::int64_t first, std::int64_t count, const Node& node,
                                                     std::string_view path, Problems& problems) {
  if (first + count - 1 <= last_seed) return consecutive(first, count);
  problems.add(node.location, path,
               fmt::format("the last seed would be {}, but the largest is {}", first + count - 1, last_seed));
  return std::nullopt;
}

std::optional<std::vector<std::uint32_t>> read_count(const Node& node, std::string_view path, Problems& problems) {
  std::int64_t count = 0;
  if (!read_integer(node, path, count_range, count, problems)) return std::nullopt;
  return consecutive(0, count);
}

std::optional<std::vector<std::uint32_t>> read_list(const Node& node, std::string_view path, Problems& problems) {
  if (node.items.empty()) {
    problems.add(node.location, path, "found an empty list, expected at least one seed");
    return std::nullopt;
  }
  std::vector<std::uint32_t> seeds;
  std::unordered_set<std::int64_t> seen;
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    const std::string item = fmt::format("{}[{}]", path, i);
    std::int64_t seed = 0;
    if (!read_integer(node.items[i], item, seed_range, seed, problems)) continue;
    if (!seen.insert(seed).second)
      problems.add(node.items[i].location, item, fmt::format("seed {} occurs twice", seed));
    else
      seeds.push_back(static_cast<std::uint32_t>(seed));
  }
  if (seeds.size() != node.items.size()) return std::nullopt;
  return seeds;
}

// Names the keys of all forms: a misspelt `until` is not to be reported as a missing `count`.
bool knows_all_keys(const Node& node, std::string_view path, Problems& problems) {
  bool all_known = true;
  for (const Node::Entry& entry : node.entries) {
    if (entry.key == "count" || entry.key == "first") continue;
    problems.add(entry.key_location, join_path(path, entry.key),
                 unknown_name("key", entry.key, {"count", "first", "until", "race"}));
    all_known = false;
  }
  return all_known;
}

std::optional<std::vector<std::uint32_t>> read_range(Node node, std::string_view path, Problems& problems) {
  // `seeds: 20` with the override seeds.first=100 means {first: 100, count: 20}.
  if (!node.scalar.empty() && node.find("count") == nullptr) {
    Node& count = node.add("count", Node::of(node.scalar));
    count.quoted = false;
    count.location = node.location;
  }
  node.scalar.clear();
  if (!knows_all_keys(node, path, problems)) return std::nullopt;
  SeedRange range;
  read_config(
      node, [&](Fields& fields) { range.declare(fields); }, problems, path);
  return seeds_from(range.first, range.count, node, path, problems);
}

// The key that names a rule; nullopt if there is none or if there are several keys of which only one may be given.
std::optional<StoppingRule::Kind> rule_of(const Node& node) {
  for (const StoppingRule::Kind kind : rule_kinds) {
    if (node.find(RuleSection::name_of(kind)) != nullptr) return kind;
  }
  return std::nullopt;
}

// Adds a problem for each key that contradicts the rule.
bool excludes_other_keys(const Node& node, StoppingRule::Kind kind, std::string_view path, Problems& problems) {
  bool alone = true;
  for (const Node::Entry& entry : node.entries) {
    if (entry.key != "count" && entry.key != "race" && entry.key != "until") continue;
    if (entry.key == RuleSection::name_of(kind)) continue;
    problems.add(entry.key_location, join_path(path, entry.key),
                 fmt::format("found '{}' and '{}', of which only one can be given: remove one of them",
                             RuleSection::name_of(kind), entry.key));
    alone = false;
  }
  return alone;
}

}  // namespace

void StoppingRule::declare(Fields& fields) {
  if (kind == Kind::until) {
    fields.real("interval", interval, positive,
                "width of the 95 % interval, in percentage points of accuracy or in units of RMSE");
    fields.required();
  }
  fields.integer("at_least", at_least, between(smallest_sample, max_seeds),
                 "number of seeds before the first decision");
  fields.integer("at_most", at_most, between(smallest_sample, max_seeds), "number of seeds after which to stop anyway");
  fields.required();
}

SeedsField::SeedsField() : seeds_(consecutive(0, SeedRange{}.count)) {}

void SeedsField::read(const Node& node, std::string_view path, Problems& problems) {
  rule_.reset();
  if (rule_of(node)) return read_rule(node, path, problems);
  std::optional<std::vector<std::uint32_t>> seeds;
  if (node.is_sequence())
    seeds = read_list(node, path, problems);
  else if (node.is_mapping())
    seeds = read_range(node, path, problems);
  else
    seeds = read_count(node, path, problems);
  if (seeds) seeds_ = std::move(*seeds);
}

void SeedsField::read_rule(const Node& given, std::string_view path, Problems& problems) {
  Node node = given;
  node.scalar.clear();  // `seeds: 20` with the override seeds.race.at_most=100: the override counts
  RuleSection section;
  section.rule.kind = *rule_of(node);
  if (!excludes_other_keys(node, section.rule.kind, path, problems)) return;
  Problems reading;
  read_config(
      node, [&](Fields& fields) { section.declare(fields); }, reading, path);
  problems.add(reading);
  if (!reading.empty()) return;
  const std::string name = join_path(path, RuleSection::name_of(section.rule.kind));
  if (section.rule.at_most < section.rule.at_least) {
    const std::string key = join_path(name, "at_most");
    const Node& limits = *node.find(RuleSection::name_of(section.rule.kind));
    problems.add(limits.find("at_most")->location, key,
                 fmt::format("found {}, expected at least {}: no decision is made before that many seeds (at_least)",
                             section.rule.at_most, section.rule.at_least));
    return;
  }
  auto seeds = seeds_from(section.first, section.rule.at_most, given, path, problems);
  if (!seeds) return;
  seeds_ = std::move(*seeds);
  rule_ = section.rule;
}

Node SeedsField::write() const {
  if (rule_) {
    RuleSection section{.first = seeds_.front(), .rule = *rule_};
    return write_config([&](Fields& fields) { section.declare(fields); });
  }
  const auto count = static_cast<std::int64_t>(seeds_.size());
  const std::int64_t first = seeds_.front();
  if (first + count - 1 <= last_seed && seeds_ == consecutive(first, count)) {
    if (first == 0) return Node::integer(count);
    Node range = Node::mapping();
    range.add("first", Node::integer(first));
    range.add("count", Node::integer(count));
    return range;
  }
  std::vector<Node> items;
  for (const std::uint32_t seed : seeds_) items.push_back(Node::integer(seed));
  return Node::sequence(std::move(items));
}

nlohmann::json SeedsField::schema() const {
  using nlohmann::json;
  SeedRange range;
  const json fields = config_schema([&](Fields& f) { range.declare(f); });
  json list{{"type", "array"}, {"minItems", 1}, {"uniqueItems", true}, {"items", fields["properties"]["first"]}};
  json forms{fields["properties"]["count"], std::move(list), fields};
  for (const StoppingRule::Kind kind : rule_kinds) {
    RuleSection section;
    section.rule.kind = kind;
    forms.push_back(config_schema([&](Fields& f) { section.declare(f); }));
  }
  return {{"anyOf", std::move(forms)}, {"default", SeedRange{}.count}};
}

std::string SeedsField::allowed() const {
  return "a count, a list, {first, count}, {until: {interval, at_least, at_most}}, or {race: {at_least, at_most}}";
}

}  // namespace actlab
