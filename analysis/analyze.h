#pragma once
// Everything the analysis knows of one script.
#include <memory>

#include "analysis/cell/cell.h"
#include "frontend/syntax/syntax_tree.h"

namespace lattice {

/// The stages of one analysis; they refer to each other and stay together.
struct AnalysisData {
  AnalysisData(const SyntaxTree& tree, Watch watch);

  SyntaxTree tree;
  Ast ast;
  Names names;
  EffectTable effects;
  Split cells;
};

/// An immutable value, cheap to copy.
class Analysis {
 public:
  explicit Analysis(std::shared_ptr<const AnalysisData> data) : data_(std::move(data)) {}

  [[nodiscard]] const SourceFile& source() const { return data_->tree.source(); }
  [[nodiscard]] const SyntaxTree& tree() const { return data_->tree; }
  [[nodiscard]] const Ast& ast() const { return data_->ast; }
  [[nodiscard]] const Names& names() const { return data_->names; }
  [[nodiscard]] const EffectTable& effects() const { return data_->effects; }
  [[nodiscard]] const Split& split() const { return data_->cells; }

 private:
  std::shared_ptr<const AnalysisData> data_;
};

/// Never fails: a script with syntax errors is analysed as far as it was understood.
Analysis analyze(const SyntaxTree& tree, Watch watch = {});
Analysis analyze(const SourceFile& source, Watch watch = {});

}  // namespace lattice
