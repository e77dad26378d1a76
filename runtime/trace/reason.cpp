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
  std::string text;
  switch (reason.kind) {
#define LATTICE_REASON(name, code, words) \
  case ReasonKind::name:                  \
    text = words;                         \
    break;
#include "runtime/trace/reasons.def"
#undef LATTICE_REASON
  }
  const size_t hole = text.find("{}");
  if (hole != std::string::npos) text.replace(hole, 2, reason.detail);
  return text;
}

}  // namespace lattice
