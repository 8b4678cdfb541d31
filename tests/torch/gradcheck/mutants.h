#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "inputs.h"
#include "made_function.h"

/// Functions with a wrong derivative, most of them activations, each with the cause that the checker should report.
struct Mutant {
  std::string name;
  actlab::TensorFunction fn;
  actlab::Cause cause;
  actlab::MakeInputs inputs;
};

/// How GoogleTest prints a row.
inline void PrintTo(const Mutant& mutant, std::ostream* stream) {
  *stream << mutant.name;
}

inline actlab::Tensors spread_over(torch::IntArrayRef shape) {
  return {spread(shape)};
}

std::vector<Mutant> wrong_formulas();    ///< sign, factor, term, branch, saved tensor
std::vector<Mutant> wrong_reductions();  ///< sums, diagonals, several inputs
std::vector<Mutant> wrong_handling();    ///< errors with gradients, memory and state
std::vector<Mutant> wrong_orders();      ///< correct only in the first order
