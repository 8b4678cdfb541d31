#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "lab/config/fields.h"
#include "lab/config/keys.h"
#include "lab/config/values.h"

namespace actlab {
namespace {

struct Row {
  std::string path;
  std::string allowed;
  std::string fallback;  // the default
  std::string help;
};

class HelpWriter : public Fields {
 public:
  HelpWriter(std::string path, std::vector<Row>& rows) : path_(std::move(path)), rows_(rows) {}

  void boolean(std::string_view key, bool& value, std::string_view help) override {
    add(key, "true or false", Node::boolean(value), help);
  }
  void integer(std::string_view key, std::int64_t& value, Range range, std::string_view help) override {
    add(key, allowed_integer(range), Node::integer(value), help);
  }
  void real(std::string_view key, double& value, Range range, std::string_view help) override {
    add(key, allowed_real(range), Node::real(value), help);
  }
  void text(std::string_view key, std::string& value, std::string_view help) override {
    add(key, "a string", Node::of(value), help);
  }
  void choice(std::string_view key, std::string& value, std::span<const std::string_view> choices,
              std::string_view help) override {
    add(key, fmt::format("{}", fmt::join(choices, ", ")), Node::of(value), help);
  }
  void integers(std::string_view key, std::vector<std::int64_t>& value, Range each, std::string_view help) override {
    std::vector<Node> items;
    for (const std::int64_t element : value) items.push_back(Node::integer(element));
    add(key, "a list, each " + allowed_integer(each), Node::sequence(std::move(items)), help);
  }
  void reals(std::string_view key, std::vector<double>& value, Range each, std::string_view help) override {
    std::vector<Node> items;
    for (const double element : value) items.push_back(Node::real(element));
    add(key, "a list, each " + allowed_real(each), Node::sequence(std::move(items)), help);
  }
  void custom(std::string_view key, CustomField& value, std::string_view help) override {
    add(key, value.allowed(), value.write(), help);
  }
  void required() override { rows_[last_row_].fallback = "(required)"; }

 protected:
  void nested(std::string_view key, const std::function<void(Fields&)>& declare, std::string_view help) override {
    add(key, "", Node{}, help);
    below(join_path(path_, key), declare);
  }
  void mapping(std::string_view key, const NamedStructs& structs, std::string_view help) override {
    add(key, "names of your choice", Node{}, help);
    below(join_path(join_path(path_, key), "NAME"), structs.describe);
  }
  void variant(std::string_view key, const std::vector<Alternative>& alternatives, std::size_t selected,
               std::string_view help) override {
    add(key, fmt::format("{}", fmt::join(kinds_of(alternatives), ", ")), Node::of(alternatives[selected].kind), help);
    const std::size_t row = last_row_;
    for (std::size_t i = 0; i < alternatives.size(); ++i) {
      const std::string path = join_path(path_, key);
      rows_.push_back(
          {fmt::format("{}.kind={}", path, alternatives[i].kind), "", "", std::string(alternatives[i].help)});
      below(path, i == selected ? alternatives[i].declare : alternatives[i].describe);
    }
    last_row_ = row;
  }

 private:
  void add(std::string_view key, std::string allowed, const Node& value, std::string_view help) {
    last_row_ = rows_.size();
    rows_.push_back({join_path(path_, key), std::move(allowed), value.kind == Node::Kind::null ? "" : to_flow(value),
                     std::string(help)});
  }
  void below(std::string path, const std::function<void(Fields&)>& declare) {
    const std::size_t row = last_row_;
    HelpWriter writer(std::move(path), rows_);
    declare(writer);
    last_row_ = row;
  }

  std::string path_;
  std::vector<Row>& rows_;
  std::size_t last_row_ = 0;
};

}  // namespace

std::string config_help(const Declaration& declaration) {
  std::vector<Row> rows{{"KEY", "", "DEFAULT", "MEANING"}};
  HelpWriter writer("", rows);
  declaration(writer);
  const auto width = [&](std::string Row::*column) {
    std::size_t widest = 0;
    for (const Row& row : rows) widest = std::max(widest, (row.*column).size());
    return widest;
  };
  const std::size_t paths = width(&Row::path), defaults = width(&Row::fallback);
  std::string text;
  for (const Row& row : rows) {
    const std::string_view separator = row.allowed.empty() ? "" : ": ";
    text += fmt::format("{:<{}}  {:<{}}  {}{}{}\n", row.path, paths, row.fallback, defaults, row.help, separator,
                        row.allowed);
  }
  return text;
}

}  // namespace actlab
