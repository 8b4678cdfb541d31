#include "record/weights.h"

#include <torch/serialize.h>

#include "record/atomic_file.h"

namespace actlab {

void write_state_dict(const std::filesystem::path& path, const NamedTensors& weights) {
  c10::Dict<std::string, torch::Tensor> state;
  for (const auto& [name, tensor] : weights) state.insert(name, tensor.detach());
  const std::vector<char> bytes = torch::pickle_save(state);
  write_file(path, {bytes.data(), bytes.size()});
}

}  // namespace actlab
