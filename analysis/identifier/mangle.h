#pragma once

#include <string>
#include <string_view>

namespace lattice {

/// Python's private names: `__x` inside `class _C` is `_C__x`. Names that also end in `__`, dotted
/// names, and classes named by underscores alone are left as they are. `class_name` is empty
/// outside of classes.
std::string mangle(std::string_view class_name, std::string_view name);

}  // namespace lattice
