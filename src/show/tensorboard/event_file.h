#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "lab/record/atomic_file.h"
#include "lab/record/snapshot_record.h"

namespace actlab {

/// An event file of TensorBoard in its own directory, which TensorBoard shows as one run. It exists after `commit`.
/// Each record of the format is the length, a masked CRC-32C of the length, an Event message, and a masked CRC-32C of
/// the message (source: tensorflow/core/lib/io/record_writer.cc). Throws std::runtime_error if the file cannot be
/// written.
class EventFile {
 public:
  /// The directory must exist. All events have the time `wall_time`, in seconds since 1970.
  EventFile(const std::filesystem::path& directory, double wall_time);

  void scalar(std::int64_t step, const std::string& tag, float value);
  void histogram(std::int64_t step, const std::string& tag, const HistogramRecord& values);
  /// `png` is an encoded RGB image; sizes are in pixels.
  void image(std::int64_t step, const std::string& tag, int width, int height, const std::string& png);

  void commit() { file_.commit(); }

 private:
  void write(std::string_view message);

  AtomicFile file_;
  double wall_time_;
};

}  // namespace actlab
