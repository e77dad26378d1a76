#pragma once

#include <string>
#include <string_view>

namespace lattice {

/// Names are equal for Python when their normal forms (Unicode NFKC) are. Text that is not UTF-8 is
/// returned as it is.
std::string normal_form(std::string_view name);

/// ASCII is its own normal form.
bool is_ascii(std::string_view text);

}  // namespace lattice
