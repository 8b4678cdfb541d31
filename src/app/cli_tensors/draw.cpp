#include "app/cli_tensors/draw.h"

#include <ATen/CPUGeneratorImpl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "app/cli_tensors/tensor_file.h"
#include "core/error.h"
#include "torch/plugin/named_values.h"

namespace actlab {
namespace {

const auto doubles = torch::TensorOptions(torch::kDouble);
const auto integers = torch::TensorOptions(torch::kLong);

[[noreturn]] void refuse_spec(const TensorSpec& spec, std::string_view why) {
  throw UsageError(fmt::format("--input of {} [{}]: {}", name_of(spec.dtype.value_or(torch::kDouble)),
                               fmt::join(spec.shape, ", "), why));
}

torch::Tensor draw_integers(const TensorSpec& spec, const at::Generator& generator) {
  const ValueRange range = spec.range.value_or(ValueRange{0, 2});
  const auto low = static_cast<std::int64_t>(std::ceil(range.low));
  const auto end = static_cast<std::int64_t>(range.includes_high ? std::floor(range.high) + 1 : std::ceil(range.high));
  if (end <= low) refuse_spec(spec, fmt::format("there is no integer between {} and {}", range.low, range.high));
  if (!spec.is_distinct) return torch::randint(low, end, spec.shape, generator, integers);
  const std::int64_t count = c10::multiply_integers(spec.shape);
  if (end - low < count)
    refuse_spec(spec,
                fmt::format("distinct needs at least as many values as elements; the range has {}, and there are {}",
                            end - low, count));
  return (torch::randperm(end - low, generator, integers).slice(0, 0, count) + low).reshape(spec.shape);
}

torch::Tensor draw_uniform(const TensorSpec& spec, const ValueRange& range, const at::Generator& generator) {
  return torch::rand(spec.shape, generator, doubles) * (range.high - range.low) + range.low;
}

torch::Tensor draw(const TensorSpec& spec, const ValueRange& range, std::uint64_t seed) {
  const at::Generator generator = at::detail::createCPUGenerator(seed);
  const auto dtype = spec.dtype.value_or(torch::kDouble);
  torch::Tensor drawn;
  if (c10::isComplexType(dtype)) {
    const torch::Tensor real = draw_uniform(spec, range, generator);
    drawn = torch::complex(real, draw_uniform(spec, range, generator));
  } else if (c10::isFloatingType(dtype)) {
    drawn = draw_uniform(spec, range, generator);
  } else {
    drawn = draw_integers(spec, generator);
  }
  if (spec.is_sorted && drawn.dim() > 0) drawn = std::get<0>(drawn.sort(-1));
  return drawn;
}

torch::Tensor given(const TensorSpec& spec) {
  return torch::tensor(spec.values, doubles).reshape(spec.shape);
}

// Values that the dtype rounds to others would not be those that were asked for.
torch::Tensor converted(const torch::Tensor& tensor, const TensorSpec& spec) {
  const auto dtype = spec.dtype.value_or(tensor.scalar_type());
  torch::Tensor result = tensor.to(dtype);
  if (c10::isIntegralType(dtype, /*includeBool=*/true) && !torch::equal(result.to(tensor.scalar_type()), tensor))
    refuse_spec(spec, fmt::format("some values are not values of {}", name_of(dtype)));
  return result;
}

bool has_gradient(const torch::Tensor& tensor) {
  return tensor.is_floating_point() || tensor.is_complex();
}

std::string number_text(const torch::Tensor& number) {
  if (number.is_complex()) {
    const auto value = number.item<c10::complex<double>>();
    return fmt::format("{:.4g}{:+.4g}j", value.real(), value.imag());
  }
  if (number.scalar_type() == torch::kBool) return number.item<bool>() ? "true" : "false";
  if (!number.is_floating_point()) return fmt::format("{}", number.item<std::int64_t>());
  return fmt::format("{:.4g}", number.item<double>());
}

}  // namespace

torch::Tensor make_tensor(const TensorSpec& spec, const ValueRange& range, std::uint64_t seed) {
  torch::Tensor tensor;
  switch (spec.source) {
    case TensorSpec::Source::drawn:
      tensor = draw(spec, spec.range.value_or(range), seed);
      break;
    case TensorSpec::Source::values:
      tensor = given(spec);
      break;
    case TensorSpec::Source::file:
      tensor = read_tensor_file(spec.file);
      break;
  }
  tensor = converted(tensor, spec).detach();
  return has_gradient(tensor) && spec.has_gradient ? tensor.requires_grad_() : tensor;
}

std::string shape_text(const torch::Tensor& tensor) {
  return fmt::format("{} [{}]", name_of(tensor.scalar_type()), fmt::join(tensor.sizes(), ", "));
}

std::string values_text(const torch::Tensor& tensor) {
  constexpr std::int64_t most = 6;
  std::string text = shape_text(tensor);
  if (tensor.layout() != torch::kStrided || tensor.numel() == 0) return text;
  const torch::NoGradGuard no_grad;
  const torch::Tensor flat = tensor.detach().reshape({-1});
  if (!flat.is_complex() && flat.numel() > 1)
    text += fmt::format(", {} to {}", number_text(flat.min()), number_text(flat.max()));
  std::vector<std::string> first;
  for (std::int64_t i = 0; i < std::min(most, flat.numel()); ++i) first.push_back(number_text(flat[i]));
  return fmt::format("{}: {}{}", text, fmt::join(first, ", "), flat.numel() > most ? ", …" : "");
}

}  // namespace actlab
