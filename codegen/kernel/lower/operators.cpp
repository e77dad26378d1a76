#include "codegen/kernel/lower/operators.h"

#include <cctype>

namespace lattice::kernel {

std::string between(const Ast& ast, uint32_t begin, uint32_t end) {
  const std::string_view text = ast.source().text().substr(begin, end - begin);
  std::string out;
  bool apart = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '#') {
      while (i < text.size() && text[i] != '\n' && text[i] != '\r') ++i;
      apart = true;
      continue;
    }
    if (c == '(' || c == ')' || c == '\\' || std::isspace(static_cast<unsigned char>(c)) != 0) {
      apart = true;
      continue;
    }
    if (apart && !out.empty() && std::isalpha(static_cast<unsigned char>(c)) != 0) out += ' ';
    apart = false;
    out += c;
  }
  return out;
}

std::vector<std::string> operators(const Ast& ast, AstId id) {
  std::vector<std::string> out;
  uint32_t from = ast[id].range.begin;
  bool first = ast[id].kind != AstKind::UnaryOp;
  for (const AstId child : AstChildren(ast, id)) {
    if (!first) out.push_back(between(ast, from, ast[child].range.begin));
    first = false;
    from = ast[child].range.end;
  }
  return out;
}

}  // namespace lattice::kernel
