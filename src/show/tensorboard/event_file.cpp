#include "show/tensorboard/event_file.h"

#include <boost/crc.hpp>
#include <cstring>

#include "events.pb.h"

namespace actlab {
namespace {

constexpr std::string_view event_file = "events.out.tfevents.actlab";  // the name must contain "tfevents"

template <class Integer> std::string little_endian(Integer value) {
  std::string bytes;
  for (std::size_t i = 0; i < sizeof value; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xff);
  return bytes;
}

// The format rotates CRCs and adds a constant, because a CRC of data that contains CRCs is weak.
std::string masked_crc(std::string_view data) {
  boost::crc_optimal<32, 0x1EDC6F41, 0xFFFFFFFF, 0xFFFFFFFF, true, true> crc;  // Castagnoli's
  crc.process_bytes(data.data(), data.size());
  const auto value = static_cast<std::uint32_t>(crc.checksum());
  return little_endian(((value >> 15) | (value << 17)) + 0xa282ead8u);
}

events::Event event_at(double wall_time, std::int64_t step) {
  events::Event event;
  event.set_wall_time(wall_time);
  event.set_step(step);
  return event;
}

}  // namespace

EventFile::EventFile(const std::filesystem::path& directory, double wall_time)
    : file_(directory / event_file), wall_time_(wall_time) {
  events::Event version = event_at(wall_time, 0);
  version.set_file_version("brain.Event:2");
  write(version.SerializeAsString());
}

void EventFile::scalar(std::int64_t step, const std::string& tag, float value) {
  events::Event event = event_at(wall_time_, step);
  events::Summary::Value& entry = *event.mutable_summary()->add_value();
  entry.set_tag(tag);
  entry.set_simple_value(value);
  write(event.SerializeAsString());
}

void EventFile::histogram(std::int64_t step, const std::string& tag, const HistogramRecord& values) {
  events::Event event = event_at(wall_time_, step);
  events::Summary::Value& entry = *event.mutable_summary()->add_value();
  entry.set_tag(tag);
  events::Histogram& histogram = *entry.mutable_histo();
  histogram.set_min(values.low);
  histogram.set_max(values.high);
  histogram.set_num(static_cast<double>(values.count));
  histogram.set_sum(values.sum);
  histogram.set_sum_squares(values.sum_of_squares);
  const auto bins = static_cast<double>(values.shares.size());
  for (std::size_t i = 0; i < values.shares.size(); ++i) {
    histogram.add_bucket_limit(values.low + (values.high - values.low) * static_cast<double>(i + 1) / bins);
    histogram.add_bucket(values.shares[i] * static_cast<double>(values.count));
  }
  write(event.SerializeAsString());
}

void EventFile::image(std::int64_t step, const std::string& tag, int width, int height, const std::string& png) {
  events::Event event = event_at(wall_time_, step);
  events::Summary::Value& entry = *event.mutable_summary()->add_value();
  entry.set_tag(tag);
  events::Summary::Image& image = *entry.mutable_image();
  image.set_width(width);
  image.set_height(height);
  image.set_colorspace(3);
  image.set_encoded_image_string(png);
  write(event.SerializeAsString());
}

void EventFile::write(std::string_view message) {
  const std::string length = little_endian(static_cast<std::uint64_t>(message.size()));
  file_.write(length);
  file_.write(masked_crc(length));
  file_.write(message);
  file_.write(masked_crc(message));
}

}  // namespace actlab
