#pragma once

#include <cctype>
#include <string>

/// A name that GoogleTest takes; the number keeps apart what differs in other characters alone.
inline std::string test_name(std::string name, std::size_t number) {
  for (char& c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  }
  return name + "_" + std::to_string(number);
}
