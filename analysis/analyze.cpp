#include "analysis/analyze.h"

#include "analysis/ast/lower.h"
#include "analysis/cell/split.h"
#include "frontend/syntax/parse.h"

namespace lattice {

AnalysisData::AnalysisData(const SyntaxTree& parsed, Watch watch)
    : tree(parsed),
      ast(lower(tree)),
      names(ast),
      effects(ast, names, watch),
      cells(split(ast, names, effects)) {}

Analysis analyze(const SyntaxTree& tree, Watch watch) {
  return Analysis(std::make_shared<const AnalysisData>(tree, watch));
}

Analysis analyze(const SourceFile& source, Watch watch) { return analyze(parse(source), watch); }

}  // namespace lattice
