#pragma once

#include <span>
#include <string_view>

namespace actlab {

/// A file of this folder that is part of the program: "page/page.js", "charts/curve.vl.json", "vendor/vega.min.js".
struct Asset {
  std::string_view name;
  std::string_view text;
};

/// All of them; cmake/embed.cmake writes this function.
std::span<const Asset> assets();

/// The text of the one of that name. Throws std::logic_error where there is none.
std::string_view asset(std::string_view name);

}  // namespace actlab
