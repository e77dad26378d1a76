#pragma once
// Private to codegen/kernel/lower.
#include <algorithm>
#include <functional>
#include <map>
#include <tuple>
#include <unordered_map>

#include "codegen/kernel/lower/lower.h"

namespace lattice::kernel {

/// The value of an expression: words in registers.
struct Value {
  TypeId type = TypeTable::kNone;
  std::vector<Reg> regs;
  /// Set for integer constants: exponents and steps decide which code is made.
  std::optional<int64_t> constant;
};

/// The types of all variables at a place.
using Env = std::vector<TypeId>;

/// A block that is not yet ended, and the types that hold at its end.
struct State {
  Env env;
  BlockId block;
};
using States = std::vector<State>;

/// Shared by the functions of one kernel.
struct Shared {
  Kernel kernel;
  LowerOptions options;
  /// Element types of list displays that begin empty, learned from what is added to them.
  std::map<std::pair<const Ast*, uint32_t>, TypeId> elements;
  /// The displays by number: payloads of EmptyList.
  std::vector<std::pair<const Ast*, uint32_t>> sites;
  /// Variables without value before a loop and with this type in it: at the head they may have one.
  std::map<std::tuple<const Ast*, uint32_t, uint32_t>, TypeId> maybe;
  /// Something was learned that makes the result of this pass useless.
  bool relower = false;
  /// A new element type was learned: everything is lowered again.
  bool again = false;
  Refusal refusal;
  /// The first statement that was left to CPython though it does not raise.
  Refusal planned;
  /// Functions already lowered: definition, scope, argument types.
  struct Called {
    const Ast* ast;
    AstId definition;
    std::vector<TypeId> arguments;
    uint32_t index;
    bool done, refused;
    /// None while no return was seen; `guessed` is what recursive calls took it for.
    TypeId result, guessed;
  };
  std::vector<Called> called;
  /// Results of recursive functions, learned in an earlier pass.
  std::map<std::pair<const void*, std::vector<TypeId>>, TypeId> results;
  size_t instructions = 0;
  static constexpr size_t kMaxInstructions = 12000;
};

/// Lowers one function. A failure is remembered in `shared.refusal`; values made afterwards mean
/// nothing.
class FunctionLowering {
 public:
  FunctionLowering(Shared& shared, const Source& source, uint32_t index, bool entry);

  /// False: refused.
  bool run(const std::vector<TypeId>& arguments);
  /// The one type a called function returns.
  [[nodiscard]] TypeId result() const { return result_; }

 private:
  struct LoopFrame {
    uint32_t statement = 0;
    /// Last statement inside the body.
    uint32_t last = 0;
    std::optional<IteratorState> iterator;
    States* breaks = nullptr;
    States* continues = nullptr;
  };
  /// A name of a comprehension hides a variable.
  struct Hidden {
    std::string_view name;
    Value value;
  };
  /// What a `for` goes over, lowered.
  struct Iteration {
    IteratorState state;
    TypeId element;
    /// Lists by iterator register, for Enumerate and Zip the inner ones.
    std::vector<Iteration> inner;
    /// List: its type.
    TypeId list = TypeTable::kNone;
  };

