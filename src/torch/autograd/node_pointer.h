#pragma once

#include <torch/csrc/autograd/edge.h>
#include <torch/csrc/autograd/function.h>

#include <memory>
#include <type_traits>
#include <utility>

/// What LibTorch holds the nodes of a graph with: std::shared_ptr, or c10::intrusive_ptr in later versions.
namespace actlab {

template <class Base>
inline constexpr bool has_shared_nodes = std::is_same_v<Base, std::shared_ptr<torch::autograd::Node>>;

/// A new node. (The pointer's type is a parameter so that only the branch for it is compiled.)
template <class NodeType, class... Arguments, class Base = decltype(torch::autograd::Edge::function)>
auto make_node(Arguments&&... arguments) {
  if constexpr (has_shared_nodes<Base>)
    return std::shared_ptr<NodeType>(new NodeType(std::forward<Arguments>(arguments)...),
                                     [](NodeType* node) { deleteNode(node); });
  else
    return c10::make_intrusive<NodeType>(std::forward<Arguments>(arguments)...);
}

/// A pointer that shares the ownership of an existing node.
template <class NodeType, class Base = decltype(torch::autograd::Edge::function)> Base pointer_to(NodeType& node) {
  if constexpr (has_shared_nodes<Base>)
    return node.shared_from_this();
  else
    return Base::unsafe_reclaim_from_nonowning(&node);
}

}  // namespace actlab
