#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "lab/record/atomic_file.h"
#include "lab/record/snapshot_record.h"

namespace actlab {

/// An event file of TensorBoard, in a directory of its own, which TensorBoard shows as one run. It is there once it is
/// committed. Format: records of length, masked CRC-32C of the length, an Event message, masked CRC-32C of the message;
/// source: tensorflow/core/lib/io/record_writer.cc. Throws std::runtime_error where it cannot be written.
class EventFile {
 public:
  /// Makes the directory. `wall_time`, in seconds since 1970, is that of every event.
  EventFile(const std::filesystem::path& directory, double wall_time);

  void scalar(std::int64_t step, const std::string& tag, float value);
  void histogram(std::int64_t step, const std::string& tag, const HistogramRecord& values);
  /// png: an encoded RGB image of that size.
  void image(std::int64_t step, const std::string& tag, int width, int height, const std::string& png);

  void commit() { file_.commit(); }

 private:
  void write(std::string_view message);

  AtomicFile file_;
  double wall_time_;
};

}  // namespace actlab
