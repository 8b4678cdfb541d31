// Included first by scripts/check, only for clang-tidy. Clang instantiates C++20's constexpr std::vector earlier than
// GCC and then rejects LibTorch's incomplete c10::IValue; libstdc++ 12's C++17 vector works. The macro __fill_a1 avoids
// a clash between the function that <string> has declared constexpr and the one that <vector> defines.
#include <string>
#pragma push_macro("_GLIBCXX20_CONSTEXPR")
#undef _GLIBCXX20_CONSTEXPR
#define _GLIBCXX20_CONSTEXPR
#define __fill_a1 __fill_a1_of_bits
#include <vector>
#undef __fill_a1
#pragma pop_macro("_GLIBCXX20_CONSTEXPR")
