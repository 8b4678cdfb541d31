// Narrow networks, which have kernels of their own.
#include "lab/training/fused/network.h"

namespace actlab::fused {

// A network without hidden layers applies no activation and can use the kernels of any.
const HiddenKernels& Network::hidden_kernels_for(const CompiledActivation& compiled) {
  if (compiled.kernels == nullptr) return hidden_kernels().front();
  return hidden_kernels()[compiled.index];
}

// The index in narrow_shapes of a network with one hidden layer; nullopt for other shapes.
std::optional<std::size_t> Network::narrow_shape() const {
  if (passes_.size() != 2) return std::nullopt;
  for (std::size_t i = 0; i < narrow_shapes.size(); ++i) {
    if (narrow_shapes[i].inputs == passes_.front().inputs && narrow_shapes[i].outputs == passes_.back().outputs)
      return i;
  }
  return std::nullopt;
}

// With more hidden layers the tiles of matrix_kernels.h are faster, because they use a load for several multiply-adds.
bool Network::is_narrow() const {
  const Layer& first = passes_.front();
  return passes_.size() <= 2 && first.learned_count == 0 && !first.is_wide && first.outputs <= SampleMatrix::wide &&
         hidden_kernels_for(first.compiled).narrow.forward != nullptr;
}

bool Network::is_staged() const {
  const Layer& first = passes_.front();
  return !is_narrow() && narrow_shape() && first.keeps_derivative && first.outputs <= SampleMatrix::wide;
}

void Network::lay_out_narrow() {
  std::int64_t sums = 0;
  for (const Layer& layer : passes_) sums += layer.outputs * (layer.inputs + 1);
  lane_sums_.assign(static_cast<std::size_t>(sums * lanes), 0.0f);
  sums = 0;
  for (const Layer& layer : passes_) {
    const bool is_first = narrow_.empty();
    narrow_.push_back({.w = weights_.data() + layer.offset,
                       .row = layer.row,
                       .inputs = layer.inputs,
                       .outputs = layer.outputs,
                       .x = is_first ? nullptr : narrow_.back().y,
                       .x_row = stride_,
                       .saved = at(layer.saved),
                       .y = at(layer.y),
                       .d = at(layer.d),
                       .y_row = stride_,
                       .formula = layer.compiled.formula,
                       .sums = lane_sums_.data() + sums});
    sums += layer.outputs * (layer.inputs + 1) * kernels().width;
  }
  const std::optional<std::size_t> shape = narrow_shape();
  if (is_staged()) {
    staged_ = kernels().staged[shape.value()];
    return;
  }
  const HiddenKernels& hidden = hidden_kernels_for(passes_.front().compiled);
  const bool is_shaped = shape && hidden.shaped[*shape].forward != nullptr;
  narrow_kernels_ = is_shaped ? hidden.shaped[*shape] : hidden.narrow;
}

NarrowPass Network::narrow_pass(const Block& block) {
  narrow_.front().x = block.inputs;
  narrow_.front().x_row = block.input_row;
  return {narrow_.data(), static_cast<std::int64_t>(narrow_.size()), block.columns};
}

}  // namespace actlab::fused
