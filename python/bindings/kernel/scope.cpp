#include "python/bindings/kernel/scope.h"

#include <list>

#include "analysis/ast/lower.h"
#include "frontend/syntax/parse.h"

namespace lattice::python {

using kernel::Builtin;
using kernel::GlobalValue;
using kernel::MathFunction;

namespace {

/// Builtins and functions of `math` by object; the objects are immortal.
const std::unordered_map<PyObject*, GlobalValue>& known() {
  static const auto* table = [] {
    auto* made = new std::unordered_map<PyObject*, GlobalValue>();
    const auto add = [&](const char* module, const char* name, GlobalValue value) {
      PyObject* imported = PyImport_ImportModule(module);
      PyObject* object = imported != nullptr ? PyObject_GetAttrString(imported, name) : nullptr;
      Py_XDECREF(imported);
      if (object == nullptr) {
        PyErr_Clear();
        return;
      }
      made->emplace(object, value);
    };
    const auto add_builtin = [&](const char* module, const char* name, Builtin which) {
      GlobalValue value;
      value.kind = GlobalValue::Kind::Builtin;
      value.builtin = which;
      add(module, name, value);
    };
    for (const auto& [name, which] :
         std::initializer_list<std::pair<const char*, Builtin>>{{"abs", Builtin::Abs},
                                                                {"all", Builtin::All},
                                                                {"any", Builtin::Any},
                                                                {"bool", Builtin::Bool},
                                                                {"complex", Builtin::Complex},
                                                                {"divmod", Builtin::Divmod},
                                                                {"enumerate", Builtin::Enumerate},
                                                                {"float", Builtin::Float},
                                                                {"int", Builtin::Int},
                                                                {"len", Builtin::Len},
                                                                {"list", Builtin::List},
                                                                {"max", Builtin::Max},
                                                                {"min", Builtin::Min},
                                                                {"pow", Builtin::Pow},
                                                                {"range", Builtin::Range},
                                                                {"round", Builtin::Round},
                                                                {"sum", Builtin::Sum},
                                                                {"zip", Builtin::Zip}})
      add_builtin("builtins", name, which);
    for (const auto& [name, which] :
         std::initializer_list<std::pair<const char*, Builtin>>{{"ceil", Builtin::Ceil},
                                                                {"degrees", Builtin::Degrees},
                                                                {"floor", Builtin::Floor},
                                                                {"gcd", Builtin::Gcd},
                                                                {"isfinite", Builtin::IsFinite},
                                                                {"isinf", Builtin::IsInf},
                                                                {"isnan", Builtin::IsNan},
                                                                {"log", Builtin::Log},
                                                                {"radians", Builtin::Radians},
                                                                {"trunc", Builtin::Trunc},
                                                                {"fabs", Builtin::Fabs}})
      add_builtin("math", name, which);
    const auto add_math = [&](const char* name, MathFunction which) {
      GlobalValue value;
      value.kind = GlobalValue::Kind::Math;
      value.math = which;
      // Python's hypot has an algorithm of its own; `log` takes a base.
      if (which != MathFunction::hypot && which != MathFunction::log) add("math", name, value);
    };
#define FUNCTION(name, arity) add_math(#name, MathFunction::name);
#include "codegen/kernel/ir/functions.def"
#undef FUNCTION
    return made;
  }();
  return *table;
}

std::string text_of(PyObject* object) {
  const char* text = PyUnicode_AsUTF8(object);
  if (text == nullptr) PyErr_Clear();
  return text != nullptr ? text : "";
}

}  // namespace

AstId find_definition(const Ast& ast, std::string_view name, uint32_t line) {
  AstId found;
  walk(ast, ast.root(), [&](AstId id) {
    if (ast[id].kind != AstKind::FunctionDef || ast[id].text != name) return !found.valid();
    uint32_t first = ast[id].position.line;
    for (const AstId decorator : ast.children(id, AstRole::Decorator))
      first = std::min(first, ast[decorator].position.line);
    if (first == line && !found.valid()) found = id;
    return !found.valid();
  });
  return found;
}

std::shared_ptr<const Ast> parse_file(const std::string& path, const std::string& text) {
  // Functions of one file come one after the other.
  static std::list<std::pair<std::string, std::shared_ptr<const Ast>>> recent;
  for (const auto& [known_text, ast] : recent) {
    if (known_text == text) return ast;
  }
  auto ast = std::make_shared<const Ast>(lower(parse(SourceFile(path, text))));
  recent.emplace_front(text, ast);
  if (recent.size() > 4) recent.pop_back();
  return ast;
}

FunctionScope::FunctionScope(PyObject* globals, PyObject* locate)
    : globals_(Py_NewRef(globals)), locate_(Py_NewRef(locate)) {
  PyObject* builtins = PyDict_GetItemString(globals, "__builtins__");
  if (builtins != nullptr && PyModule_Check(builtins)) builtins = PyModule_GetDict(builtins);
  if (builtins == nullptr || !PyDict_Check(builtins)) builtins = PyEval_GetBuiltins();
  builtins_ = Py_NewRef(builtins);
}

FunctionScope::~FunctionScope() {
  for (const Use& use : uses_) {
    Py_DECREF(use.dict);
    Py_DECREF(use.name);
    Py_XDECREF(use.value);
  }
  for (const auto& [object, called] : called_) {
    Py_DECREF(object);
    Py_DECREF(called.code);
  }
  Py_DECREF(globals_);
  Py_DECREF(builtins_);
  Py_DECREF(locate_);
}

PyObject* FunctionScope::look_up(PyObject* dict, const std::string& name) const {
  PyObject* key = PyUnicode_InternFromString(name.c_str());
  if (key == nullptr) {
    PyErr_Clear();
    return nullptr;
  }
  PyObject* value = PyDict_GetItemWithError(dict, key);
  PyErr_Clear();
  for (const Use& use : uses_) {
    if (use.dict == dict && use.name == key) {
      Py_DECREF(key);
      return value;
    }
  }
  Py_INCREF(dict);
  Py_XINCREF(value);
  uses_.push_back({dict, key, value});
  return value;
}

GlobalValue FunctionScope::find(const std::string& name) const {
  const size_t dot = name.find('.');
  const std::string first = name.substr(0, dot);
  PyObject* object = look_up(globals_, first);
  if (object == nullptr) object = look_up(builtins_, first);
  if (object == nullptr) return {};
  if (dot != std::string::npos) {
    if (!PyModule_CheckExact(object)) return {};
    const char* module = PyModule_GetName(object);
    PyErr_Clear();
    if (module == nullptr || std::string_view(module) != "math") return {};
    object = look_up(PyModule_GetDict(object), name.substr(dot + 1));
    if (object == nullptr) return {};
  }
  GlobalValue value;
  if (PyBool_Check(object)) {
    value.kind = GlobalValue::Kind::Bool;
    value.integer = object == Py_True ? 1 : 0;
  } else if (PyLong_CheckExact(object)) {
    int overflow = 0;
    value.integer = PyLong_AsLongLongAndOverflow(object, &overflow);
    if (overflow == 0) value.kind = GlobalValue::Kind::Int;
  } else if (PyFloat_CheckExact(object)) {
    value.kind = GlobalValue::Kind::Float;
    value.real = PyFloat_AS_DOUBLE(object);
  } else if (const auto found = known().find(object); found != known().end()) {
    return found->second;
  } else {
    return function(object);
  }
  return value;
}

GlobalValue FunctionScope::function(PyObject* object) const {
  GlobalValue value;
  // A compiled function stands for the one it was made from.
  PyObject* inner = nullptr;
  if (!PyFunction_Check(object)) {
    if (std::string_view(Py_TYPE(object)->tp_name) != "lattice.Compiled") return value;
    inner = PyObject_GetAttrString(object, "__wrapped__");
    if (inner == nullptr) {
      PyErr_Clear();
      return value;
    }
    object = inner;
  }
  if (PyFunction_Check(object) && called_.find(object) == called_.end()) {
    auto record = std::make_unique<Record>();
    PyObject* place = PyObject_CallOneArg(locate_, object);
    if (place != nullptr && PyTuple_Check(place) && PyTuple_GET_SIZE(place) == 3) {
      record->ast =
          parse_file(text_of(PyTuple_GET_ITEM(place, 1)), text_of(PyTuple_GET_ITEM(place, 0)));
      const std::string name =
          text_of(reinterpret_cast<PyCodeObject*>(PyFunction_GET_CODE(object))->co_name);
      record->definition = find_definition(
          *record->ast, name, static_cast<uint32_t>(PyLong_AsLong(PyTuple_GET_ITEM(place, 2))));
      record->scope = std::make_unique<FunctionScope>(PyFunction_GET_GLOBALS(object), locate_);
    }
    PyErr_Clear();
    Py_XDECREF(place);
    Py_INCREF(object);
    Called called{Py_NewRef(PyFunction_GET_CODE(object)), std::move(record)};
    called_.emplace(object, std::move(called));
  }
  if (PyFunction_Check(object)) {
    const Record& record = *called_.at(object).record;
    if (record.definition.valid() && record.ast->problem.empty()) {
      value.kind = GlobalValue::Kind::Function;
      value.function = {record.ast.get(), record.definition, record.scope.get()};
    }
  }
  Py_XDECREF(inner);
  return value;
}

bool FunctionScope::unchanged() const {
#if PY_VERSION_HEX < 0x030C0000
  bool same = versions_.size() == uses_.size();
  for (size_t i = 0; same && i < uses_.size(); ++i)
    same = reinterpret_cast<PyDictObject*>(uses_[i].dict)->ma_version_tag == versions_[i];
  if (!same) {
#endif
    for (const Use& use : uses_) {
      PyObject* value = PyDict_GetItemWithError(use.dict, use.name);
      if (value == nullptr) PyErr_Clear();
      if (value != use.value) return false;
    }
#if PY_VERSION_HEX < 0x030C0000
    versions_.clear();
    for (const Use& use : uses_)
      versions_.push_back(reinterpret_cast<PyDictObject*>(use.dict)->ma_version_tag);
  }
#endif
  for (const auto& [object, called] : called_) {
    if (PyFunction_GET_CODE(object) != called.code) return false;
    if (called.record->scope && !called.record->scope->unchanged()) return false;
  }
  return true;
}

}  // namespace lattice::python
