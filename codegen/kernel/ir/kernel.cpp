#include "codegen/kernel/ir/kernel.h"

#include <fmt/format.h>

#include <bit>

namespace lattice::kernel {

namespace {

struct Shape {
  std::string_view name;
  char out, a, b, c;
  bool guard;
};

constexpr Shape kShapes[] = {
#define OP(name, out, a, b, c, guard) {#name, #out[0], #a[0], #b[0], #c[0], (guard) != 0},
#include "codegen/kernel/ir/ops.def"
#undef OP
};

const Shape& shape(Op op) { return kShapes[static_cast<size_t>(op)]; }

char letter(Part part) { return "IFBR"[static_cast<size_t>(part)]; }

std::string name(const Function& function, Reg reg) {
  return fmt::format("%{}{}", static_cast<char>(letter(function.registers[reg]) + ('a' - 'A')),
                     reg.index());
}

std::string names(const Function& function, const std::vector<Reg>& regs) {
  std::string out;
  for (const Reg reg : regs) out += (out.empty() ? "" : " ") + name(function, reg);
  return out;
}

std::string dump_instruction(const Function& function, const Instruction& at) {
  std::string out = "    ";
  if (at.out.valid()) out += name(function, at.out) + " = ";
  out += to_string(at.op);
  for (const Reg reg : {at.a, at.b, at.c}) {
    if (reg.valid()) out += " " + name(function, reg);
  }
  switch (at.op) {
    case Op::ConstF:
      return out + fmt::format(" {}", std::bit_cast<double>(at.imm));
    case Op::ConstI:
    case Op::ConstB:
    case Op::NewList:
    case Op::Load:
    case Op::Store:
      out += fmt::format(" {}", at.imm);
      break;
    case Op::Jump:
      return out + fmt::format(" block{}", at.imm);
    case Op::Branch:
      return out + fmt::format(" block{} block{}", at.imm, at.exit);
    case Op::Math1:
    case Op::Math2:
      out += fmt::format(" {}", to_string(static_cast<MathFunction>(at.imm)));
      break;
    case Op::Call:
    case Op::Return: {
      const CallSite& call = function.calls[static_cast<size_t>(at.imm)];
      if (at.op == Op::Call) out += fmt::format(" function{} ", call.function);
      out += fmt::format("({}) -> ({})", names(function, call.arguments),
                         names(function, call.results));
      break;
    }
    default:
      break;
  }
  if (shape(at.op).guard) out += fmt::format(" else exit{}", at.exit);
  return out;
}

std::string dump_iterator(const Function& function, const IteratorState& iterator) {
  constexpr std::string_view kNames[] = {"range", "stepped", "list", "enumerate", "zip"};
  std::string out = fmt::format("{}({}", kNames[static_cast<size_t>(iterator.kind)],
                                names(function, iterator.regs));
  for (const IteratorState& inner : iterator.inner) out += " " + dump_iterator(function, inner);
  return out + ")";
}

bool fits(const Function& function, char wanted, Reg reg) {
  if (wanted == '_') return !reg.valid();
  if (!function.registers.contains(reg)) return false;
  return wanted == 'X' || letter(function.registers[reg]) == wanted;
}

std::string verify_function(const Kernel& kernel, const Function& function) {
  for (const BlockId id : function.blocks.ids()) {
    const Block& block = function.blocks[id];
    for (size_t i = 0; i < block.code.size(); ++i) {
      const Instruction& at = block.code[i];
      const Shape& wanted = shape(at.op);
      const auto wrong = [&](std::string_view what) {
        return fmt::format("{} block{}: {}: {}", function.name, id.index(), to_string(at.op), what);
      };
      if (!fits(function, wanted.out, at.out)) return wrong("result");
      if (!fits(function, wanted.a, at.a) || !fits(function, wanted.b, at.b) ||
          !fits(function, wanted.c, at.c)) {
        return wrong("operand");
      }
      const bool last =
          at.op == Op::Jump || at.op == Op::Branch || at.op == Op::Leave || at.op == Op::Return;
      if (last != (i + 1 == block.code.size())) return wrong("place in the block");
      if (wanted.guard && at.exit >= function.exits.size()) return wrong("exit");
      const auto is_block = [&](int64_t to) {
        return to >= 0 && to < static_cast<int64_t>(function.blocks.size());
      };
      if (at.op == Op::Jump && !is_block(at.imm)) return wrong("target");
      if (at.op == Op::Branch && (!is_block(at.imm) || !is_block(at.exit))) return wrong("target");
      if (at.op == Op::Call) {
        const CallSite& call = function.calls[static_cast<size_t>(at.imm)];
        if (call.function >= kernel.functions.size()) return wrong("callee");
        const Function& callee = kernel.functions[call.function];
        if (call.arguments.size() != callee.parameters.size() ||
            call.results.size() != callee.result_parts.size()) {
          return wrong("number of words");
        }
      }
    }
    if (block.code.empty()) return fmt::format("{} block{} is empty", function.name, id.index());
  }
  return {};
}

}  // namespace

std::string_view to_string(Op op) { return shape(op).name; }
bool has_guard(Op op) { return shape(op).guard; }

std::string_view to_string(MathFunction function) {
  constexpr std::string_view kNames[] = {
#define FUNCTION(name, arity) #name,
#include "codegen/kernel/ir/functions.def"
#undef FUNCTION
  };
  return kNames[static_cast<size_t>(function)];
}

unsigned arity(MathFunction function) {
  constexpr unsigned kArities[] = {
#define FUNCTION(name, arity) arity,
#include "codegen/kernel/ir/functions.def"
#undef FUNCTION
  };
  return kArities[static_cast<size_t>(function)];
}

Layout layout(const TypeTable& types, TypeId element) {
  switch (types.kind(element)) {
    case TypeKind::Int:
      return Layout::Int;
    case TypeKind::Float:
      return Layout::Float;
    case TypeKind::Bool:
      return Layout::Bool;
    case TypeKind::Complex:
      return Layout::Complex;
    default:
      return Layout::Ref;
  }
}

unsigned element_size(Layout layout) {
  return layout == Layout::Bool ? 1 : layout == Layout::Complex ? 16 : 8;
}

std::string dump(const Kernel& kernel) {
  std::string out;
  for (size_t i = 0; i < kernel.functions.size(); ++i) {
    const Function& function = kernel.functions[i];
    out +=
        fmt::format("function{} {}({})\n", i, function.name, names(function, function.parameters));
    for (const BlockId id : function.blocks.ids()) {
      out += fmt::format("  block{}\n", id.index());
      for (const Instruction& at : function.blocks[id].code) {
        out += dump_instruction(function, at) + "\n";
      }
    }
    for (size_t e = 0; e < function.exits.size(); ++e) {
      const Exit& exit = function.exits[e];
      constexpr std::string_view kKinds[] = {"return", "deopt", "planned"};
      out += fmt::format("  exit{} {} point {} line {}:", e, kKinds[static_cast<size_t>(exit.kind)],
                         exit.point, exit.line);
      for (const Exit::Value& value : exit.values) {
        if (exit.kind != Exit::Kind::Return && value.variable < kernel.variables.size()) {
          out += " " + kernel.variables[value.variable] + ":";
        }
        out += fmt::format(" {} {}", kernel.types.name(value.type), names(function, value.regs));
      }
      for (const Exit::Loop& loop : exit.loops) {
        out += fmt::format(" loop{}", loop.statement);
        if (loop.has_iterator) out += " " + dump_iterator(function, loop.iterator);
      }
      out += "\n";
    }
  }
  return out;
}

std::string verify(const Kernel& kernel) {
  for (const Function& function : kernel.functions) {
    if (std::string problem = verify_function(kernel, function); !problem.empty()) return problem;
  }
  return {};
}

}  // namespace lattice::kernel
