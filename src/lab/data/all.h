#pragma once

#include <cstdint>
#include <string>
#include <variant>

// The one list of data sets: a data set is a file of this folder and its name here.
#include "lab/data/checkerboard.h"
#include "lab/data/circle.h"
#include "lab/data/csv.h"
#include "lab/data/dataset.h"
#include "lab/data/fashion_mnist.h"
#include "lab/data/moons.h"
#include "lab/data/rings.h"
#include "lab/data/sine.h"
#include "lab/data/spiral.h"
#include "lab/data/xor.h"

namespace actlab {

using DataConfig = std::variant<Circle, Spiral, Sine, Moons, Xor, Rings, Checkerboard, FashionMnist, Csv>;

/// The data of one seed, from the data stream of core/random.h: the training sample first, the test sample after it, so
/// that more test samples never change the training data. Throws UsageError where a file of the user's cannot be used.
Dataset make_dataset(const DataConfig& config, std::uint32_t seed);

/// "circle, 1000 samples, 1000 for testing": for the terminal.
std::string describe(const DataConfig& config);

/// True where the data set's targets are real numbers, known from the config alone.
bool is_regression(const DataConfig& config);

}  // namespace actlab
