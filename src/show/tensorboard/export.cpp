#include "show/tensorboard/export.h"

#include <fmt/format.h>

#include <chrono>
#include <cmath>

#include "lab/record/run_directory.h"
#include "show/tensorboard/boundary_image.h"
#include "show/tensorboard/event_file.h"

namespace actlab {
namespace {

double now() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

void add_curve(EventFile& file, std::span<const CurvePoint> curve) {
  // Skips values that were not measured, such as the accuracy of a regression.
  const auto add = [&](const CurvePoint& point, const char* tag, float value) {
    if (!std::isnan(value)) file.scalar(point.epoch, tag, value);
  };
  for (const CurvePoint& point : curve) {
    add(point, "loss/train", point.train.loss);
    add(point, "loss/test", point.test.loss);
    add(point, "accuracy/train", point.train.accuracy);
    add(point, "accuracy/test", point.test.accuracy);
  }
}

void add_snapshot(EventFile& file, const SnapshotRecord& snapshot, const SceneRecord& scene, bool regression) {
  for (const auto& [name, weights] : snapshot.weights) file.histogram(snapshot.epochs, "weights/" + name, weights);
  for (std::size_t layer = 0; layer < snapshot.preactivations.size(); ++layer) {
    file.histogram(snapshot.epochs, fmt::format("preactivations/{}", layer + 1), snapshot.preactivations[layer]);
  }
  if (regression || scene.axes.size() != 2) return;
  const BoundaryImage image = boundary_image(scene, snapshot.outputs);
  file.image(snapshot.epochs, "boundary", image.width, image.height, image.png);
}

}  // namespace

void export_tensorboard(RunRecord& record, const std::filesystem::path& run_directory) {
  const RunHeader& header = record.header();
  const std::optional<SceneRecord> scene = record.scene();
  const double wall_time = now();
  const std::filesystem::path folder = make_subdirectory(run_directory, "tensorboard");
  TrialReader reader = record.reader();
  while (const auto trial = reader.next()) {
    EventFile file(make_subdirectory(folder, file_name_of(*trial, header)), wall_time);
    add_curve(file, trial->curve);
    for (const SnapshotRecord& snapshot : record.snapshots(trial->id))
      add_snapshot(file, snapshot, *scene, header.regression);
    file.commit();
  }
}

}  // namespace actlab
