#include "app/cli_tensors/input_spec.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <utility>

#include "app/cli_tensors/text_cursor.h"
#include "core/error.h"
#include "torch/plugin/named_values.h"

namespace actlab {
namespace {

constexpr std::string_view allowed_tensor =
    "a shape (3x4, 5, scalar), values (=[0, 2, 5]), @FILE, a list in parentheses, or none";
constexpr std::string_view after_tensor =
    "a range ([0,3)), a word after ':' (int64, nograd, sorted, distinct), or the end";

double read_number(TextCursor& cursor) {
  double number = 0;
  const std::string_view rest = cursor.rest();
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
  if (error != std::errc()) cursor.fail("a number");
  cursor.move_to(cursor.at() + static_cast<std::size_t>(end - rest.data()));
  return number;
}

std::vector<std::int64_t> read_shape(TextCursor& cursor) {
  std::vector<std::int64_t> shape;
  if (cursor.take("scalar")) return shape;
  do {
    const std::string_view rest = cursor.rest();
    std::int64_t& size = shape.emplace_back(0);
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), size);
    if (error != std::errc() || size < 0)
      cursor.fail(shape.size() == 1 ? allowed_tensor : "a size of at least 0, as in 3x4");
    cursor.move_to(cursor.at() + static_cast<std::size_t>(end - rest.data()));
  } while (cursor.take("x"));
  return shape;
}

ValueRange read_range(TextCursor& cursor) {
  ValueRange range;
  cursor.require('[', "[");
  const std::size_t start = cursor.at();
  cursor.skip_spaces();
  range.low = read_number(cursor);
  cursor.skip_spaces();
  cursor.require(',', "',' between the least and the greatest value");
  cursor.skip_spaces();
  range.high = read_number(cursor);
  cursor.skip_spaces();
  range.includes_high = cursor.take("]");
  if (!range.includes_high && !cursor.take(")")) cursor.fail("']' (with the last value) or ')' (without it)");
  const bool is_empty = range.includes_high ? range.low > range.high : range.low >= range.high;
  if (is_empty || !std::isfinite(range.low) || !std::isfinite(range.high)) {
    cursor.move_to(start);
    cursor.refuse("the range is empty or infinite; give the lower of two finite numbers first: [0,3)");
  }
  return range;
}

// What kind of numbers the given values are: the default of their dtype.
struct ValueKinds {
  bool has_fraction = false, has_boolean = false, has_integer = false;
};

double read_value(TextCursor& cursor, ValueKinds& kinds) {
  if (cursor.take("true") || cursor.take("True")) return kinds.has_boolean = true, 1;
  if (cursor.take("false") || cursor.take("False")) return kinds.has_boolean = true, 0;
  const std::size_t start = cursor.at();
  const double number = read_number(cursor);
  const std::size_t end = cursor.at();
  cursor.move_to(start);
  const std::string_view text = cursor.rest().substr(0, end - start);
  cursor.move_to(end);
  (text.find_first_not_of("-0123456789") == std::string_view::npos ? kinds.has_integer : kinds.has_fraction) = true;
  return number;
}

// Numbers and nested lists of them; all rows of a dimension must have the same length.
void read_values(TextCursor& cursor, TensorSpec& tensor, ValueKinds& kinds, std::size_t depth) {
  cursor.skip_spaces();
  const std::size_t start = cursor.at();
  const bool is_list = cursor.take("[");
  const bool is_known = tensor.shape.size() > depth;  // a list at this depth has been read
  const bool is_number_depth = !tensor.values.empty() && tensor.shape.size() == depth;  // a number has
  if (is_list ? is_number_depth : is_known) {
    cursor.move_to(start);
    cursor.refuse(is_list ? "found a list, expected a number as before" : "found no list, expected one as before");
  }
  if (!is_list) return tensor.values.push_back(read_value(cursor, kinds));
  if (!is_known) tensor.shape.push_back(-1);
  std::int64_t size = 0;
  cursor.skip_spaces();
  if (!cursor.take("]")) {
    do {
      read_values(cursor, tensor, kinds, depth + 1);
      ++size;
      cursor.skip_spaces();
    } while (cursor.take(","));
    cursor.require(']', "',' or ']'");
  }
  if (tensor.shape[depth] == -1) tensor.shape[depth] = size;
  if (tensor.shape[depth] == size) return;
  cursor.move_to(start);
  cursor.refuse(fmt::format("this list has {} elements, and the one before it {}", size, tensor.shape[depth]));
}

void read_given(TextCursor& cursor, TensorSpec& tensor) {
  tensor.source = TensorSpec::Source::values;
  tensor.shape.clear();
  ValueKinds kinds;
  read_values(cursor, tensor, kinds, 0);
  for (std::int64_t& size : tensor.shape) size = std::max<std::int64_t>(size, 0);
  if (kinds.has_boolean && !kinds.has_integer && !kinds.has_fraction) tensor.dtype = torch::kBool;
  if (kinds.has_integer && !kinds.has_boolean && !kinds.has_fraction) tensor.dtype = torch::kLong;
}

