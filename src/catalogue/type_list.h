#pragma once

#include <type_traits>

namespace actlab {

/// A list of types, for instantiating a template with each.
template <class... Types> struct TypeList {};

/// True if T is in the list.
template <class T, class... Listed> constexpr bool is_in(TypeList<Listed...>) {
  return (std::is_same_v<T, Listed> || ...);
}

}  // namespace actlab
