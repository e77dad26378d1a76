#pragma once

#include <cstdint>
#include <string_view>

namespace lattice {

/// What a node is. `Kind::KwIf` is the word, `Kind::IfStatement` the construct.
enum class Kind : uint8_t {
  /// The kind of a null node: "there is no such child".
  Null,
  /// Text the parser could not fit in; its children are what it understood of it.
  Error,
  /// A node of a newer grammar that `kinds.def` does not list.
  Unknown,
#define NODE(kind, name) kind,
#define TOKEN(kind, name) kind,
#include "frontend/syntax/kinds.def"
#undef NODE
#undef TOKEN
};

/// The role of a node in its parent; `Field::None` for most children.
enum class Field : uint8_t {
  None,
#define FIELD(field, name) field,
#include "frontend/syntax/fields.def"
#undef FIELD
};

/// The grammar's name, such as "if_statement" or "+=".
std::string_view to_string(Kind kind);
std::string_view to_string(Field field);

/// Keywords and punctuation.
bool is_token(Kind kind);

}  // namespace lattice
