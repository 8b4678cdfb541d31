#include "show/report/assets.h"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace actlab {

std::string_view asset(std::string_view name) {
  const auto all = assets();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Asset& asset) { return asset.name == name; });
  if (found == all.end()) throw std::logic_error("no asset is named " + std::string(name));
  return found->text;
}

}  // namespace actlab
