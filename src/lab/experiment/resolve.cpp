#include "lab/experiment/resolve.h"

#include "lab/models/resolve.h"

namespace actlab {

void resolve_activations(Experiment& experiment, const TensorBackend& backend) {
  ActivationResolver resolver(backend);
  Problems problems;
  const auto resolve = [&](ExperimentConfig& config) {
    for (auto& [name, model] : config.models) resolver.resolve(model.activation, problems);
  };
  resolve(experiment.base);
  for (SweepPoint& point : experiment.points) resolve(point.config);
  problems.throw_if_any();
}

}  // namespace actlab