void read_word(TextCursor& cursor, TensorSpec& tensor) {
  const std::size_t start = cursor.at();
  const std::string_view word = cursor.take_while(is_word_character);
  if (word == "nograd") {
    tensor.has_gradient = false;
  } else if (word == "sorted") {
    tensor.is_sorted = true;
  } else if (word == "distinct") {
    tensor.is_distinct = true;
  } else if (const auto dtype = dtype_named(word)) {
    tensor.dtype = dtype;
  } else {
    std::vector<std::string_view> known{"nograd", "sorted", "distinct"};
    for (const auto& [name, known_dtype] : all_dtypes()) known.push_back(name);
    cursor.move_to(start);
    cursor.refuse(unknown_name("dtype or word", word, known));
  }
}

// A word or a range that the tensor cannot have.
void check(const TextCursor& cursor, const TensorSpec& tensor) {
  const bool is_drawn = tensor.source == TensorSpec::Source::drawn;
  if (!is_drawn && (tensor.range || tensor.is_sorted || tensor.is_distinct))
    cursor.refuse("a range, sorted and distinct are for drawn values only");
  const auto dtype = tensor.dtype.value_or(torch::kDouble);
  const bool is_integer = c10::isIntegralType(dtype, /*includeBool=*/true);
  if (tensor.is_distinct && !is_integer) cursor.refuse("distinct is for integers: 5:int64[0,9):distinct");
  if (tensor.is_sorted && c10::isComplexType(dtype)) cursor.refuse("complex numbers have no order to be sorted by");
}

TensorSpec read_tensor(TextCursor& cursor) {
  TensorSpec tensor;
  const std::size_t start = cursor.at();
  if (cursor.take("@")) {
    tensor.source = TensorSpec::Source::file;
    tensor.file = cursor.take_while([](char c) { return c != ':' && c != ',' && c != ')'; });
    if (tensor.file.empty()) cursor.fail("the path of a file: @boxes.pt");
  } else if (cursor.take("=") || cursor.next() == '[') {
    read_given(cursor, tensor);
  } else {
    tensor.shape = read_shape(cursor);
  }
  while (true) {
    if (cursor.next() == '[' && !tensor.range)
      tensor.range = read_range(cursor);
    else if (cursor.take(":"))
      read_word(cursor, tensor);
    else
      break;
  }
  const std::size_t end = cursor.at();
  cursor.move_to(start);
  check(cursor, tensor);
  cursor.move_to(end);
  return tensor;
}

std::optional<TensorSpec> read_tensor_or_none(TextCursor& cursor) {
  if (cursor.take("none") || cursor.take("None")) return std::nullopt;
  return read_tensor(cursor);
}

void read_list(TextCursor& cursor, InputSpec& input) {
  input.is_list = true;
  cursor.skip_spaces();
  if (cursor.take(")")) return;
  do {
    cursor.skip_spaces();
    input.tensors.push_back(read_tensor_or_none(cursor));
    cursor.skip_spaces();
  } while (cursor.take(","));
  cursor.require(')', "',' before the next tensor, or ')'");
}

// "index=" of "index=5:int64". A name is no shape and no word of the grammar.
std::string read_name(TextCursor& cursor) {
  const std::string_view name = cursor.take_while(is_word_character);
  const bool is_name = !name.empty() && !(name[0] >= '0' && name[0] <= '9') && cursor.take("=");
  if (!is_name) cursor.move_to(0);
  return is_name ? std::string(name) : "";
}

}  // namespace

InputSpec parse_input_spec(std::string_view text) {
  TextCursor cursor("--input", text);
  InputSpec input;
  input.text = text;
  input.name = read_name(cursor);
  if (cursor.take("(")) {
    read_list(cursor, input);
  } else {
    const auto tensor = read_tensor_or_none(cursor);
    input.is_none = !tensor;
    if (tensor) input.tensors.push_back(tensor);
  }
  cursor.skip_spaces();
  if (!cursor.at_end()) cursor.fail(input.is_list || input.is_none ? "the end" : after_tensor);
  return input;
}

ValueRange parse_value_range(std::string_view text) {
  TextCursor cursor("--range", text);
  ValueRange range;
  range.low = read_number(cursor);
  cursor.require(',', "',' between the lower and the upper end: --range 0.1,5");
  range.high = read_number(cursor);
  if (!cursor.at_end()) cursor.fail("the end");
  cursor.move_to(0);
  if (!(range.low < range.high) || !std::isfinite(range.low) || !std::isfinite(range.high))
    cursor.refuse("expected two finite numbers, the lower one first: --range 0.1,5");
  return range;
}

}  // namespace actlab
