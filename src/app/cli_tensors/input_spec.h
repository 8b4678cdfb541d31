#pragma once

#include <torch/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace actlab {

/// The values that are drawn for a tensor. Integers: all of [low, high), or [low, high] if `includes_high`.
struct ValueRange {
  double low = -2;
  double high = 2;
  bool includes_high = false;
};

/// How a tensor is made: drawn, from given values, or from a file.
struct TensorSpec {
  enum class Source { drawn, values, file };
  Source source = Source::drawn;
  std::vector<std::int64_t> shape = {3, 4};     ///< of drawn ones and of given values
  std::optional<torch::ScalarType> dtype = {};  ///< default: float64; int64 or bool if the given values are; the file's
  std::optional<ValueRange> range = {};         ///< of drawn ones; default: that of --range, or 0 and 1 for integers
  std::vector<double> values = {};              ///< given ones, row by row
  std::string file = {};
  bool has_gradient = true;  ///< not `nograd`: it is checked if its dtype has gradients
  bool is_sorted = false;    ///< ascending along the last dimension
  bool is_distinct = false;  ///< no integer twice
};

/// What one --input says.
struct InputSpec {
  std::string text;                                ///< as it was given
  std::string name;                                ///< of the argument; empty if it is found by its place
  bool is_none = false;                            ///< no tensor is passed
  bool is_list = false;                            ///< a list in parentheses
  std::vector<std::optional<TensorSpec>> tensors;  ///< one, or those of the list; nullopt: an element that is none
};

/// The grammar of --input, which docs/gradcheck.md explains.
inline constexpr std::string_view input_grammar = R"(INPUT   = [NAME=] (TENSOR | LIST | none)
LIST    = ( [TENSOR | none, …] )
TENSOR  = (SHAPE | [=]VALUES | @FILE) [RANGE] {:WORD}
SHAPE   = scalar | SIZE{xSIZE}
VALUES  = NUMBER | true | false | [VALUES, …]
RANGE   = [LOW,HIGH] | [LOW,HIGH)
WORD    = DTYPE | nograd | sorted | distinct
)";

/// Parses `input_grammar`. Throws UsageError with the column, what was found there and what is allowed.
InputSpec parse_input_spec(std::string_view text);

/// Parses "0.1,5", the range of all inputs without one. Throws UsageError for any other format.
ValueRange parse_value_range(std::string_view text);

}  // namespace actlab
