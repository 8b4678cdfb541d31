#include <utility>

#include "lab/config/fields.h"

namespace actlab {
namespace {

class Writer : public Fields {
 public:
  Node root = Node::mapping();

  void boolean(std::string_view key, bool& value, std::string_view) override { root.add(key, Node::boolean(value)); }
  void integer(std::string_view key, std::int64_t& value, Range, std::string_view) override {
    root.add(key, Node::integer(value));
  }
  void real(std::string_view key, double& value, Range, std::string_view) override { root.add(key, Node::real(value)); }
  void text(std::string_view key, std::string& value, std::string_view) override { root.add(key, Node::of(value)); }
  void choice(std::string_view key, std::string& value, std::span<const std::string_view>, std::string_view) override {
    root.add(key, Node::of(value));
  }
  void integers(std::string_view key, std::vector<std::int64_t>& value, Range, std::string_view) override {
    std::vector<Node> items;
    for (const std::int64_t element : value) items.push_back(Node::integer(element));
    root.add(key, Node::sequence(std::move(items)));
  }
  void reals(std::string_view key, std::vector<double>& value, Range, std::string_view) override {
    std::vector<Node> items;
    for (const double element : value) items.push_back(Node::real(element));
    root.add(key, Node::sequence(std::move(items)));
  }
  void custom(std::string_view key, CustomField& value, std::string_view) override { root.add(key, value.write()); }
  void required() override {}

 protected:
  void nested(std::string_view key, const std::function<void(Fields&)>& declare, std::string_view) override {
    root.add(key, write_config(declare));
  }
  void mapping(std::string_view key, const NamedStructs& structs, std::string_view) override {
    Node& node = root.add(key, Node::mapping());
    for (const std::string& name : structs.names) {
      node.add(name, write_config([&](Fields& fields) { structs.declare(name, fields); }));
    }
  }
  void variant(std::string_view key, const std::vector<Alternative>& alternatives, std::size_t selected,
               std::string_view) override {
    const Alternative& alternative = alternatives[selected];
    Node& node = root.add(key, Node::mapping());
    node.add("kind", Node::of(alternative.kind));
    Node fields = write_config(alternative.declare);
    for (Node::Entry& entry : fields.entries) node.entries.push_back(std::move(entry));
  }
};

}  // namespace

Node write_config(const Declaration& declaration) {
  Writer writer;
  declaration(writer);
  return std::move(writer.root);
}

}  // namespace actlab
