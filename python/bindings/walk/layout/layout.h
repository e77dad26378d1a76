#pragma once
// How the instances of a type are laid out, worked out once for each state of a type.
//
// A class is readable when every byte of its instances is accounted for: the layout of its base,
// its
// `__slots__`, the attribute dictionary and the list of weak references. A class of an unknown
// extension has bytes nobody explains, so it and everything derived from it is opaque.

#include <Python.h>

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace lattice {

enum class Layout : uint8_t {
  // Leaves: no parts, equal by value.
  None,
  Bool,
  Int,
  Float,
  Complex,
  Text,
  Bytes,
  Ellipsis,
  NotImplemented,
  Range,
  Date,
  Time,
  Delta,
  Decimal,
  Scalar,
  Identity,
  Container,
  // Nodes.
  Object,
  List,
  Tuple,
  Dict,
  Set,
  FrozenSet,
  ByteArray,
  DateTime,
  TimeWithZone,
  Zone,
  Slice,
  DictView,
  Deque,
  OrderedDict,
  DefaultDict,
  Function,
  Method,
  Builtin,
  Cell,
  Weak,
  Type,
  Module,
  Fields,
  Referents,
  Wrapper,
  Buffer,
  Array,
  Dtype,
  Frame,
  Block,
  Offset,
  ArrowArray,
  ArrowStream,
  ArrowSchema,
  CachedFunction,
  Upload,
  MemoryFile,
  Picture,
  Columns,
  State,
  BitStream,
  Twister,
  RandomState,
  Pickled,
  Opaque,
};

/// Classes whose attributes need a look at more than their names; see also `caches.def`.
enum class Attributes : uint8_t { All, Pandas, Stamps };

struct TypeLayout {
  PyTypeObject* type = nullptr;
  unsigned version = 0;
  /// Of the innermost base that has content of its own.
  Layout layout = Layout::Opaque;
  /// The base whose layout this is; its descriptors read the fields.
  PyTypeObject* base = nullptr;
  /// Not exactly `base`: a class statement, with attributes and slots.
  bool derived = false;
  bool has_dict = false;
  /// Instances cannot change, so they are not part of the reach, nor are their parts when `deep`.
  bool value = false, deep = false;
  /// Only the instance itself can change (the name of an index), not what it holds.
  bool fixed_parts = false;
  /// Leaf that needs no node.
  bool leaf = false;
  Attributes attributes = Attributes::All;
  bool is_enum = false;
  /// Names of attributes that are not part of the value (see `caches.def`), interned, kept for
  /// good.
  std::vector<PyObject*> caches;
  uint8_t scalar_size = 0;
  /// A class of the script or possibly of one of its modules: its own attributes count.
  bool python_class = false;
  std::vector<Py_ssize_t> slots;
  /// Descriptors of `base`, borrowed.
  std::vector<PyObject*> fields;
  /// In words, when opaque.
  std::string why;

  /// Looking at an instance may change it in ways a script can see later: drawing a figure lays it
  /// out.
  bool settles = false;
  /// Its caches are part of what it is: they hold what was there when they were first asked for.
  bool remembers = false;
  /// A part of a figure.
  bool figure = false;
  /// A picture whose pixels may be another object's.
  bool mapped = false;
  /// Iterators in its attributes are its own: no script gets hold of them.
  bool hides_iterators = false;

  /// Whether the class is the project's, kept for the policy that answered.
  mutable uint64_t asked_by = 0;
  mutable bool local = false;
};

/// The layouts met so far. Entries keep no type alive: a type is recognised by address and version.
class LayoutTable {
 public:
  static LayoutTable& instance();
  const TypeLayout& of(PyTypeObject* type);
  /// Drops what a long session piled up. Between walks only: layouts given out before are void.
  void trim();

 private:
  const TypeLayout& work_out(PyTypeObject* type);
  std::unordered_map<PyTypeObject*, std::unique_ptr<TypeLayout>> layouts_;
  /// Replaced while a walk may still use them.
  std::vector<std::unique_ptr<TypeLayout>> retired_;
  struct Recent {
    PyTypeObject* type = nullptr;
    const TypeLayout* layout = nullptr;
  };
  Recent recent_[256];
};

/// Module and name of a type, read raw; empty when they cannot be had.
struct TypeName {
  std::string module, name;
};
TypeName type_name(PyTypeObject* type);
/// `__module__` of a class written in Python, borrowed; null for others.
PyObject* type_module(PyTypeObject* type);
bool is_subtype_named(PyTypeObject* type, const char* module, const char* name);
/// What a descriptor of C code says about an object: a new reference, or null without an error set.
PyObject* read_field(PyObject* descriptor, PyObject* object);

}  // namespace lattice
