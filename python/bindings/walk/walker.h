#pragma once
// One walk under way. Breadth first: expanding a node writes its own content and, for each part,
// either the part's content (leaves) or its number (nodes, numbered when first met). No recursion,
// so depth does not matter; the queue of nodes is the only growing memory besides the memo.

#include <Python.h>

#include <string>
#include <unordered_map>
#include <vector>

#include "python/bindings/walk/layout/layout.h"
#include "python/bindings/walk/stream/memo.h"
#include "python/bindings/walk/stream/stream.h"
#include "python/bindings/walk/walk.h"

namespace lattice {

struct CounterObject;

/// What a walk and the walks of the elements of its unordered sets have in common.
struct WalkContext {
  const WalkPolicy& policy;
  LayoutTable& layouts = LayoutTable::instance();
  /// Modules and module dictionaries (owned) the policy must judge first: this walk is void.
  std::vector<PyObject*> questions{};
  uint64_t objects = 0;
  /// The sets whose elements are being ordered, from the outermost.
  std::vector<PyObject*> sets_open{};
  std::unordered_map<PyObject*, Digest> set_elements{};
};

class Walker {
 public:
  Walker(WalkContext& context, bool element) : context_(context), element_(element) {}
  ~Walker();
  Walker(const Walker&) = delete;
  Walker& operator=(const Walker&) = delete;

  static Walk walk(PyObject* const* roots, size_t count, const WalkPolicy& policy);

  /// Writes a part of the node being expanded.
  void child(PyObject* object);
  /// Expands all nodes.
  void run();
  /// Precondition: there are no questions. Releases the GIL for large buffers, then asks for
  /// symbols.
  Walk finish();

 private:
  struct Export {
    PyObject* object;
    const TypeLayout* layout;
  };
  struct Shared {
    PyObject* owner;
    const char* first;
  };

  // walker.cpp
  void leaf(PyObject* object, const TypeLayout& layout);
  void node(PyObject* object, const TypeLayout& layout);
  bool atom(PyObject* object);
  bool plain_tuple(PyObject* object);
  void reached(PyObject* object);
  void opaque(const std::string& why);
  /// The address of an object that is its own value; the walk keeps it alive.
  void identity(Tag tag, PyObject* object);
  void integer(PyObject* object);
  void text(PyObject* object);
  /// A new reference that must live as long as the walk when it became a node.
  void fresh(PyObject* owned);
  /// A part that was made to be looked at: nobody else has it, nor what it holds. Takes it over.
  void part_made_now(PyObject* owned);
  void expand(PyObject* object, const TypeLayout& layout);
  void content(PyObject* object, const TypeLayout& layout);

  // content/containers.cpp
  void tuple(PyObject* object);
  void list(PyObject* object);
  void items(PyObject* dict);
  void parts(PyObject* const* items, Py_ssize_t count);
  void set(PyObject* object);
  void set_of_objects(PyObject* object);
  Digest atom_digest(PyObject* object);
  void deque(PyObject* object, const TypeLayout& layout);
  void default_dict(PyObject* object, const TypeLayout& layout);
  void dict_view(PyObject* object);
  void ordered_dict(PyObject* object, const TypeLayout& layout);
  void buffer(PyObject* object);
  void referents(PyObject* object);
  void weak_reference(PyObject* object);
  void counter(const CounterObject& it);
  Digest element_digest(PyObject* element, bool& open);

  // content/instance.cpp
  void instance(PyObject* object, const TypeLayout& layout);
  void attributes(PyObject* object, const TypeLayout& layout);
  bool attribute_counts(PyObject* name, PyObject* value, const TypeLayout& layout);
  void fields(PyObject* object, const TypeLayout& layout);
  void type(PyObject* object);
  void methods(PyObject* attribute);
  void offset(PyObject* object, const TypeLayout& layout);
  void cached_function(PyObject* object);
  void upload(PyObject* object);
  void memory_file(PyObject* object);
  bool is_local_type(const TypeLayout& layout);
  bool is_local(PyObject* module_or_dict);

  // content/function.cpp
  void function(PyObject* object);
  void builtin(PyObject* object);
  void module(PyObject* object);
  void wrapper(PyObject* object);
  bool is_script_globals(PyObject* dict);

  // content/time.cpp
  bool time_leaf(PyObject* object, Layout layout);
  void time_node(PyObject* object, Layout layout);
  void decimal(PyObject* object);

  // foreign/numpy.cpp
  void array(PyObject* object);
  void dtype(PyObject* object);
  void scalar(PyObject* object, const TypeLayout& layout);
  /// The values of a one-dimensional array or of a row of a two-dimensional one, without its
  /// layout.
  void column(PyObject* array, Py_ssize_t row);
  void array_elements(PyObject* array);
  void array_memory(PyObject* array);
  PyObject* memory_owner(PyObject* array);

  // foreign/pandas.cpp
  void frame(PyObject* object, const TypeLayout& layout);
  void block(PyObject* object, const TypeLayout& layout);
  void frame_columns(PyObject* blocks);

  // foreign/random.cpp
  void twister(PyObject* object, const TypeLayout& layout);
  void random_state(PyObject* object, const TypeLayout& layout);

  // foreign/pickled.cpp
  void pickled(PyObject* object, const TypeLayout& layout);

  // foreign/arrow.cpp
  void arrow(PyObject* object, const TypeLayout& layout);
  void export_arrow(PyObject* object, const TypeLayout& layout);

  // foreign/arrow_memory.cpp
  /// Objects of others whose memory the columns are.
  void arrow_memory(PyObject* object);

  WalkContext& context_;
  /// The walk of one element of an unordered set: nothing it reaches is recorded.
  const bool element_;
  /// Parts of immutable values are digested but not reached.
  bool quiet_ = false;
  /// An element walk met a set that is being ordered further out.
  bool met_open_set_ = false;
  bool is_opaque_ = false, partial_ = false, draws_ = false, settles_ = false, figure_ = false;
  std::string why_;
  TokenStream stream_;
  Memo memo_;
  /// Of keys with kQuiet or without.
  NodeTable<const TypeLayout*> nodes_;
  size_t next_ = 0;
  std::vector<Shared> memory_;
  /// Columns of Arrow to digest at the end.
  std::vector<Export> exports_;
  std::vector<PyObject*> reach_, closures_, functions_, fresh_, containers_, pinned_;
};

}  // namespace lattice
