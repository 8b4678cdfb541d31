#include "lab/config/keys.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "core/error.h"

namespace actlab {
namespace {

class PathCollector : public Fields {
 public:
  PathCollector(std::string path, std::vector<std::string>& paths) : path_(std::move(path)), paths_(paths) {}

  void boolean(std::string_view key, bool&, std::string_view) override { add(key); }
  void integer(std::string_view key, std::int64_t&, Range, std::string_view) override { add(key); }
  void real(std::string_view key, double&, Range, std::string_view) override { add(key); }
  void text(std::string_view key, std::string&, std::string_view) override { add(key); }
  void choice(std::string_view key, std::string&, std::span<const std::string_view>, std::string_view) override {
    add(key);
  }
  void integers(std::string_view key, std::vector<std::int64_t>&, Range, std::string_view) override { add(key); }
  void reals(std::string_view key, std::vector<double>&, Range, std::string_view) override { add(key); }
  void custom(std::string_view key, CustomField&, std::string_view) override { add(key); }
  void required() override {}

 protected:
  void nested(std::string_view key, const Declaration& declare, std::string_view) override {
    add(key);
    below(key, declare);
  }
  void mapping(std::string_view key, const NamedStructs& structs, std::string_view) override {
    add(key);
    below(join_path(key, "NAME"), structs.describe);
  }
  void variant(std::string_view key, const std::vector<Alternative>& alternatives, std::size_t,
               std::string_view) override {
    add(key);
    for (const Alternative& alternative : alternatives) below(key, alternative.describe);
  }

 private:
  void add(std::string_view key) { paths_.push_back(join_path(path_, key)); }
  void below(std::string_view key, const Declaration& declare) {
    PathCollector collector(join_path(path_, key), paths_);
    declare(collector);
  }

  std::string path_;
  std::vector<std::string>& paths_;
};

}  // namespace

std::vector<std::string> paths_of(const Declaration& declaration) {
  std::vector<std::string> paths;
  PathCollector collector("", paths);
  declaration(collector);
  return paths;
}

std::vector<std::string> keys_of(const Declaration& declaration) {
  std::vector<std::string> keys = paths_of(declaration);
  std::erase_if(keys, [](const std::string& path) { return path.find('.') != std::string::npos; });
  return keys;
}

std::string path_elsewhere(std::string_view key, const std::vector<std::string>& paths) {
  std::string best;
  const auto depth = [](std::string_view path) { return std::count(path.begin(), path.end(), '.'); };
  for (const std::string& path : paths) {
    if (depth(path) == 0 || (!best.empty() && depth(best) <= depth(path))) continue;
    const std::string_view last = std::string_view(path).substr(path.rfind('.') + 1);
    if (last == key || !same_name(key, {&last, 1}).empty()) best = path;
  }
  return best;
}

std::vector<std::string_view> kinds_of(const std::vector<Alternative>& alternatives) {
  std::vector<std::string_view> kinds;
  for (const Alternative& alternative : alternatives) kinds.push_back(alternative.kind);
  return kinds;
}

std::string not_a_field(std::string_view key, std::string_view what, const Alternative& alternative,
                        const std::vector<Alternative>& alternatives) {
  const std::vector<std::string> own = keys_of(alternative.describe);
  const std::string problem = fmt::format("'{}' is not a field of {} {}", key, what, alternative.kind);
  if (own.empty()) return fmt::format("{}, which has none", problem);

  std::vector<std::string_view> owners;
  for (const Alternative& other : alternatives) {
    const std::vector<std::string> keys = keys_of(other.describe);
    if (std::find(keys.begin(), keys.end(), key) != keys.end()) owners.push_back(other.kind);
  }
  const std::vector<std::string_view> candidates(own.begin(), own.end());
  const std::string_view near = nearest_name(key, candidates);
  std::string hint;
  if (!owners.empty())
    hint = fmt::format("; it is one of {}", fmt::join(owners, ", "));
  else if (!near.empty())
    hint = fmt::format("; did you mean '{}'?", near);
  return fmt::format("{}{}{} Its fields: {}", problem, hint, hint.ends_with('?') ? "" : ".", fmt::join(own, ", "));
}

}  // namespace actlab
