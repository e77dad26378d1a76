#include "frontend/base/diagnostic.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cctype>
#include <set>
#include <string>

#include "frontend/base/id_vector.h"
#include "frontend/source/render.h"

using namespace lattice;

TEST_CASE("diagnostics.def: codes are unique and texts follow the house style") {
  std::set<std::string_view> codes;
  for (const DiagnosticKind kind : all_diagnostic_kinds()) {
    const DiagnosticInfo& entry = info(kind);
    INFO(entry.name);
    CHECK(codes.insert(entry.code).second);
    CHECK(entry.code.size() == 5);
    CHECK(entry.code.substr(0, 2) == "LT");
    CHECK(!entry.message.empty());
    CHECK(entry.message.back() != '.');
    CHECK(std::count(entry.message.begin(), entry.message.end(), '`') % 2 == 0);
  }
}

TEST_CASE("a diagnostic fills its arguments into message, cause and help") {
  const Diagnostic diagnostic{DiagnosticKind::FileTooLarge, {}, {"9", "5"}};
  CHECK(diagnostic.message() == "the file has 9 bytes, more than the 5 that are read");
  const Diagnostic without{DiagnosticKind::FileTooLarge, {}, {}};
  CHECK(without.message() == "the file has {0} bytes, more than the {1} that are read");
}

TEST_CASE("the full form shows place, excerpt with carets, cause and help") {
  const SourceFile source("app.py", "# -*- coding: latin-1 -*-\nx = 1\n");
  REQUIRE(source.diagnostics().size() == 1);
  CHECK(render(source.diagnostics()[0], source, {}) ==
        "error[LT901]: the file declares the encoding `latin-1`\n"
        " --> app.py:1:15\n"
        "  |\n"
        "1 | # -*- coding: latin-1 -*-\n"
        "  |               ^^^^^^^\n"
        "  = cause: Lattice reads source text as UTF-8\n"
        "  = help: save the file as UTF-8 and remove the declaration\n");
}

TEST_CASE("the concise form is one line") {
  const SourceFile source("app.py", "é = (\n");
  const Diagnostic diagnostic{DiagnosticKind::SyntaxMissing, {5, 6}, {")"}};
  CHECK(render(diagnostic, source, {RenderForm::Concise, false}) ==
        "app.py:1:5: LT904 `)` is missing here\n");
}

TEST_CASE("an excerpt of a very long line is a window around the carets") {
  const SourceFile source("app.py", std::string(5000, 'a') + "?" + std::string(5000, 'b'));
  const Diagnostic diagnostic{DiagnosticKind::SyntaxProblem, {5000, 5001}, {"?"}};
  const std::string text = render(diagnostic, source, {});
  CHECK(text.size() < 700);
  const size_t caret = text.find('^');
  const size_t mark = text.find("a?b") + 1;
  const auto column = [&](size_t at) { return at - text.rfind('\n', at); };
  CHECK(column(caret) == column(mark));
}

TEST_CASE("escape sequences of a script do not reach the terminal") {
  const SourceFile source("app.py", "\x1b[31m = 1\n");
  const Diagnostic diagnostic{DiagnosticKind::SyntaxProblem, {0, 5}, {"\x1b[31m"}};
  CHECK(render(diagnostic, source, {}).find('\x1b') == std::string::npos);
}

TEST_CASE("colours surround heading and carets") {
  const SourceFile source("app.py", "x\n");
  const Diagnostic diagnostic{DiagnosticKind::SyntaxMissing, {0, 1}, {"y"}};
  CHECK(
      render(diagnostic, source, {RenderForm::Full, true}).find("\x1b[1;31merror[LT904]\x1b[0m") !=
      std::string::npos);
}

TEST_CASE("ids of different kinds are different types, and an id without a value is none") {
  using CatId = Id<struct CatTag>;
  using DogId = Id<struct DogTag>;
  static_assert(!std::is_convertible_v<CatId, DogId>);
  IdVector<CatId, std::string> cats;
  const CatId tom = cats.push_back("tom");
  CHECK(cats[tom] == "tom");
  CHECK(!CatId().valid());
  CHECK(!cats.contains(CatId()));
  size_t count = 0;
  for (const CatId id : cats.ids()) count += cats[id].size();
  CHECK(count == 3);
}
