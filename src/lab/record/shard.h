#pragma once

#include <cstdint>
#include <string>

namespace actlab {

/// A part of a run that is trained and recorded by itself, perhaps on another machine: the `part`-th of `of`, from 1.
struct Shard {
  std::int64_t part = 1;
  std::int64_t of = 1;
  std::int64_t trials = 0;  ///< of all parts together

  /// True if the trial with this index in the plan belongs to the part. `models` is the number of models at a sweep
  /// point: the models of a seed stay together, because they share data, and the seeds are dealt out in turn.
  bool has(std::int64_t trial, std::int64_t models) const { return trial / models % of == part - 1; }

  /// The number of its trials.
  std::int64_t size(std::int64_t models) const;

  bool operator==(const Shard&) const = default;
};

/// "shard 3/16".
std::string to_text(const Shard& shard);

/// The record's document of a shard: {"part": 3, "of": 16, "trials": 800}. Reading throws std::runtime_error if it
/// cannot be one.
std::string to_json(const Shard& shard);
Shard shard_from_json(const std::string& json);

}  // namespace actlab
