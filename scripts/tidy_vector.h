// Included first by scripts/check, for clang-tidy alone. Clang instantiates C++20's constexpr std::vector earlier than
// GCC does, and then finds LibTorch's c10::IValue incomplete; with libstdc++ 12's vector of C++17 it parses. The other
// name keeps a function that <string> has already declared constexpr apart from the one that <vector> defines.
#include <string>
#pragma push_macro("_GLIBCXX20_CONSTEXPR")
#undef _GLIBCXX20_CONSTEXPR
#define _GLIBCXX20_CONSTEXPR
#define __fill_a1 __fill_a1_of_bits
#include <vector>
#undef __fill_a1
#pragma pop_macro("_GLIBCXX20_CONSTEXPR")
