#include "fuzz/mutator.h"

namespace actlab {
namespace {

// The nodes below `node` that have children, and `node` itself.
void collect_parents(Node& node, std::vector<Node*>& parents) {
  if (node.items.empty() && node.entries.empty()) return;
  parents.push_back(&node);
  for (Node& item : node.items) collect_parents(item, parents);
  for (Node::Entry& entry : node.entries) collect_parents(entry.value, parents);
}

Node& pick_child(Node& parent, Choices& choices) {
  return parent.is_sequence() ? choices.pick(parent.items) : choices.pick(parent.entries).value;
}

template <class T> void mutate_children(std::vector<T>& children, Choices& choices) {
  const auto at = children.begin() + static_cast<std::ptrdiff_t>(choices.below(children.size()));
  switch (choices.below(3)) {
    case 0:
      std::swap(*at, choices.pick(children));
      break;
    case 1:
      children.erase(at);
      break;
    default:
      children.push_back(T(*at));
  }
}

void change_kind(Node& node, const std::vector<std::string>& tokens, Choices& choices) {
  const Node old = node;
  switch (choices.below(6)) {
    case 0:
      node = Node::sequence({old});
      break;
    case 1:
      node = Node::mapping();
      node.add(choices.pick(tokens), old);
      break;
    case 2:
      node = Node{};
      break;
    case 3:
      node = Node::of(choices.pick(tokens));
      break;
    case 4:
      node = Node::of(to_flow(old));
      node.quoted = true;
      break;
    default:
      node = Node::sequence({old, old, old});
  }
}

}  // namespace

void mutate_text(std::string& text, const std::vector<std::string>& corpus, const std::vector<std::string>& tokens,
                 const char* ends, Choices& choices) {
  const std::size_t at = choices.below(text.size() + 1);
  switch (choices.below(6)) {
    case 0:
      if (at < text.size()) text[at] = choices.byte();
      break;
    case 1:
      text.replace(at, choices.below(8), choices.pick(tokens));
      break;
    case 2:
      text.insert(at, choices.pick(tokens));
      break;
    case 3:
      text.erase(at, choices.below(30));
      break;
    case 4: {
      const std::string& other = choices.pick(corpus);
      const std::size_t start = other.rfind('\n', choices.below(other.size())) + 1;
      text.insert(text.rfind('\n', at) + 1, other.substr(start, other.find('\n', start) - start + 1));
      break;
    }
    default: {
      const std::size_t begin = text.find_first_of(ends, at);
      if (begin == std::string::npos) break;
      text.replace(begin + 1, text.find_first_of(ends, begin + 1) - begin - 1, choices.pick(tokens));
    }
  }
}

void mutate_tree(Node& root, const std::vector<std::string>& tokens, Choices& choices) {
  std::vector<Node*> parents;
  collect_parents(root, parents);
  if (parents.empty()) return;
  Node& parent = *choices.pick(parents);
  switch (choices.below(5)) {
    case 0:
    case 1:
      parent.is_sequence() ? mutate_children(parent.items, choices) : mutate_children(parent.entries, choices);
      break;
    case 2:
      change_kind(pick_child(parent, choices), tokens, choices);
      break;
    case 3: {
      const Node copy = pick_child(*choices.pick(parents), choices);
      pick_child(parent, choices) = copy;
      break;
    }
    default: {
      Node& other = *choices.pick(parents);
      if (parent.is_mapping() && other.is_mapping())
        choices.pick(parent.entries).key = std::string(choices.pick(other.entries).key);
    }
  }
}

}  // namespace actlab
