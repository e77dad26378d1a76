#include "frontend/syntax/kind.h"

#include <cstddef>

namespace lattice {
namespace {

struct KindInfo {
  std::string_view name;
  bool token;
};

constexpr KindInfo kKinds[] = {
    {"null", false},
    {"ERROR", false},
    {"unknown", false},
#define NODE(kind, name) {name, false},
#define TOKEN(kind, name) {name, true},
#include "frontend/syntax/kinds.def"
#undef NODE
#undef TOKEN
};

constexpr std::string_view kFields[] = {
    "",
#define FIELD(field, name) name,
#include "frontend/syntax/fields.def"
#undef FIELD
};

}  // namespace

std::string_view to_string(Kind kind) { return kKinds[static_cast<size_t>(kind)].name; }
std::string_view to_string(Field field) { return kFields[static_cast<size_t>(field)]; }
bool is_token(Kind kind) { return kKinds[static_cast<size_t>(kind)].token; }

}  // namespace lattice
