// Frames and series of pandas: copy-on-write makes an image of one cost no copy of its values.
#include "python/bindings/image/image.h"
#include "python/bindings/walk/foreign/numpy.h"
#include "python/bindings/walk/layout/raw.h"
#include "python/bindings/walk/walk.h"

namespace lattice {
namespace {

PyObject* manager_name() {
  static PyObject* const name = PyUnicode_InternFromString("_mgr");
  return name;
}

Reference shallow_copy(PyObject* manager) {
  const Reference method(PyObject_GetAttrString(manager, "copy"));
  const Reference none(PyTuple_New(0));
  const Reference shallow(Py_BuildValue("{s:O}", "deep", Py_False));
  if (!method || !none || !shallow) return {};
  return Reference(PyObject_Call(method.get(), none.get(), shallow.get()));
}

/// Objects in a column are not copied when the frame is written to; they must not change.
bool holds_atoms(const NumpyArray& array) {
  if (array.dtype->kind != 'O') return true;
  Py_ssize_t count = 1;
  for (int i = 0; i < array.dimensions; ++i) count *= array.shape[i];
  if ((array.flags & 0x3) == 0) return false;
  auto* const* elements = reinterpret_cast<PyObject* const*>(array.data);
  for (Py_ssize_t i = 0; i < count; ++i)
    if (elements[i] != nullptr && !is_atom(elements[i])) return false;
  return true;
}

PyObject* readonly_name() {
  static PyObject* const name = PyUnicode_InternFromString("_readonly");
  return name;
}

/// A copy of an extension array says that it may be written to; the array itself does not.
void forget_readonly(PyObject* manager, const std::vector<bool>& silent) {
  const Reference blocks(PyObject_GetAttrString(manager, "blocks"));
  for (size_t i = 0; blocks && i < silent.size(); ++i) {
    if (!silent[i]) continue;
    const Reference values(PyObject_GetAttrString(
        PyTuple_GET_ITEM(blocks.get(), static_cast<Py_ssize_t>(i)), "values"));
    PyObject* attributes = values ? lattice_attribute_dict(values.get()) : nullptr;
    if (values && attributes == nullptr && PyObject_HasAttr(values.get(), readonly_name()) != 0) {
      const Reference made(PyObject_GenericGetDict(values.get(), nullptr));
      attributes = lattice_attribute_dict(values.get());
    }
    if (attributes != nullptr && PyDict_DelItem(attributes, readonly_name()) != 0) PyErr_Clear();
    PyErr_Clear();
  }
}

bool note_blocks(PyObject* manager, Part& part) {
  const Reference blocks(PyObject_GetAttrString(manager, "blocks"));
  if (!blocks || !PyTuple_Check(blocks.get())) return false;
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(blocks.get()); ++i) {
    Reference values(PyObject_GetAttrString(PyTuple_GET_ITEM(blocks.get(), i), "values"));
    if (!values) return false;
    const Reference attributes = attributes_of(values.get());
    part.silent.push_back(!attributes || PyDict_Contains(attributes.get(), readonly_name()) == 0);
    PyErr_Clear();
    // Dates lie in an array, other extension arrays in Arrow's memory.
    if (as_array(values.get()) == nullptr) {
      Reference inner(PyObject_GetAttrString(values.get(), "_ndarray"));
      if (!inner) {
        PyErr_Clear();
        inner = Reference(PyObject_GetAttrString(values.get(), "_pa_array"));
        if (!inner) return false;
        part.layout.push_back(reinterpret_cast<uintptr_t>(inner.get()));
        continue;
      }
      values = std::move(inner);
    }
    const NumpyArray* array = as_array(values.get());
    if (array == nullptr || !holds_atoms(*array)) return false;
    part.layout.push_back(reinterpret_cast<uintptr_t>(array->data));
  }
  return true;
}

}  // namespace

bool take_frame(Part& part, ImagePolicy& policy) {
  PyObject* const frame = part.object.get();
  part.content = attributes_of(frame);
  if (!part.content) return false;
  const Reference manager(Py_XNewRef(PyDict_GetItemWithError(part.content.get(), manager_name())));
  // The name keeps its place among the attributes.
  if (!manager || PyDict_SetItem(part.content.get(), manager_name(), Py_None) != 0) return false;
  const Reference axes(PyObject_GetAttrString(manager.get(), "axes"));
  if (!axes || !PyList_Check(axes.get()) || !note_blocks(manager.get(), part)) return false;
  part.axes = Reference(PyList_AsTuple(axes.get()));
  part.blocks = shallow_copy(manager.get());
  if (!part.axes || !part.blocks) return false;
  const SnapshotRef shown = policy.snapshot(frame);
  part.digest = shown->digest;
  part.bytes = 4096;
  return !shown->opaque;
}

void put_back_frame(const Part& part) {
  // Another copy: who writes to the frame must not write into the image.
  const Reference manager = shallow_copy(part.blocks.get());
  const Reference axes(PySequence_List(part.axes.get()));
  if (!manager || !axes) return;
  forget_readonly(manager.get(), part.silent);
  if (PyObject_SetAttrString(manager.get(), "axes", axes.get()) != 0) return;
  const Reference attributes(PyDict_Copy(part.content.get()));
  if (!attributes || PyDict_SetItem(attributes.get(), manager_name(), manager.get()) != 0) return;
  put_back_attributes(part.object.get(), attributes.get());
}

}  // namespace lattice
