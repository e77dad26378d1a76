#include "analysis/identifier/mangle.h"

namespace lattice {

std::string mangle(std::string_view class_name, std::string_view name) {
  const size_t first = class_name.find_first_not_of('_');
  if (first == std::string_view::npos || !name.starts_with("__") || name.ends_with("__") ||
      name.find('.') != std::string_view::npos) {
    return std::string(name);
  }
  std::string mangled = "_";
  mangled += class_name.substr(first);
  mangled += name;
  return mangled;
}

}  // namespace lattice
