#include "torch/eager/state_dict.h"

#include <caffe2/serialize/inline_container.h>
#include <torch/csrc/jit/serialization/pickler.h>

#include <string>

#include "lab/record/atomic_file.h"
#include "torch/eager/mlp.h"

namespace actlab {
namespace {

// torch::pickle_save adds type tags to dictionaries, which Python's torch.load rejects since 2.6 by default
// (weights_only=True).
constexpr bool tag_aggregates = false;

}  // namespace

void write_state_dict(const std::filesystem::path& path, const NamedArrays& weights) {
  c10::Dict<std::string, torch::Tensor> state;
  for (const NamedArray& array : weights) state.insert(array.name, as_tensor(array));
  std::string pickled;
  torch::jit::Pickler pickler([&](const char* data, std::size_t size) { pickled.append(data, size); }, nullptr, nullptr,
                              nullptr, nullptr, tag_aggregates);
  pickler.protocol();
  pickler.pushIValue(state);
  pickler.stop();

  std::string bytes;
  caffe2::serialize::PyTorchStreamWriter archive([&](const void* data, std::size_t size) {
    bytes.append(static_cast<const char*>(data), size);
    return size;
  });
  std::size_t count = 0;
  for (const torch::Tensor& tensor : pickler.tensorData()) {
    const auto values = torch::jit::getWriteableTensorData(tensor);
    archive.writeRecord("data/" + std::to_string(count++), values.data(), values.sizeInBytes());
  }
  archive.writeRecord("data.pkl", pickled.data(), pickled.size());
  archive.writeEndOfFile();
  write_file(path, bytes, Durability::power_failure);  // only this file has them
}

}  // namespace actlab
