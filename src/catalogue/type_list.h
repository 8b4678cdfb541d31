#pragma once

#include <cstddef>
#include <type_traits>

namespace actlab {

/// A list of types, to instantiate a template for each.
template <class... Types>
struct TypeList {
  static constexpr std::size_t size = sizeof...(Types);
};

/// Whether T is in a list.
template <class T, class... Listed>
constexpr bool is_in(TypeList<Listed...>) {
  return (std::is_same_v<T, Listed> || ...);
}

}  // namespace actlab
