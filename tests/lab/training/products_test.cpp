// The products of the fused engine against plain sums, for shapes that fill tiles and vectors and for those that do
// not, on every instruction set.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "catalogue/kernels/isa.h"
#include "lab/training/fused/kernels.h"

namespace actlab::fused {
namespace {

constexpr std::int64_t gap = 5;  // between the end of a row and the next, as rows of weights have

// Numbers between -1 and 1 that repeat in no pattern of the kernels' sizes.
std::vector<float> numbers(std::int64_t count, double step) {
  std::vector<float> values(static_cast<std::size_t>(count));
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(std::sin(step * (1.0 + i)));
  return values;
}

struct Shape {
  std::int64_t rows, others, depth;
  bool add;
};

std::string text(const Shape& shape, Isa isa) {
  return std::to_string(shape.rows) + " x " + std::to_string(shape.others) + ", depth " + std::to_string(shape.depth) +
         (shape.add ? ", added, " : ", ") + std::string(name(isa));
}

// Checks every sum, and that nothing between the rows of C is written.
void check_row_dots(const Shape& shape, Isa isa) {
  const std::int64_t row = shape.depth + lanes, c_row = shape.others + gap;
  const std::vector<float> a = numbers(shape.rows * row, 0.7), b = numbers(shape.others * row, 1.3),
                           before = numbers(shape.rows * c_row, 2.1);
  std::vector<float> c = before;
  kernels().row_dots({.a = a.data(),
                      .a_row = row,
                      .b = b.data(),
                      .b_row = row,
                      .c = c.data(),
                      .c_row = c_row,
                      .rows = shape.rows,
                      .others = shape.others,
                      .depth = shape.depth,
                      .add_to_c = shape.add});
  for (std::int64_t r = 0; r < shape.rows; ++r) {
    for (std::int64_t o = 0; o < c_row; ++o) {
      const auto at = static_cast<std::size_t>(r * c_row + o);
      if (o >= shape.others) {
        ASSERT_EQ(c[at], before[at]) << "the gap after row " << r << ": " << text(shape, isa);
        continue;
      }
      double sum = shape.add ? before[at] : 0.0, size = std::abs(sum);
      for (std::int64_t k = 0; k < shape.depth; ++k) {
        const double term = static_cast<double>(a[static_cast<std::size_t>(r * row + k)]) *
                            static_cast<double>(b[static_cast<std::size_t>(o * row + k)]);
        sum += term;
        size += std::abs(term);
      }
      ASSERT_NEAR(c[at], sum, 1e-6 * size + 1e-7) << "row " << r << ", column " << o << ": " << text(shape, isa);
    }
  }
}

TEST(RowDots, AreTheSumsForAnyShapeOnEveryInstructionSet) {
  const Isa best = current_isa();
  for (const Isa isa : available_isas()) {
    set_isa(isa);
    for (const std::int64_t rows : {1, 2, 7, 16, 33}) {
      for (const std::int64_t others : {1, 3, 15, 16, 17, 64, 65, 80, 131}) {
        for (const std::int64_t depth : {16, 32, 240, 256, 272, 528, 800}) {
          for (const bool add : {false, true}) check_row_dots({rows, others, depth, add}, isa);
        }
      }
    }
  }
  set_isa(best);
}

}  // namespace
}  // namespace actlab::fused
