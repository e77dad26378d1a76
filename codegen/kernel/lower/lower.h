#pragma once
// From a function of the syntax tree and the types of its arguments to a kernel.
//
// Types go forward: each statement is lowered once for every combination of types its variables
// can have there. `s = 0; for x in xs: s += x` with floats gives two copies of the loop: the first
// round with `s` an int, and all others with a float. So no variable ever has two types at a place,
// and a loop without rounds leaves the int it should.
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "analysis/ast/ast.h"
#include "codegen/kernel/ir/kernel.h"

namespace lattice::kernel {

class Scope;

/// A function of the script that can be lowered.
struct Source {
  const Ast* ast = nullptr;
  AstId definition;
  /// What its global names stand for.
  const Scope* scope = nullptr;
};

enum class Builtin : uint8_t {
  Abs,
  All,
  Any,
  Bool,
  Complex,
  Divmod,
  Enumerate,
  Float,
  Int,
  Len,
  List,
  Max,
  Min,
  Pow,
  Range,
  Round,
  Sum,
  Zip,
  // Functions of `math` that are more than a C function.
  Ceil,
  Degrees,
  Floor,
  Gcd,
  IsFinite,
  IsInf,
  IsNan,
  Log,
  Radians,
  Trunc,
  Fabs,
};

/// What a global name, or an attribute of a global module, stands for now.
struct GlobalValue {
  enum class Kind : uint8_t { Unknown, Int, Float, Bool, Builtin, Math, Function };
  Kind kind = Kind::Unknown;
  int64_t integer = 0;
  double real = 0;
  Builtin builtin = Builtin::Abs;
  MathFunction math = MathFunction::sin;
  Source function;
};

class Scope {
 public:
  Scope() = default;
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;
  virtual ~Scope() = default;
  /// `name`, or `module.name`.
  [[nodiscard]] virtual GlobalValue find(const std::string& name) const = 0;
};

struct Refusal {
  std::string reason;
  uint32_t line = 0;
};

struct Lowered {
  /// Set unless refused.
  std::optional<Kernel> kernel;
  Refusal refusal;
};

struct LowerOptions {
  /// 3.11 is 311: `sum` of floats and complex arithmetic differ between versions.
  unsigned python = 311;
};

/// The parameters' types in `types` (a copy of the table is part of the kernel), in order.
Lowered lower(const Source& source, const TypeTable& types, const std::vector<TypeId>& arguments,
              const LowerOptions& options);

}  // namespace lattice::kernel
