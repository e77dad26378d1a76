#pragma once

namespace lattice {

/// While one exists, tree-sitter's allocations in this thread come from its blocks, and all of them
/// end with it. tree-sitter allocates two blocks for each node: that costs a quarter of a parse
/// with `malloc`, which serves any size in any thread.
///
/// Invariant: whatever tree-sitter makes is made and deleted while one and the same exists, and
/// tree-sitter is called only while one does.
class ParserMemory {
 public:
  ParserMemory();
  ~ParserMemory();
  ParserMemory(const ParserMemory&) = delete;
  ParserMemory& operator=(const ParserMemory&) = delete;

  struct State;

 private:
  State* state_;
  State* outer_;
};

}  // namespace lattice
