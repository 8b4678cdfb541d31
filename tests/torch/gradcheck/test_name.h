#pragma once

#include <cctype>
#include <string>

/// A valid GoogleTest name; the number makes names unique that differ only in other characters.
inline std::string test_name(std::string name, std::size_t number) {
  for (char& c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  }
  return name + "_" + std::to_string(number);
}
