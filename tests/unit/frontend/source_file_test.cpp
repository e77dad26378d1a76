#include "frontend/source/source_file.h"

#include <catch2/catch.hpp>
#include <string>

using namespace lattice;

TEST_CASE("lines end at \\n, \\r\\n and a lone \\r") {
  const SourceFile source("a.py", "a\nbc\r\nd\re");
  CHECK(source.line_count() == 4);
  CHECK(source.line_text(1) == "a");
  CHECK(source.line_text(2) == "bc");
  CHECK(source.line_text(3) == "d");
  CHECK(source.line_text(4) == "e");
  CHECK(source.position(6) == Position{3, 0});
  CHECK(source.position(8) == Position{4, 0});
}

TEST_CASE("columns count bytes of UTF-8, a form feed among them") {
  const SourceFile source("a.py", "\fé = 1\n");
  CHECK(source.position(3) == Position{1, 3});
  CHECK(source.line_count() == 2);
}

TEST_CASE("a byte order mark is not part of the text") {
  const SourceFile source("a.py", "\xEF\xBB\xBFx = 1");
  CHECK(source.has_byte_order_mark());
  CHECK(source.text() == "x = 1");
  CHECK(source.position(0) == Position{1, 0});
}

TEST_CASE("positions and offsets are inverse, and clamp what lies outside") {
  const SourceFile source("a.py", "ab\r\n\ncd");
  for (const uint32_t offset : {0U, 1U, 2U, 4U, 5U, 6U, 7U}) {
    CHECK(source.offset(source.position(offset)) == offset);
  }
  CHECK(source.position(100) == Position{3, 2});
  CHECK(source.offset({9, 0}) == 5);
  CHECK(source.offset({1, 50}) == 2);
  CHECK(source.offset({0, 0}) == 0);
}

TEST_CASE("an empty text has one empty line") {
  const SourceFile source("a.py", "");
  CHECK(source.line_count() == 1);
  CHECK(source.line_text(1).empty());
  CHECK(source.position(0) == Position{1, 0});
}

TEST_CASE("a foreign encoding is reported, UTF-8 by any of its names is not") {
  const auto reports = [](const char* text) {
    return SourceFile("a.py", text).diagnostics().size();
  };
  CHECK(reports("# coding: utf-8\n") == 0);
  CHECK(reports("# -*- coding: UTF_8 -*-\n") == 0);
  CHECK(reports("# vim: set fileencoding=utf-8-sig :\n") == 0);
  CHECK(reports("#!/usr/bin/python\n# coding: cp1252\n") == 1);
  CHECK(reports("x = 1\n# coding: cp1252\n") == 0);
  CHECK(reports("\n\n# coding: cp1252\n") == 0);
  CHECK(reports("# coding=\n# encoding: latin-1\n") == 1);
}

TEST_CASE("copies share the text") {
  const SourceFile source("a.py", "x = 1");
  const SourceFile copy = source;  // NOLINT(performance-unnecessary-copy-initialization)
  CHECK(copy.text().data() == source.text().data());
}
