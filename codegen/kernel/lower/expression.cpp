#include <fmt/format.h>

#include <cerrno>
#include <cstdlib>

#include "codegen/kernel/lower/lowering.h"
#include "codegen/kernel/lower/operators.h"

namespace lattice::kernel {

Value FunctionLowering::expression(AstId id) {
  if (failed() || !id.valid()) return {};
  switch (ast_[id].kind) {
    case AstKind::Constant:
      return constant(id);
    case AstKind::Name:
      return name(id);
    case AstKind::UnaryOp:
      return unary(id);
    case AstKind::BinOp: {
      const std::vector<AstId> parts = ast_.children(id, AstRole::Element);
      if (parts.size() != 2) break;
      const Value a = expression(parts[0]);
      const Value b = expression(parts[1]);
      if (failed()) return {};
      return binary(operators(ast_, id).front(), a, b, id);
    }
    case AstKind::BoolOp:
      return bool_operation(id);
    case AstKind::Compare:
      return compare(id);
    case AstKind::IfExp:
      return if_expression(id);
    case AstKind::Call:
      return call(id);
    case AstKind::Attribute:
      return attribute(id);
    case AstKind::Subscript:
      return subscript(id);
    case AstKind::List:
      return list_display(id);
    case AstKind::ListComp:
      return comprehension(id);
    case AstKind::Tuple: {
      Value value;
      std::vector<TypeId> inner;
      for (const AstId part : ast_.children(id, AstRole::Element)) {
        if (ast_[part].kind == AstKind::Starred) break;
        const Value element = expression(part);
        if (failed()) return {};
        inner.push_back(element.type);
        value.regs.insert(value.regs.end(), element.regs.begin(), element.regs.end());
      }
      if (inner.size() != ast_.children(id, AstRole::Element).size()) break;
      value.type = types().tuple_of(std::move(inner));
      return value;
    }
    default:
      break;
  }
  fail(fmt::format("`{}`", ast_.label(id, 40)), id);
  return {};
}

Value FunctionLowering::constant(AstId id) {
  const std::string_view text = ast_[id].text;
  if (text == "True" || text == "False") {
    return value_of(TypeTable::kBool, const_bool(text == "True"));
  }
  if (text == "None") return {};
  if (text.empty() || (text[0] != '.' && (text[0] < '0' || text[0] > '9')) || text == "...") {
    fail(fmt::format("the constant {}", ast_.label(id, 40)), id);
    return {};
  }
  std::string digits;
  for (const char c : text) {
    if (c != '_') digits += c;
  }
  const bool imaginary = digits.back() == 'j' || digits.back() == 'J';
  const bool prefixed = digits.size() > 1 && digits[0] == '0' &&
                        std::string_view("xXoObB").find(digits[1]) != std::string_view::npos;
  const bool real = !prefixed && (imaginary || digits.find_first_of(".eE") != std::string::npos);
  if (real) {
    if (imaginary) digits.pop_back();
    // strtod rounds correctly, as CPython's conversion does.
    const double value = std::strtod(digits.c_str(), nullptr);
    if (!imaginary) return value_of(TypeTable::kFloat, const_float(value));
    return {TypeTable::kComplex, {const_float(0.0), const_float(value)}, std::nullopt};
  }
  int base = 10;
  if (prefixed) {
    const char mark = digits[1];
    base = mark == 'x' || mark == 'X' ? 16 : mark == 'o' || mark == 'O' ? 8 : 2;
    digits.erase(0, 2);
  }
  errno = 0;
  char* end = nullptr;
  const long long value = std::strtoll(digits.c_str(), &end, base);
  if (errno != 0 || end == nullptr || *end != '\0') {
    fail(fmt::format("the number {} has more than 64 bits", ast_.label(id, 40)), id);
    return {};
  }
  Value out = value_of(TypeTable::kInt, const_int(value));
  out.constant = value;
  return out;
}

Value FunctionLowering::name(AstId id) {
  const std::string_view text = ast_[id].text;
  for (auto hidden = hidden_.rbegin(); hidden != hidden_.rend(); ++hidden) {
    if (hidden->name == text) return hidden->value;
  }
  if (const auto found = variable(text)) {
    const TypeId type = env_[*found];
    if (type == TypeTable::kUnbound) {
      leave_always(id);
      return {};
    }
    // A copy: the variable may be written before the value is used.
    const std::vector<Reg> own = variable_regs(*found, type);
    const bool maybe = types().kind(type) == TypeKind::Maybe;
    if (maybe) guard(own.back());
    Value value = new_value(maybe ? types()[type].inner.front() : type);
    copy_values(value.regs,
                {own.begin(), own.begin() + static_cast<std::ptrdiff_t>(value.regs.size())});
    return value;
  }
  return global(source_.scope->find(std::string(text)), id);
}

Value FunctionLowering::global(const GlobalValue& value, AstId at) {
  switch (value.kind) {
    case GlobalValue::Kind::Int: {
      Value out = value_of(TypeTable::kInt, const_int(value.integer));
      out.constant = value.integer;
      return out;
    }
    case GlobalValue::Kind::Bool:
      return value_of(TypeTable::kBool, const_bool(value.integer != 0));
    case GlobalValue::Kind::Float:
      return value_of(TypeTable::kFloat, const_float(value.real));
    default:
      fail(fmt::format("the global `{}` is no number", ast_.label(at, 40)), at);
      return {};
  }
}

GlobalValue FunctionLowering::named(AstId id) const {
  const AstNode& node = ast_[id];
  if (node.kind == AstKind::Name) {
    for (const Hidden& hidden : hidden_) {
      if (hidden.name == node.text) return {};
    }
    return variable(node.text) ? GlobalValue() : source_.scope->find(std::string(node.text));
  }
  if (node.kind != AstKind::Attribute) return {};
  const AstId object = ast_.child(id, AstRole::Value);
  if (ast_[object].kind != AstKind::Name || variable(ast_[object].text)) return {};
  for (const Hidden& hidden : hidden_) {
    if (hidden.name == ast_[object].text) return {};
  }
  return source_.scope->find(std::string(ast_[object].text) + "." + std::string(node.text));
}

Value FunctionLowering::attribute(AstId id) {
  const GlobalValue found = named(id);
  if (found.kind != GlobalValue::Kind::Unknown) return global(found, id);
  const AstId object = ast_.child(id, AstRole::Value);
  if (ast_[object].kind == AstKind::Name && !variable(ast_[object].text) && hidden_.empty()) {
    fail(fmt::format("`{}`", ast_.label(id, 40)), id);
    return {};
  }
  const Value value = expression(object);
  if (failed()) return {};
  const std::string_view text = ast_[id].text;
  if (value.type == TypeTable::kComplex && (text == "real" || text == "imag"))
    return value_of(TypeTable::kFloat, value.regs[text == "imag" ? 1 : 0]);
  if (value.type == TypeTable::kFloat && text == "real") return value;
  fail(fmt::format("the attribute `{}` of {}", text, types().name(value.type)), id);
  return {};
}

Value FunctionLowering::unary(AstId id) {
  const AstId operand = ast_.child(id, AstRole::Element);
  const std::string op = operators(ast_, id).front();
  // `-9223372036854775808` is the negation of a number that does not fit.
  const Value value = expression(operand);
  if (failed()) return {};
  if (op == "not") {
    return value_of(TypeTable::kBool, make(Op::NotB, Part::Bool, truth(value, id)));
  }
  if (op == "-" || op == "+" || op == "~") {
    if (is_integral(value)) {
      const Value number = to_int(value);
      if (op == "+") return number;
      if (op == "~") {
        if (value.type == TypeTable::kBool) {
          fail("`~` of a bool", id);
          return {};
        }
        return value_of(TypeTable::kInt, make(Op::InvertI, Part::Int, number.regs[0]));
      }
      Value out = value_of(TypeTable::kInt, make(Op::NegI, Part::Int, number.regs[0]));
      if (number.constant && *number.constant != INT64_MIN) out.constant = -*number.constant;
      return out;
    }
    if (value.type == TypeTable::kFloat && op != "~") {
      if (op == "+") return value;
      return value_of(TypeTable::kFloat, make(Op::NegF, Part::Float, value.regs[0]));
    }
    if (value.type == TypeTable::kComplex && op != "~") {
      if (op == "+") return value;
      return {
          TypeTable::kComplex,
          {make(Op::NegF, Part::Float, value.regs[0]), make(Op::NegF, Part::Float, value.regs[1])},
          std::nullopt};
    }
  }
  fail(fmt::format("`{}` of {}", op, types().name(value.type)), id);
  return {};
}

}  // namespace lattice::kernel
