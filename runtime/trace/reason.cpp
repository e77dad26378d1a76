#include "runtime/trace/reason.h"

#include <string_view>

namespace lattice {

const char* code(ReasonKind kind) {
  switch (kind) {
#define LATTICE_REASON(name, code, words) \
  case ReasonKind::name:                  \
    return code;
#include "runtime/trace/reasons.def"
#undef LATTICE_REASON
  }
  return "";
}

std::string words(const Reason& reason) {
  static constexpr std::string_view kWords[] = {
#define LATTICE_REASON(name, code, words) words,
#include "runtime/trace/reasons.def"
#undef LATTICE_REASON
  };
  std::string text(kWords[static_cast<size_t>(reason.kind)]);
  const size_t hole = text.find("{}");
  if (hole != std::string::npos) text.replace(hole, 2, reason.detail);
  return text;
}

}  // namespace lattice
