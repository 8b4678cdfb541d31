#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "app/cli_tensors/child_process.h"

namespace actlab {

/// What is reported of a function that ended its process or did not return, as JSON: "how" ("SIGSEGV", "timeout", …),
/// "number", "meaning", "stage", "during", "calls", "inputs" of the last call and "advice". `inputs` are those of the
/// check, in the form of the report.
nlohmann::json death_of(const ChildEnd& end, double limit_seconds, const nlohmann::json& inputs);

/// The same for memory that ran out during `activity`, with the message of the allocator.
nlohmann::json death_by_memory(const std::string& message, const nlohmann::json& inputs, const Activity& activity);

/// The death for a terminal, without a trailing line feed.
std::string death_text(const nlohmann::json& death);

}  // namespace actlab
