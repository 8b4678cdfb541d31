#pragma once

#include <cstdint>
#include <string>
#include <variant>

// The list of data sets. To add one, write a file in this folder and add its name here.
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

/// The data for one seed, from the data stream of core/random.h. The training sample is drawn first, so more test
/// samples never change it. Throws UsageError if a file of the user cannot be used.
Dataset make_dataset(const DataConfig& config, std::uint32_t seed);

/// The same data with a single sample where samples are computed: has the features and classes of all, without the time
/// and memory to draw them. A file is read as before.
DataConfig fewest_samples(DataConfig config);

/// The bytes that training on this data needs at least: a data set that is computed, and the engine's copy of it. 0 if
/// the size is only known after reading a file.
double least_memory(const DataConfig& config);

/// One line for the terminal: "circle, 1000 samples, 1000 for testing".
std::string describe(const DataConfig& config);

}  // namespace actlab
