#pragma once

#include <span>
#include <string_view>

namespace actlab {

/// A file of this folder that is embedded in the program: "page/page.js", "charts/curve.vl.json", "vendor/vega.min.js".
struct Asset {
  std::string_view name;
  std::string_view text;
};

/// All embedded files. cmake/embed.cmake generates this function.
std::span<const Asset> assets();

/// The text of an embedded file. Throws std::logic_error if there is none of that name.
std::string_view asset(std::string_view name);

}  // namespace actlab