  // lower.cpp: bookkeeping.
  void number_statements();
  void name_variables();
  bool fail(std::string reason, AstId at);
  /// The statement always raises here: it is left to CPython.
  bool leave_always(AstId at);
  [[nodiscard]] bool failed() const { return !shared_.refusal.reason.empty() || shared_.again; }
  [[nodiscard]] TypeTable& types() { return shared_.kernel.types; }
  [[nodiscard]] Function& function() { return shared_.kernel.functions[index_]; }
  Reg new_reg(Part part) { return function().registers.push_back(part); }
  BlockId new_block() { return function().blocks.push_back({}); }
  Instruction& emit(Op op, Reg out, Reg a = {}, Reg b = {}, Reg c = {}, int64_t imm = 0);
  Reg make(Op op, Part part, Reg a = {}, Reg b = {}, Reg c = {}, int64_t imm = 0);
  void jump(BlockId to);
  void branch(Reg condition, BlockId yes, BlockId no);
  void guard(Reg condition) { emit(Op::Guard, {}, condition); }
  uint32_t current_exit();
  uint32_t add_exit(Exit::Kind kind, uint32_t point);
  /// Begins code for a statement in a state.
  void enter(const State& state, uint32_t point, AstId node);
  void add_state(States& states, Env env, BlockId block);
  /// The types in which two states can meet: equal but for variables without value.
  std::optional<Env> join(const Env& a, const Env& b);
  /// Makes the values in the current block those of the other types.
  void convert(const Env& from, const Env& to);
  struct Head {
    Env env;
    BlockId outer, inner;
  };
  /// The head of a loop for a state; blocks are made for a new one.
  Head& head_for(std::vector<Head>& heads, const Env& env, AstId loop, bool chunked);
  /// Ends the block of a state with a jump to the loop's head.
  void jump_to_head(std::vector<Head>& heads, const State& state, AstId loop, bool chunked,
                    bool entry);
  std::vector<Reg> variable_regs(uint32_t variable, TypeId type);
  std::optional<uint32_t> variable(std::string_view name) const;
  void assign_variable(uint32_t variable, const Value& value);
  Reg const_int(int64_t value) { return make(Op::ConstI, Part::Int, {}, {}, {}, value); }
  Reg const_float(double value);
  Reg const_bool(bool value) { return make(Op::ConstB, Part::Bool, {}, {}, {}, value ? 1 : 0); }
  Value value_of(TypeId type, Reg reg) { return {type, {reg}, std::nullopt}; }
  Value new_value(TypeId type);
  void move(const std::vector<Reg>& to, const std::vector<Reg>& from);
  /// The first words of `to` from all of `from`.
  void copy_values(const std::vector<Reg>& to, const std::vector<Reg>& from);

  // statement.cpp
  States body(AstId parent, AstRole role, States states);
  void statement(AstId id, const State& state, States& out);
  bool simple(AstId id, States& out);
  /// Sizes before a statement, to forget what was made for it.
  struct Mark {
    size_t blocks, code, exits, loops, compiled, depth;
  };
  void leave_instead(AstId id, const State& state, const Mark& mark, Exit::Kind kind);
  bool assign(AstId id);
  bool augmented(AstId id);
  bool store_targets(const std::vector<AstId>& targets, const Value& value);
  bool expression_statement(AstId id);
  void if_statement(AstId id, const State& state, States& out);
  bool return_statement(AstId id);
  struct Place {
    AstId target;
    Value list, index;
    Value value;
  };
  bool places(AstId target, const Value& value, std::vector<Place>& out);
  bool place_of(AstId target, Place& place);
  void commit(const std::vector<Place>& places);

  // loop.cpp
  /// The body of the innermost loop from `begin`, and its ways back to a head.
  void loop_round(AstId loop, const State& begin, std::vector<Head>& heads, bool chunked);
  /// The ways on after a loop: through `else` where it `ended`, from each `break`.
  void leave_loop(AstId loop, const States& ended, const States& breaks, States& out);
  void for_statement(AstId id, const State& state, States& out);
  void while_statement(AstId id, const State& state, States& out);
  bool iteration(AstId iter, Iteration& out, bool inner);
  bool range_iteration(AstId call, Iteration& out, bool inner);
  bool list_iteration(const Value& list, Iteration& out, AstId at);
  /// Emits the test; the block after it is where the next value is.
  void has_next(const Iteration& iteration, BlockId none);
  Value next(const Iteration& iteration);
  bool unpack(AstId target, const Value& value, const std::function<bool(AstId, const Value&)>& to);

  // expression.cpp
  Value expression(AstId id);
  Value constant(AstId id);
  Value name(AstId id);
  Value global(const GlobalValue& value, AstId at);
  Value unary(AstId id);
  Value if_expression(AstId id);
  Value bool_operation(AstId id);
  Value compare(AstId id);
  Reg compare_pair(const std::string& op, const Value& a, const Value& b, AstId at);
  void condition(AstId id, BlockId yes, BlockId no);
  Reg truth(const Value& value, AstId at);
  Value attribute(AstId id);
  /// The global an expression names, `f` or `module.f`.
  GlobalValue named(AstId id) const;
  /// The value of `yes` or of `no`, each computed in its block.
  Value joined(AstId at, BlockId yes_block, BlockId no_block, const std::function<Value()>& yes,
               const std::function<Value()>& no);
  Value merge(AstId at, const std::function<Value()>& yes, const std::function<Value()>& no,
              Reg condition);
  /// One of two values by a condition; both must have one type.
  Value choose(Reg condition, const Value& yes, const Value& no, AstId at);

