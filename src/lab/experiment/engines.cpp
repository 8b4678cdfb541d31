#include "lab/experiment/engines.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>

#include "core/error.h"

namespace actlab {

Engines make_engines(const TensorBackend& backend) {
  Engines engines;
  engines.push_back(make_fused_engine());
  engines.push_back(backend.make_eager_engine());
  return engines;
}

const Engine& choose_engine(const Engines& engines, std::string_view name, const Trial& trial, const Location& place) {
  std::optional<std::string> unsupported_reason;
  std::vector<std::string_view> names{"auto"};
  for (const auto& engine : engines) {
    names.push_back(engine->name());
    if (name != "auto" && name != engine->name()) continue;
    unsupported_reason = engine->unsupported_reason(trial);
    if (!unsupported_reason) return *engine;
  }
  const std::string where = to_string(place);
  if (!unsupported_reason) throw UsageError(fmt::format("{}: {}", where, unknown_name("engine", name, names)));
  const std::string_view hint = name == "auto" ? "" : "; engine: auto selects another one";
  throw UsageError(
      fmt::format("{}: engine {} cannot train model {}: {}{}", where, name, trial.model, *unsupported_reason, hint));
}

}  // namespace actlab
