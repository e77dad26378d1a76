#include <fmt/format.h>

#include "codegen/kernel/lower/lowering.h"

namespace lattice::kernel {

Value FunctionLowering::call(AstId id) {
  const AstId callee = ast_.child(id, AstRole::Func);
  const GlobalValue found = named(callee);
  const std::vector<AstId> arguments = ast_.children(id, AstRole::Argument);
  const auto refuse = [&] { return refuse_call(id); };
  if (ast_.child(id, AstRole::Keyword).valid()) return refuse();
  for (const AstId argument : arguments) {
    if (ast_[argument].kind == AstKind::Starred) return refuse();
  }
  switch (found.kind) {
    case GlobalValue::Kind::Builtin:
      return builtin(found.builtin, id, arguments);
    case GlobalValue::Kind::Math:
      return math_call(found.math, id, arguments);
    case GlobalValue::Kind::Function:
      return script_call(found.function, id, arguments);
    default:
      break;
  }
  if (ast_[callee].kind == AstKind::Attribute && ast_[callee].text == "conjugate" &&
      arguments.empty()) {
    const Value value = expression(ast_.child(callee, AstRole::Value));
    if (failed()) return {};
    if (value.type == TypeTable::kComplex) {
      return {TypeTable::kComplex,
              {value.regs[0], make(Op::NegF, Part::Float, value.regs[1])},
              std::nullopt};
    }
  }
  return refuse();
}

Value FunctionLowering::builtin(Builtin which, AstId id, const std::vector<AstId>& arguments) {
  switch (which) {
    case Builtin::Min:
    case Builtin::Max:
      return minmax(which == Builtin::Max, id, arguments);
    case Builtin::Sum:
      return sum(id, arguments);
    case Builtin::Any:
    case Builtin::All:
      return any_all(which == Builtin::All, id, arguments);
    case Builtin::Abs:
    case Builtin::Bool:
    case Builtin::Complex:
    case Builtin::Divmod:
    case Builtin::Float:
    case Builtin::Int:
    case Builtin::Len:
    case Builtin::List:
    case Builtin::Pow:
    case Builtin::Round:
      return convert(which, id, arguments);
    case Builtin::Range:
    case Builtin::Enumerate:
    case Builtin::Zip:
      fail(fmt::format("`{}` outside a loop", ast_.label(id, 40)), id);
      return {};
    default:
      return real_function(which, id, arguments);
  }
}

std::vector<Value> FunctionLowering::values_of(const std::vector<AstId>& arguments) {
  std::vector<Value> values;
  for (const AstId argument : arguments) {
    values.push_back(expression(argument));
    if (failed()) break;
  }
  return values;
}

Value FunctionLowering::refuse_call(AstId id) {
  fail(fmt::format("the call `{}`", ast_.label(id, 40)), id);
  return {};
}

Value FunctionLowering::script_call(const Source& source, AstId id,
                                    const std::vector<AstId>& arguments) {
  std::vector<TypeId> passed;
  CallSite site;
  for (const AstId argument : arguments) {
    const Value value = expression(argument);
    if (failed()) return {};
    passed.push_back(value.type);
    site.arguments.insert(site.arguments.end(), value.regs.begin(), value.regs.end());
  }
  if (source.ast->children(source.definition, AstRole::Parameter).size() != passed.size())
    return refuse_call(id);
  size_t found = 0;
  while (found < shared_.called.size() && (shared_.called[found].ast != source.ast ||
                                           shared_.called[found].definition != source.definition ||
                                           shared_.called[found].arguments != passed)) {
    ++found;
  }
  const std::pair<const void*, std::vector<TypeId>> key{&(*source.ast)[source.definition], passed};
  if (found == shared_.called.size()) {
    constexpr size_t kMaxFunctions = 32;
    if (shared_.called.size() >= kMaxFunctions) {
      fail("it calls too many functions", id);
      return {};
    }
    const auto index = static_cast<uint32_t>(shared_.kernel.functions.size());
    shared_.kernel.functions.emplace_back();
    shared_.called.push_back(
        {source.ast, source.definition, passed, index, false, false, TypeId(), TypeId()});
    FunctionLowering callee(shared_, source, index, false);
    const size_t loops = shared_.kernel.loops.size();
    const bool done = callee.run(passed);
    shared_.kernel.loops.resize(loops);
    Shared::Called& called = shared_.called[found];
    if (!done) {
      if (!failed()) fail("a function it calls", id);
      if (!shared_.again) {
        shared_.refusal.reason =
            fmt::format("`{}`, line {}: {}", (*source.ast)[source.definition].text,
                        shared_.refusal.line, shared_.refusal.reason);
        shared_.refusal.line = ast_[id].position.line;
      }
      called.refused = true;
      shared_.kernel.functions[index].blocks = {};
      return {};
    }
    called.done = true;
    called.result = callee.result();
    if (called.guessed.valid() && called.guessed != called.result) {
      // A recursive call took another type for the result.
      if (shared_.results.contains(key)) {
        fail("a function returns several types", id);
        return {};
      }
      shared_.results[key] = called.result;
      shared_.again = true;
      return {};
    }
  }
  Shared::Called& called = shared_.called[found];
  if (called.refused) {
    fail("a function it calls", id);
    return {};
  }
  TypeId result = called.result;
  if (!called.done) {
    const auto known = shared_.results.find(key);
    if (known != shared_.results.end()) result = known->second;
    if (!result.valid()) result = TypeTable::kInt;
    if (called.guessed.valid() && called.guessed != result) {
      fail("a function returns several types", id);
      return {};
    }
    called.guessed = result;
  }
  site.function = called.index;
  const Value value = new_value(result);
  site.results = value.regs;
  function().calls.push_back(std::move(site));
  emit(Op::Call, {}, {}, {}, {}, static_cast<int64_t>(function().calls.size() - 1));
  return value;
}

}  // namespace lattice::kernel