  // arithmetic.cpp
  Value binary(std::string op, const Value& a, const Value& b, AstId at);
  Value integer_operation(const std::string& op, const Value& a, const Value& b, AstId at);
  Value float_operation(const std::string& op, Reg a, Reg b, AstId at);
  Value complex_operation(const std::string& op, const Value& a, const Value& b, AstId at);
  Value complex_product(const Value& a, const Value& b);
  Value complex_quotient(const Value& a, const Value& b);
  Value complex_power(const Value& a, int64_t exponent);
  Value to_int(const Value& value);
  Reg to_float(const Value& value);
  Value to_complex(const Value& value);
  [[nodiscard]] bool is_integral(const Value& value) const;
  [[nodiscard]] bool is_real(const Value& value) const;

  // list.cpp
  Value list_display(AstId id);
  Value list_repeat(const Value& list, const Value& count);
  Value subscript(AstId id);
  Value load(const Value& list, Reg index);
  void store(const Value& list, Reg index, const Value& value);
  bool append(const Value& list, const Value& value, AstId at);
  Value comprehension(AstId id);
  bool generators(AstId id, size_t index, const std::function<bool()>& inside);
  Value new_list(TypeId element, Reg capacity);
  bool can_be_element(TypeId type);
  /// What an empty display will hold: everything is lowered again with it. Always false.
  bool learn(TypeId empty, TypeId element, AstId at);
  /// Whether a value has the type; empty displays take the type of what they meet.
  bool fit(const Value& value, TypeId wanted, AstId at);
  /// Remembers that lists of this type may change; false where that cannot be undone.
  bool may_change(TypeId list, AstId at);
  /// A statement over an empty list whose elements have no known type.
  bool leave_unknown(AstId at) { return leave_always(at); }
  bool list_method(AstId call, Value* result);

  // call.cpp
  Value call(AstId id);
  Value builtin(Builtin which, AstId id, const std::vector<AstId>& arguments);
  Value minmax(bool max, AstId id, const std::vector<AstId>& arguments);
  Value sum(AstId id, const std::vector<AstId>& arguments);
  Value any_all(bool all, AstId id, const std::vector<AstId>& arguments);
  Value convert(Builtin which, AstId id, const std::vector<AstId>& arguments);
  Value real_function(Builtin which, AstId id, const std::vector<AstId>& arguments);
  Value math_call(MathFunction which, AstId id, const std::vector<AstId>& arguments);
  /// All arguments; fewer once one has failed.
  std::vector<Value> values_of(const std::vector<AstId>& arguments);
  /// Fails with the call as the reason.
  Value refuse_call(AstId id);
  Value script_call(const Source& source, AstId id, const std::vector<AstId>& arguments);
  bool each(AstId argument, const std::function<bool(const Value&)>& inside);

  Shared& shared_;
  Source source_;
  const Ast& ast_;
  uint32_t index_;
  bool entry_;
  std::vector<std::string_view> names_;
  std::unordered_map<std::string_view, uint32_t> variables_;
  /// By AstId index: the number of a statement, and of the last one inside it.
  std::unordered_map<uint32_t, uint32_t> number_, last_;
  std::map<std::pair<uint32_t, uint32_t>, std::vector<Reg>> variable_regs_;
  std::vector<LoopFrame> loops_;
  std::vector<Hidden> hidden_;
  Env env_;
  BlockId block_;
  uint32_t point_ = 0;
  AstId at_;
  std::optional<uint32_t> exit_;
  std::vector<TypeId> arguments_;
  TypeId result_;
  bool has_result_ = false;
  size_t compiled_loops_ = 0;
  size_t comprehension_depth_ = 0;
  bool always_leaves_ = false;
};

}  // namespace lattice::kernel
