#include <algorithm>

#include "catalogue/activation.h"
#include "catalogue/activation_of.h"
#include "catalogue/all.h"
#include "core/error.h"
#include "core/text.h"

namespace actlab {
namespace {

template <class A> ActivationPtr make(const ParameterValues& values) {
  return std::make_shared<ActivationOf<A>>(values);
}

struct Entry {
  const Spec& spec;
  ActivationPtr (*make)(const ParameterValues&);
};

template <class... E, class... R> std::vector<Entry> entries_of(TypeList<E...>, TypeList<R...>) {
  return {Entry{E::spec, make<E>}..., Entry{R::spec, make<R>}...};
}

const std::vector<Entry>& entries() {
  static const auto all = entries_of(ElementwiseActivations{}, RowwiseActivations{});
  return all;
}

bool has_name(const Spec& spec, std::string_view name) {
  return spec.name == name ||
         (!name.empty() && std::find(spec.aliases.begin(), spec.aliases.end(), name) != spec.aliases.end());
}

}  // namespace

DefinitionObject Activation::definition() const {
  return {};
}

std::span<const ActivationPtr> catalogue() {
  static const auto all = [] {
    std::vector<ActivationPtr> activations;
    for (const Entry& entry : entries()) activations.push_back(entry.make({}));
    return activations;
  }();
  return all;
}

ActivationPtr make_activation(std::string_view name, const ParameterValues& values) {
  for (const Entry& entry : entries()) {
    if (has_name(entry.spec, name)) return entry.make(values);
  }
  std::vector<std::string_view> known;
  for (const Entry& entry : entries()) known.push_back(entry.spec.name);
  throw UsageError(unknown_name("activation", name, known));
}

std::string to_string(const Activation& activation) {
  if (activation.parameters().empty())
    return std::string(activation.spec().name);  // which may be outside of the catalogue
  const auto defaults = make_activation(activation.spec().name)->parameters();
  const auto parameters = activation.parameters();
  std::vector<std::string> shown;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (parameters[i].value == defaults[i].value) continue;
    shown.push_back(std::visit([&](const auto& v) { return concat(parameters[i].name, "=", v); }, parameters[i].value));
  }
  if (shown.empty()) return std::string(activation.spec().name);
  return concat(activation.spec().name, "(", join(shown, ", "), ")");
}

}  // namespace actlab
