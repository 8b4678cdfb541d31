#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "lab/record/snapshot_record.h"

namespace actlab {

/// What is wrong with a document of a record or its parts, which may come from someone else; empty if nothing is. Sizes
/// agree, indices exist, and nothing is so large that a page of it could not be made.

std::string problem_of_activations(const nlohmann::json& document);
std::string problem_of_tabulated(const nlohmann::json& document);
std::string problem_of_scene(const SceneRecord& scene, bool regression);
/// `bytes` is the size of the blob of outputs.
std::string problem_of_snapshot(const SnapshotRecord& snapshot, std::size_t bytes, const SceneRecord& scene,
                                bool regression);

}  // namespace actlab
