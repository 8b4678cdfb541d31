#include "lab/training/fused/samples.h"

#include <algorithm>

#include "lab/training/fused/kernels.h"

namespace actlab::fused {

SampleMatrix::SampleMatrix(const Samples& samples, std::int64_t one_hot)
    : size_(samples.size()), capacity_(padded(samples.size())) {
  if (size_ == 0) return;
  features_ = samples.inputs.columns;
  is_wide_ = features_ >= wide;
  input_row_ = is_wide_ ? padded(features_ + 1) : capacity_;
  clear_inputs();
  const float* from = samples.inputs.values.data();
  for (std::int64_t s = 0; s < size_; ++s) {
    for (std::int64_t f = 0; f < features_; ++f) {
      inputs_[static_cast<std::size_t>(is_wide_ ? s * input_row_ + f : f * input_row_ + s)] = from[s * features_ + f];
    }
  }
  if (samples.labels.empty()) {
    set_values(samples.values);
    return;
  }
  labels_.assign(static_cast<std::size_t>(capacity_), -1);
  std::copy(samples.labels.begin(), samples.labels.end(), labels_.begin());
  if (one_hot == 0) return;
  Matrix values(size_, one_hot);
  for (std::int64_t s = 0; s < size_; ++s) values.at(s, samples.labels[static_cast<std::size_t>(s)]) = 1;
  set_values(values);
}

// Sets all inputs to 0, and to 1 those that biases multiply.
void SampleMatrix::clear_inputs() {
  inputs_.assign(static_cast<std::size_t>((is_wide_ ? capacity_ : features_ + 1) * input_row_), 0.0f);
  if (is_wide_) {
    for (std::int64_t s = 0; s < capacity_; ++s) inputs_[static_cast<std::size_t>(s * input_row_ + features_)] = 1.0f;
  } else {
    std::fill(inputs_.end() - input_row_, inputs_.end(), 1.0f);
  }
}

void SampleMatrix::set_values(const Matrix& values) {
  outputs_ = values.columns;
  values_.assign(static_cast<std::size_t>(outputs_ * capacity_), 0.0f);
  const float* value = values.values.data();
  for (std::int64_t s = 0; s < size_; ++s) {
    for (std::int64_t o = 0; o < outputs_; ++o) values_[static_cast<std::size_t>(o * capacity_ + s)] = *value++;
  }
}

SampleMatrix::SampleMatrix(const SampleMatrix& like, std::int64_t capacity)
    : capacity_(padded(capacity)), features_(like.features_), outputs_(like.outputs_), is_wide_(like.is_wide_) {
  input_row_ = is_wide_ ? like.input_row_ : capacity_;
  clear_inputs();
  if (!like.labels_.empty()) labels_.assign(static_cast<std::size_t>(capacity_), -1);
  values_.assign(static_cast<std::size_t>(outputs_ * capacity_), 0.0f);
}

Block SampleMatrix::block(std::int64_t first, std::int64_t count) const {
  return {.inputs = inputs_.data() + (is_wide_ ? first * input_row_ : first),
          .input_row = input_row_,
          .labels = labels_.empty() ? nullptr : labels_.data() + first,
          .values = values_.empty() ? nullptr : values_.data() + first,
          .value_row = capacity_,
          .samples = count,
          .columns = padded(count)};
}

void SampleMatrix::gather(const SampleMatrix& from, std::span<const std::int64_t> order) {
  size_ = static_cast<std::int64_t>(order.size());
  const auto gather_row = [&](const auto* source, auto* target) {
    for (std::size_t s = 0; s < order.size(); ++s) target[s] = source[order[s]];
  };
  if (is_wide_) {
    for (std::size_t s = 0; s < order.size(); ++s) {
      std::copy_n(from.inputs_.data() + order[s] * input_row_, input_row_,
                  inputs_.data() + static_cast<std::int64_t>(s) * input_row_);
    }
  } else {
    for (std::int64_t f = 0; f < features_; ++f) {
      gather_row(from.inputs_.data() + f * from.input_row_, inputs_.data() + f * input_row_);
    }
  }
  if (!labels_.empty()) gather_row(from.labels_.data(), labels_.data());
  for (std::int64_t o = 0; o < outputs_; ++o) {
    gather_row(from.values_.data() + o * from.capacity_, values_.data() + o * capacity_);
  }
}

}  // namespace actlab::fused
