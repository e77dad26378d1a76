#include <fmt/format.h>

#include <limits>

#include "codegen/kernel/lower/lowering.h"
#include "codegen/kernel/lower/operators.h"

namespace lattice::kernel {
namespace {

int64_t word_number(const Value& value, size_t word) {
  return value.type == TypeTable::kComplex ? 2 + static_cast<int64_t>(word) : 0;
}

}  // namespace

Value FunctionLowering::new_list(TypeId element, Reg capacity) {
  const auto shape = static_cast<int64_t>(layout(types(), element));
  return value_of(types().list_of(element), make(Op::NewList, Part::Ref, capacity, {}, {}, shape));
}

bool FunctionLowering::can_be_element(TypeId type) {
  switch (types().kind(type)) {
    case TypeKind::Int:
    case TypeKind::Float:
    case TypeKind::Bool:
    case TypeKind::Complex:
    case TypeKind::List:
    case TypeKind::EmptyList:
      return true;
    default:
      return false;
  }
}

Value FunctionLowering::list_display(AstId id) {
  const std::vector<AstId> parts = ast_.children(id, AstRole::Element);
  if (parts.empty()) {
    const std::pair<const Ast*, uint32_t> place{&ast_, id.index()};
    const auto found = shared_.elements.find(place);
    if (found != shared_.elements.end()) return new_list(found->second, const_int(0));
    const auto site = std::ranges::find(shared_.sites, place);
    const auto number = static_cast<uint32_t>(site - shared_.sites.begin());
    if (site == shared_.sites.end()) shared_.sites.push_back(place);
    return value_of(types().intern({TypeKind::EmptyList, {}, number}),
                    make(Op::NewList, Part::Ref, const_int(0), {}, {}, 0));
  }
  std::vector<Value> values;
  for (const AstId part : parts) {
    values.push_back(expression(part));
    if (failed()) return {};
  }
  for (Value& value : values) {
    if (!fit(value, values.front().type, id)) return {};
  }
  if (!can_be_element(values.front().type)) {
    fail(fmt::format("a list of {}", types().name(values.front().type)), id);
    return {};
  }
  const Value list = new_list(values.front().type, const_int(static_cast<int64_t>(values.size())));
  for (size_t i = 0; i < values.size(); ++i) {
    emit(Op::Grow, {}, list.regs[0]);
    const Reg index = const_int(static_cast<int64_t>(i));
    for (size_t word = 0; word < values[i].regs.size(); ++word) {
      emit(Op::Store, {}, list.regs[0], index, values[i].regs[word], word_number(values[i], word));
    }
  }
  return list;
}

bool FunctionLowering::learn(TypeId empty, TypeId element, AstId at) {
  const uint32_t site = types()[empty].payload;
  if (site >= shared_.sites.size()) return fail("it adds to an empty list it was given", at);
  if (!can_be_element(element)) return fail(fmt::format("a list of {}", types().name(element)), at);
  const auto [found, added] = shared_.elements.try_emplace(shared_.sites[site], element);
  if (!added) {
    if (types().kind(found->second) != TypeKind::EmptyList || found->second == element)
      return fail("a list of several types", at);
    found->second = element;
  }
  shared_.again = true;
  return false;
}

bool FunctionLowering::fit(const Value& value, TypeId wanted, AstId at) {
  if (failed()) return false;
  if (value.type == wanted) return true;
  const bool list = types().kind(wanted) == TypeKind::List;
  if (list && types().kind(value.type) == TypeKind::EmptyList)
    return learn(value.type, types().element(wanted), at);
  if (types().kind(wanted) == TypeKind::EmptyList && types().kind(value.type) == TypeKind::List)
    return learn(wanted, types().element(value.type), at);
  return fail(fmt::format("a list holds {} and {}", types().name(wanted), types().name(value.type)),
              at);
}

bool FunctionLowering::may_change(TypeId list, AstId at) {
  // A list of the same type among the arguments may be the one that is changed.
  const std::function<bool(TypeId)> holds = [&](TypeId type) {
    if (type == list) return true;
    const std::vector<TypeId> inner = types()[type].inner;
    return std::ranges::any_of(inner, holds);
  };
  if (std::ranges::any_of(arguments_, holds)) {
    // A call is repeated when it fails in the middle.
    if (!entry_) return fail("a called function changes a list it was given", at);
    shared_.kernel.changes_lists = true;
  }
  return true;
}

Value FunctionLowering::list_repeat(const Value& list, const Value& count) {
  return value_of(list.type, make(Op::Repeat, Part::Ref, list.regs[0], to_int(count).regs[0]));
}

Value FunctionLowering::load(const Value& list, Reg index) {
  Value out{types().element(list.type), {}, std::nullopt};
  for (const Part part : types().parts(out.type)) {
    out.regs.push_back(
        make(Op::Load, part, list.regs[0], index, {}, word_number(out, out.regs.size())));
  }
  return out;
}

void FunctionLowering::store(const Value& list, Reg index, const Value& value) {
  for (size_t word = 0; word < value.regs.size(); ++word) {
    emit(Op::Store, {}, list.regs[0], index, value.regs[word], word_number(value, word));
  }
}

Value FunctionLowering::subscript(AstId id) {
  const Value list = expression(ast_.child(id, AstRole::Value));
  const std::vector<AstId> indexes = ast_.children(id, AstRole::Index);
  if (failed()) return {};
  const TypeKind kind = types().kind(list.type);
  const bool is_list = kind == TypeKind::List || kind == TypeKind::EmptyList;
  if (indexes.size() == 1 && is_list && ast_[indexes[0]].kind == AstKind::Slice) {
    Reg begin = const_int(0);
    Reg end = const_int(std::numeric_limits<int64_t>::max());
    uint32_t from = ast_[indexes[0]].range.begin;
    size_t colons = 0;
    for (const AstId part : AstChildren(ast_, indexes[0])) {
      colons +=
          static_cast<size_t>(std::ranges::count(between(ast_, from, ast_[part].range.begin), ':'));
      from = ast_[part].range.end;
      const Value at = expression(part);
      if (failed()) return {};
      if (colons > 1 || !is_integral(at)) {
        fail("a slice with a step", id);
        return {};
      }
      (colons == 0 ? begin : end) = to_int(at).regs[0];
    }
    return value_of(list.type, make(Op::Slice, Part::Ref, list.regs[0], begin, end));
  }
  if (indexes.size() == 1 && is_list) {
    const Value index = expression(indexes[0]);
    if (failed()) return {};
    if (!is_integral(index)) {
      fail("an index that is no int", id);
      return {};
    }
    if (kind == TypeKind::EmptyList) {
      leave_always(id);
      return {};
    }
    return load(list, make(Op::Index, Part::Int, list.regs[0], to_int(index).regs[0]));
  }
  if (indexes.size() == 1 && kind == TypeKind::Tuple) {
    const Value index = expression(indexes[0]);
    if (failed()) return {};
    const std::vector<TypeId> inner = types()[list.type].inner;
    const auto size = static_cast<int64_t>(inner.size());
    if (index.constant && *index.constant >= -size && *index.constant < size) {
      const int64_t at = *index.constant < 0 ? *index.constant + size : *index.constant;
      size_t from = 0;
      for (int64_t i = 0; i < at; ++i) from += types().parts(inner[static_cast<size_t>(i)]).size();
      Value out{inner[static_cast<size_t>(at)], {}, std::nullopt};
      for (size_t i = 0; i < types().parts(out.type).size(); ++i)
        out.regs.push_back(list.regs[from + i]);
      return out;
    }
    fail("an index of a tuple that is no constant", id);
    return {};
  }
  fail(fmt::format("an element of {}", types().name(list.type)), id);
  return {};
}

bool FunctionLowering::append(const Value& list, const Value& value, AstId at) {
  if (failed()) return false;
  if (types().kind(list.type) == TypeKind::EmptyList) return learn(list.type, value.type, at);
  if (!fit(value, types().element(list.type), at) || !may_change(list.type, at)) return false;
  emit(Op::Reserve, {}, list.regs[0]);
  const Reg end = make(Op::Len, Part::Int, list.regs[0]);
  emit(Op::Grow, {}, list.regs[0]);
  store(list, end, value);
  return true;
}

bool FunctionLowering::list_method(AstId call, Value* result) {
  const AstId method = ast_.child(call, AstRole::Func);
  if (ast_[method].kind != AstKind::Attribute) return false;
  const std::string_view text = ast_[method].text;
  const std::vector<AstId> arguments = ast_.children(call, AstRole::Argument);
  const bool adds = text == "append" && arguments.size() == 1 && result == nullptr;
  const bool takes = text == "pop" && arguments.empty();
  if ((!adds && !takes) || ast_.child(call, AstRole::Keyword).valid()) return false;
  const Value list = expression(ast_.child(method, AstRole::Value));
  if (failed()) return true;
  const TypeKind kind = types().kind(list.type);
  if (kind != TypeKind::List && kind != TypeKind::EmptyList) {
    fail(fmt::format("`{}` of {}", text, types().name(list.type)), call);
    return true;
  }
  if (adds) {
    append(list, expression(arguments[0]), call);
    return true;
  }
  if (kind == TypeKind::EmptyList) {
    leave_always(call);
    return true;
  }
  if (!may_change(list.type, call)) return true;
  const Reg last = make(Op::Index, Part::Int, list.regs[0], const_int(-1));
  const Value value = load(list, last);
  emit(Op::Shrink, {}, list.regs[0]);
  if (result != nullptr) *result = value;
  return true;
}

bool FunctionLowering::generators(AstId id, size_t index, const std::function<bool()>& inside) {
  const std::vector<AstId> clauses = ast_.children(id, AstRole::Generator);
  if (index == clauses.size()) return inside();
  const AstId clause = clauses[index];
  if (!ast_[clause].text.empty()) return fail("an `async` comprehension", clause);
  Iteration over;
  if (!iteration(ast_.child(clause, AstRole::Iter), over, true)) return false;
  const size_t names = hidden_.size();
  const BlockId head = new_block();
  const BlockId done = new_block();
  if (over.list.valid() && types().kind(over.list) == TypeKind::EmptyList) {
    // Its element type is not known, and never needed.
    return leave_unknown(clause);
  }
  jump(head);
  block_ = head;
  emit(Op::Poll, {}, const_int(1));
  has_next(over, done);
  const bool bound =
      unpack(ast_.child(clause, AstRole::Target), next(over), [&](AstId part, const Value& piece) {
        if (ast_[part].kind != AstKind::Name) return fail("a loop target that is no name", part);
        hidden_.push_back({ast_[part].text, piece});
        return true;
      });
  if (!bound) return false;
  for (const AstId test : ast_.children(clause, AstRole::Test)) {
    const BlockId pass = new_block();
    condition(test, pass, head);
    if (failed()) return false;
    block_ = pass;
  }
  if (!generators(id, index + 1, inside)) return false;
  jump(head);
  hidden_.resize(names);
  block_ = done;
  return true;
}

Value FunctionLowering::comprehension(AstId id) {
  // The layout is filled in when the elements are known.
  const Reg list = new_reg(Part::Ref);
  const BlockId at = block_;
  emit(Op::NewList, list, const_int(0));
  const size_t made = function().blocks[at].code.size() - 1;
  TypeId element;
  const bool done = generators(id, 0, [&] {
    const Value value = expression(ast_.child(id, AstRole::Element));
    if (failed()) return false;
    if (!can_be_element(value.type))
      return fail(fmt::format("a list of {}", types().name(value.type)), id);
    element = value.type;
    emit(Op::Reserve, {}, list);
    const Reg end = make(Op::Len, Part::Int, list);
    emit(Op::Grow, {}, list);
    store(value_of(types().list_of(element), list), end, value);
    return true;
  });
  if (!done || failed()) return {};
  function().blocks[at].code[made].imm = static_cast<int64_t>(layout(types(), element));
  return value_of(types().list_of(element), list);
}

}  // namespace lattice::kernel
