// A library that ends the process while it is loaded.
#include <cstdlib>

namespace {
const int never = (std::abort(), 0);
}  // namespace
