#include <catch2/catch.hpp>
#include <string>

#include "frontend/source/render.h"
#include "frontend/syntax/dump.h"
#include "frontend/syntax/parse.h"

using namespace lattice;

namespace {

std::string repeat(const std::string& text, size_t times) {
  std::string result;
  result.reserve(text.size() * times);
  for (size_t i = 0; i < times; ++i) result += text;
  return result;
}

/// Everything the frontend can do with a text.
size_t exercise(std::string text) {
  const SyntaxTree tree = parse(SourceFile("a.py", std::move(text)));
  size_t work = dump(tree).size();
  for (const Diagnostic& diagnostic : tree.diagnostics()) {
    work += render(diagnostic, tree.source(), {}).size();
  }
  return work + strip_parentheses(tree.root().child_at(0)).range().size();
}

}  // namespace

TEST_CASE("nesting of 10,000 levels costs no stack") {
  constexpr size_t kDeep = 10000;
  for (const char* open : {"(", "[", "{", "f(", "x[", "lambda: ", "not ", "-", "a.", "a + (",
                           "a if b else ", "[x for x in ", "f'{"}) {
    INFO(open);
    CHECK(exercise(repeat(open, kDeep)) > 0);
    CHECK(exercise(repeat(open, kDeep) + "x") > 0);
  }
  CHECK(exercise(repeat("(", kDeep) + "x" + repeat(")", kDeep)) > 0);
  CHECK(exercise("x = a" + repeat(" + a", kDeep)) > 0);
  CHECK(exercise("x = a" + repeat(".b()", kDeep)) > 0);
  std::string blocks;
  for (size_t depth = 0; depth < 1000; ++depth) blocks += std::string(depth, ' ') + "if a:\n";
  CHECK(exercise(blocks) > 0);
  CHECK(exercise("if a: pass\n" + repeat("elif a: pass\n", kDeep)) > 0);
}

TEST_CASE("parentheses of 10,000 levels are stripped") {
  const SyntaxTree tree =
      parse(SourceFile("a.py", repeat("(", 10000) + "x" + repeat(")", 10000) + "\n"));
  CHECK(strip_parentheses(tree.root().child_at(0).child_at(0)).text() == "x");
}

TEST_CASE("bytes that are no text are survived") {
  CHECK(exercise("") > 0);
  CHECK(exercise(std::string(1, '\0')) > 0);
  CHECK(exercise(std::string("x = 1\0y = 2\n", 12)) > 0);
  CHECK(exercise(std::string("\\\0", 2)) > 0);
  CHECK(exercise(std::string(1000, '\0')) > 0);
  CHECK(exercise("x = '\xFF\xFE'\n\xC3 = 1\n") > 0);
  CHECK(exercise("\xEF\xBB\xBF") > 0);
  CHECK(exercise("\xEF\xBB") > 0);
  CHECK(exercise("\r") > 0);
  CHECK(exercise("\f\f\n\f x") > 0);
  CHECK(exercise("if x:\n\ty\n        z\n") > 0);
}
