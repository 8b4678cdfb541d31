#pragma once

#include <torch/types.h>

#include <concepts>
#include <cstddef>
#include <functional>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace actlab {

using Tensors = std::vector<torch::Tensor>;

namespace detail {

template <std::size_t> using TensorArgument = const torch::Tensor&;

template <class F, std::size_t... i> constexpr bool takes_tensors(std::index_sequence<i...>) {
  return std::is_invocable_v<F&, TensorArgument<i>...>;
}
template <class F, std::size_t n> inline constexpr bool takes = takes_tensors<F>(std::make_index_sequence<n>{});

// Whether F accepts a list can be tested without compiling F's body only if its parameter types are explicit, so a
// generic lambda is assumed to take separate tensors.
template <class F>
concept HasOneSignature = std::is_function_v<std::remove_pointer_t<F>> || requires {
  &F::operator();
};
template <class F>
concept TakesList = HasOneSignature<F> && std::is_invocable_v<F&, const Tensors&>;

inline constexpr std::size_t most_arguments = 8;

template <class F, std::size_t... n> constexpr bool takes_any(std::index_sequence<n...>) {
  return (takes<F, n + 1> || ...);
}

inline Tensors listed(torch::Tensor tensor) {
  return {std::move(tensor)};
}
inline Tensors listed(Tensors tensors) {
  return tensors;
}
template <class... T> Tensors listed(const std::tuple<T...>& tensors) {
  return std::apply([](const auto&... tensor) { return Tensors{tensor...}; }, tensors);
}

template <class F, std::size_t... i> Tensors call_with(F& function, const Tensors& inputs, std::index_sequence<i...>) {
  return listed(function(inputs[i]...));
}

template <class F, std::size_t n = 1> Tensors call(F& function, const Tensors& inputs) {
  if constexpr (TakesList<F>) {
    return listed(function(inputs));
  } else if constexpr (n > most_arguments) {
    throw std::invalid_argument("gradcheck: the function does not take " + std::to_string(inputs.size()) +
                                " tensors, which is the number of inputs given");
  } else {
    if constexpr (takes<F, n>) {
      if (inputs.size() == n) return call_with(function, inputs, std::make_index_sequence<n>{});
    }
    return call<F, n + 1>(function, inputs);
  }
}

}  // namespace detail

/// Any function of tensors: `Tensor f(Tensor)`, `f(Tensor, Tensor)` and so on up to eight, or `f(std::vector<Tensor>)`,
/// returning a tensor, a vector of tensors or a tuple of tensors. Accepts function pointers, lambdas (including generic
/// ones), `std::function` and the `apply` of a `torch::autograd::Function`.
class TensorFunction {
 public:
  template <class F>
  requires(!std::same_as<std::decay_t<F>, TensorFunction> &&
           (detail::TakesList<std::decay_t<F>> ||
            detail::takes_any<std::decay_t<F>>(std::make_index_sequence<detail::most_arguments>{})))
      TensorFunction(F&& function)  // NOLINT(google-explicit-constructor): callers pass a function directly
      : call_([f = std::decay_t<F>(std::forward<F>(function))](const Tensors& inputs) mutable {
          return detail::call(f, inputs);
        }) {}

  /// Throws std::invalid_argument if the function takes a different number of tensors.
  Tensors operator()(const Tensors& inputs) const { return call_(inputs); }

 private:
  std::function<Tensors(const Tensors&)> call_;
};

}  // namespace actlab
