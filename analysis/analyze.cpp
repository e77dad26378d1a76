#include "analysis/analyze.h"

#include "analysis/ast/lower.h"
#include "analysis/cell/split.h"
#include "frontend/syntax/parse.h"

namespace lattice {

AnalysisData::AnalysisData(const SyntaxTree& parsed)
    : tree(parsed),
      ast(lower(tree)),
      names(ast),
      effects(ast, names),
      cells(split(ast, names, effects)) {}

Analysis analyze(const SyntaxTree& tree) {
  return Analysis(std::make_shared<const AnalysisData>(tree));
}

Analysis analyze(const SourceFile& source) { return analyze(parse(source)); }

}  // namespace lattice
