#pragma once
// The typed loop IR. A kernel is one entry function and the functions it calls, each a graph of
// blocks over registers; a register holds one machine word of one kind and may be written often.
//
// A statement of the script becomes instructions that compute first and change variables, lists or
// iterators last. Everything that can go wrong is a guard before the first change, so a guard that
// fails leaves the state as it was before the statement: the exit names the statement and the
// registers of all variables, and CPython goes on from there.
//
// Invariant: registers of variables are written only after the last guard of their statement.
#include <cstdint>
#include <string>
#include <vector>

#include "codegen/kernel/ir/type.h"
#include "frontend/base/id_vector.h"
#include "frontend/source/source_file.h"

namespace lattice::kernel {

/// Units of work between two questions whether to stop.
constexpr int64_t kPollInterval = 65536;

enum class Op : uint8_t {
#define OP(name, out, a, b, c, guard) name,
#include "codegen/kernel/ir/ops.def"
#undef OP
};

enum class MathFunction : uint8_t {
#define FUNCTION(name, arity) name,
#include "codegen/kernel/ir/functions.def"
#undef FUNCTION
};

/// How the elements of a list lie in memory.
enum class Layout : uint8_t { Int, Float, Bool, Ref, Complex };

using Reg = Id<struct RegTag>;
using BlockId = Id<struct BlockTag>;
using ExitId = Id<struct ExitTag>;

struct Instruction {
  Op op = Op::Jump;
  Reg out, a, b, c;
  /// Where a failed guard goes; of a Branch the block taken if not.
  uint32_t exit = 0;
  int64_t imm = 0;
};

struct Block {
  std::vector<Instruction> code;
};

/// The iterator of a `for` loop that is under way.
struct IteratorState {
  enum class Kind : uint8_t {
    /// next value, end; the step is 1.
    Range,
    /// next value, values left in two registers (to be added), step.
    SteppedRange,
    /// list, next index.
    List,
    /// number, then the inner iterator.
    Enumerate,
    /// inner iterators only.
    Zip,
  };
  Kind kind = Kind::Range;
  /// List: the type of the list.
  TypeId list;
  std::vector<Reg> regs;
  std::vector<IteratorState> inner;
};

struct Exit {
  enum class Kind : uint8_t {
    /// The function returns `values[0]`.
    Return,
    /// A guard failed or the kernel has to stop: CPython goes on at `point`.
    Deopt,
    /// The statement at `point` is not compiled, and this is no surprise.
    Planned,
  };
  struct Value {
    /// The variable (number of a local name); unused for Return.
    uint32_t variable = 0;
    TypeId type;
    std::vector<Reg> regs;
  };
  struct Loop {
    /// Number of the `for` or `while` statement.
    uint32_t statement = 0;
    /// None for `while`.
    bool has_iterator = false;
    IteratorState iterator;
  };
  Kind kind = Kind::Deopt;
  /// Twice the number of a statement (preorder, from 0): go on before it. Odd: go on after the
  /// last statement of the loop body that ends with it.
  uint32_t point = 0;
  uint32_t line = 0;
  std::vector<Value> values;
  /// The loops around the point, outermost first.
  std::vector<Loop> loops;
};

struct CallSite {
  uint32_t function = 0;
  std::vector<Reg> arguments, results;
};

struct Function {
  std::string name;
  IdVector<Reg, Part> registers;
  IdVector<BlockId, Block> blocks;
  std::vector<Exit> exits;
  std::vector<CallSite> calls;
  std::vector<Reg> parameters;
  /// Of a called function: the type it returns and its words.
  TypeId result;
  std::vector<Part> result_parts;
};

/// A compiled loop, for the report.
struct LoopNote {
  uint32_t line = 0;
  std::string text;
};

struct Kernel {
  TypeTable types;
  /// The first is the entry; its parameters are read from the state, its exits write to it.
  std::vector<Function> functions;
  /// Words that the state must have room for.
  uint32_t state_words = 0;
  /// Local names by number: the variables of exits.
  std::vector<std::string> variables;
  /// Lines of the loops that are compiled.
  std::vector<uint32_t> loops;
  /// Whether elements of lists that were passed in may be changed.
  bool changes_lists = false;
};

std::string_view to_string(Op op);
std::string_view to_string(MathFunction function);
/// Number of arguments of a math function.
unsigned arity(MathFunction function);
bool has_guard(Op op);
Layout layout(const TypeTable& types, TypeId element);
unsigned element_size(Layout layout);

/// One line an instruction; the form of tests and of `lattice dump --stage=kernels`.
std::string dump(const Kernel& kernel);
/// What is wrong with the kernel's form; empty if nothing is.
std::string verify(const Kernel& kernel);

}  // namespace lattice::kernel
