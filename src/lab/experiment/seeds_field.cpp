#include "lab/experiment/seeds_field.h"

#include <fmt/format.h>

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
constexpr Range count_range = between(1, 1e6);

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

std::optional<std::vector<std::uint32_t>> read_range(Node node, std::string_view path, Problems& problems) {
  // `seeds: 20` with the override seeds.first=100 means {first: 100, count: 20}.
  if (!node.scalar.empty() && node.find("count") == nullptr) {
    Node& count = node.add("count", Node::of(node.scalar));
    count.quoted = false;
    count.location = node.location;
  }
  node.scalar.clear();
  SeedRange range;
  read_config(
      node, [&](Fields& fields) { range.declare(fields); }, problems, path);
  if (range.first + range.count - 1 > last_seed) {
    problems.add(
        node.location, path,
        fmt::format("the last seed would be {}, but the largest is {}", range.first + range.count - 1, last_seed));
    return std::nullopt;
  }
  return consecutive(range.first, range.count);
}

}  // namespace

SeedsField::SeedsField() : seeds_(consecutive(0, SeedRange{}.count)) {}

void SeedsField::read(const Node& node, std::string_view path, Problems& problems) {
  std::optional<std::vector<std::uint32_t>> seeds;
  if (node.is_sequence())
    seeds = read_list(node, path, problems);
  else if (node.is_mapping())
    seeds = read_range(node, path, problems);
  else
    seeds = read_count(node, path, problems);
  if (seeds) seeds_ = std::move(*seeds);
}

Node SeedsField::write() const {
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
  return {{"anyOf", {fields["properties"]["count"], std::move(list), fields}}, {"default", SeedRange{}.count}};
}

std::string SeedsField::allowed() const {
  return "a count, a list, or {first, count}";
}

}  // namespace actlab
