#pragma once
// The content of Python objects at one moment, so that it can be put back: the same objects then
// look as they did. Taking an image and putting one back runs no code of the script.
//
//   part    one object with what it holds, one level deep; what it holds has parts of its own
//
// Example: of `x = {"a": [1]}` the parts are the dictionary (one key and the list's address) and
// the list (one element). After `x["a"].append(2)` only the list's part is another one.
//
// What cannot be put back exactly has no image: sets (their order depends on their past), places on
// the page, views whose memory is not numpy's, instances of unknown extensions. Some objects are
// only noted (classes, functions, sets): an image that finds them changed is of no use.

#include <Python.h>

#include <memory>
#include <optional>
#include <vector>

#include "python/bindings/reference.h"
#include "runtime/host.h"

namespace lattice {

enum class PartKind : uint8_t {
  /// `content`: a tuple of the elements.
  List,
  /// `content`: a dictionary.
  Dict,
  /// `content`: a tuple of the elements.
  Deque,
  /// `content`: a dictionary whose keys are texts, in the order of the table.
  OrderedDict,
  /// A counter that a library keeps to itself. `content`: the next number.
  Counter,
  /// `content`: what the closure's variable is bound to, or null.
  Cell,
  /// `content`: a copy of an array that owns its memory.
  Array,
  /// `content`: the attributes; `base`: of a list or dictionary with attributes; `slots`.
  Instance,
  /// An index of pandas. `content`: its attributes without its caches.
  Index,
  /// A frame or series. `content`: its attributes; `blocks`: a copy on write of what they manage;
  /// `axes`: a tuple of its indexes.
  Frame,
  /// `content`: a tuple of what must not change.
  Noted,
};

struct Part {
  Reference object;
  PartKind kind = PartKind::Noted;
  Reference content;
  std::unique_ptr<Part> base;
  std::vector<Reference> slots;
  Reference blocks, axes;
  /// Which blocks do not say whether they may be written to.
  std::vector<bool> silent;
  /// Of a frame: all it shows.
  Digest digest;
  /// Where and how the values lie in memory: of an array, or of a frame's blocks.
  std::vector<uintptr_t> layout;
  size_t bytes = 0;
};
using PartRef = std::shared_ptr<const Part>;

/// Sorted by the addresses of the objects.
struct PyImage final : Image {
  std::vector<PartRef> parts;
};

/// What an image must know of the script.
struct ImagePolicy {
  virtual SnapshotRef snapshot(Value value) = 0;
  virtual bool is_project_module(PyObject* module) = 0;

 protected:
  ~ImagePolicy() = default;
};

/// Null when some part cannot be put back. An error that Python raises means the same.
std::shared_ptr<PyImage> take_image(PyObject* root, const PyImage* before, ImagePolicy& policy);
std::optional<std::vector<uintptr_t>> differing_parts(const PyImage& before, const PyImage& after);
void put_back(const PyImage& image);

/// A frame or series of pandas itself, not of a class derived from it.
bool is_frame(PyObject* object);

// Between the files of this folder.

/// The same keys and values in the same order, by identity.
bool same_dict(PyObject* a, PyObject* b);
/// The same content, object by object.
bool same_content(const Part& a, const Part& b);
/// A frame's or series' part; false when some of it could change unseen.
bool take_frame(Part& part, ImagePolicy& policy);
void put_back_frame(const Part& part);
/// A copy of the attribute dictionary; null without an error when there are no attributes.
Reference attributes_of(PyObject* object);
void put_back_attributes(PyObject* object, PyObject* attributes);

}  // namespace lattice
