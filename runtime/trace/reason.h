#pragma once
// Why a cell ran, in words a user understands.

#include <cstdint>
#include <string>

namespace lattice {

/// A closed vocabulary: the kind is for programs, the words are for people.
enum class ReasonKind : uint8_t {
#define LATTICE_REASON(name, code, words) name,
#include "runtime/trace/reasons.def"
#undef LATTICE_REASON
};

struct Reason {
  ReasonKind kind;
  /// What the words leave open: a name, a key, an old and a new value.
  std::string detail;
};

/// A stable identifier such as `changed`.
const char* code(ReasonKind kind);
/// A phrase such as "`x` changed: 2 -> 3".
std::string words(const Reason& reason);

}  // namespace lattice
