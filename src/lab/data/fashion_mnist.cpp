#include "lab/data/fashion_mnist.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/hash.h"
#include "lab/data/idx.h"

namespace actlab {
namespace {

constexpr std::int64_t classes = 10;

/// A part of the data: the training pictures, or those for testing.
struct Part {
  Samples samples;
  IdxBytes images, labels;  // what was read of the files
};

Part read_part(const std::string& folder, std::string_view part, std::int64_t count) {
  if (count == 0) return {};
  const std::string images_file = fmt::format("{}/{}-images-idx3-ubyte.gz", folder, part);
  const std::string labels_file = fmt::format("{}/{}-labels-idx1-ubyte.gz", folder, part);
  IdxBytes images = read_idx(images_file, count), labels = read_idx(labels_file, count);
  if (images.shape.size() != 3 || labels.shape.size() != 1 || images.shape[0] != labels.shape[0]) {
    throw UsageError(fmt::format("{} and {} do not match: {} pictures, {} labels", images_file, labels_file,
                                 images.shape[0], labels.shape[0]));
  }
  if (std::any_of(labels.bytes.begin(), labels.bytes.end(), [](std::uint8_t label) { return label >= classes; })) {
    throw UsageError(fmt::format("{}: a label is above {}", labels_file, classes - 1));
  }
  Samples samples{Matrix(images.shape[0], images.shape[1] * images.shape[2]), {}, {}};
  std::transform(images.bytes.begin(), images.bytes.end(), samples.inputs.values.begin(),
                 [](std::uint8_t grey) { return static_cast<float>(grey) / 255.0f; });
  samples.labels.assign(labels.bytes.begin(), labels.bytes.end());
  return {std::move(samples), std::move(images), std::move(labels)};
}

// The columns are pixels, which need no description.
std::shared_ptr<const DataSource> source_of(const std::string& folder, const Part& train, const Part& test) {
  std::vector<std::span<const std::byte>> parts;
  for (const Part* part : {&train, &test}) {
    for (const IdxBytes* bytes : {&part->images, &part->labels})
      parts.push_back(std::as_bytes(std::span(bytes->bytes)));
  }
  auto source = std::make_shared<DataSource>();
  source->file = folder;
  source->content_hash = content_hash(parts);
  source->label = "label";
  return source;
}

Dataset read(const FashionMnist& config) {
  if (!std::filesystem::is_directory(config.folder)) {
    throw UsageError(
        fmt::format("data.folder: {} does not exist; 'apt-get install dataset-fashion-mnist' puts the files into {}",
                    config.folder, FashionMnist{}.folder));
  }
  Dataset data;
  Part train = read_part(config.folder, "train", config.samples);
  Part test = read_part(config.folder, "t10k", config.test_samples);
  data.source = source_of(config.folder, train, test);
  data.train = std::move(train.samples);
  data.test = std::move(test.samples);
  data.classes = classes;
  data.class_names = {"T-shirt/top", "trouser", "pullover", "dress", "coat",
                      "sandal",      "shirt",   "sneaker",  "bag",   "ankle boot"};
  for (std::int64_t i = 0; i < data.features(); ++i) data.feature_names.push_back(fmt::format("pixel{}", i));
  return data;
}

}  // namespace

void FashionMnist::declare(Fields& fields) {
  fields.text("folder", folder, "the folder with the four gzipped IDX files");
  fields.integer("samples", samples, between(1, 60000), "pictures to train on, the first ones in the file");
  fields.integer("test_samples", test_samples, between(0, 10000), "pictures to test on");
}

Dataset FashionMnist::make(NumpyRandom&) const {
  static std::mutex mutex;
  static std::map<std::string, std::shared_ptr<const Dataset>> loaded;
  const std::lock_guard lock(mutex);
  std::shared_ptr<const Dataset>& data = loaded[fmt::format("{}\n{}\n{}", folder, samples, test_samples)];
  if (!data) data = std::make_shared<const Dataset>(read(*this));
  return *data;
}

std::string FashionMnist::describe() const {
  return fmt::format("fashion_mnist, {} samples, {} for testing", samples, test_samples);
}

}  // namespace actlab
