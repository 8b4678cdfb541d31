#include "app/cli_tensors/input_spec.h"

#include <ATen/CPUGeneratorImpl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "core/error.h"

namespace actlab {
namespace {

constexpr std::array<std::pair<std::string_view, torch::ScalarType>, 10> dtypes{{
    {"float64", torch::kDouble},
    {"float32", torch::kFloat},
    {"float16", torch::kHalf},
    {"bfloat16", torch::kBFloat16},
    {"complex128", torch::kComplexDouble},
    {"complex64", torch::kComplexFloat},
    {"int64", torch::kLong},
    {"int32", torch::kInt},
    {"uint8", torch::kByte},
    {"bool", torch::kBool},
}};

torch::ScalarType parse_dtype(std::string_view text) {
  std::vector<std::string_view> names;
  for (const auto& [name, dtype] : dtypes) {
    if (name == text) return dtype;
    names.push_back(name);
  }
  throw UsageError(unknown_name("dtype", text, names));
}

template <class Number> bool read_number(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

std::vector<std::int64_t> parse_shape(std::string_view text) {
  std::vector<std::int64_t> shape;
  if (text == "scalar") return shape;
  const std::string_view whole = text;
  for (bool is_last = false; !is_last;) {
    const std::size_t x = text.find('x');
    is_last = x == std::string_view::npos;
    std::int64_t& size = shape.emplace_back(-1);
    if (!read_number(text.substr(0, x), size) || size < 0) {
      throw UsageError(
          fmt::format("found the shape '{}', expected sizes of at least 0 separated by x (3x4), or scalar", whole));
    }
    if (!is_last) text.remove_prefix(x + 1);
  }
  return shape;
}

}  // namespace

InputSpec parse_input_spec(std::string_view text) {
  const std::size_t colon = text.find(':');
  InputSpec spec;
  try {
    spec.shape = parse_shape(text.substr(0, colon));
    if (colon != std::string_view::npos) spec.dtype = parse_dtype(text.substr(colon + 1));
  } catch (const UsageError& error) {
    throw UsageError(fmt::format("--input {}: {}", text, error.what()));
  }
  return spec;
}

ValueRange parse_value_range(std::string_view text) {
  const std::size_t comma = text.find(',');
  ValueRange range;
  const bool is_read = comma != std::string_view::npos && read_number(text.substr(0, comma), range.low) &&
                       read_number(text.substr(comma + 1), range.high);
  if (!is_read || !(range.low < range.high))
    throw UsageError(fmt::format("--range {}: expected two numbers, the lower one first: --range 0.1,5", text));
  return range;
}

std::string to_string(const torch::Tensor& tensor) {
  const auto* known = std::find_if(dtypes.begin(), dtypes.end(),
                                   [&](const auto& dtype) { return dtype.second == tensor.scalar_type(); });
  const std::string dtype(known == dtypes.end() ? c10::toString(tensor.scalar_type()) : std::string(known->first));
  return fmt::format("{} [{}]", dtype, fmt::join(tensor.sizes(), ", "));
}

torch::Tensor draw(const InputSpec& spec, const ValueRange& range, std::uint64_t seed) {
  const at::Generator generator = at::detail::createCPUGenerator(seed);
  const auto uniform = [&] {
    return torch::rand(spec.shape, generator, torch::TensorOptions(torch::kDouble)) * (range.high - range.low) +
           range.low;
  };
  if (c10::isComplexType(spec.dtype)) {
    const torch::Tensor real = uniform();
    return torch::complex(real, uniform()).to(spec.dtype).requires_grad_();
  }
  if (c10::isFloatingType(spec.dtype)) return uniform().to(spec.dtype).requires_grad_();
  return torch::randint(2, spec.shape, generator, torch::TensorOptions(torch::kLong)).to(spec.dtype);
}

}  // namespace actlab
