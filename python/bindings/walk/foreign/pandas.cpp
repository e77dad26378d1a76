// Frames and series of pandas. A frame is digested column by column, so that it does not matter how
// its blocks are laid out: reading may merge them.
#include "python/bindings/walk/foreign/numpy.h"
#include "python/bindings/walk/layout/raw.h"
#include "python/bindings/walk/walker.h"

namespace lattice {
namespace {

/// Where the rows of a block stand in the frame: a slice or an array of int64.
bool positions(PyObject* placement, Py_ssize_t rows, Py_ssize_t width,
               std::vector<Py_ssize_t>& out) {
  if (PySlice_Check(placement)) {
    Py_ssize_t start, stop, step;
    auto* slice = reinterpret_cast<PySliceObject*>(placement);
    const auto exact = [](PyObject* end) { return end == Py_None || PyLong_CheckExact(end); };
    if (!exact(slice->start) || !exact(slice->stop) || !exact(slice->step)) return false;
    if (PySlice_Unpack(placement, &start, &stop, &step) != 0) return false;
    const Py_ssize_t count = PySlice_AdjustIndices(width, &start, &stop, step);
    for (Py_ssize_t i = 0; i < count; ++i) out.push_back(start + i * step);
  } else {
    const NumpyArray* array = as_array(placement);
    if (array == nullptr || array->dimensions != 1 || array->dtype->kind != 'i' ||
        array->dtype->type != 'l')
      return false;
    for (Py_ssize_t i = 0; i < array->shape[0]; ++i)
      out.push_back(*reinterpret_cast<int64_t*>(array->data + i * array->strides[0]));
  }
  return static_cast<Py_ssize_t>(out.size()) == rows;
}

}  // namespace

void Walker::frame(PyObject* object, const TypeLayout& layout) {
  PyObject* blocks = read_field(layout.fields[0], object);
  PyObject* axes = read_field(layout.fields[1], object);
  fresh(blocks);
  fresh(axes);
  if (blocks == nullptr || axes == nullptr || !PyTuple_CheckExact(blocks) ||
      !PyList_CheckExact(axes))
    return opaque("a frame of unknown layout");
  stream_.word(Tag::Frame, static_cast<uint64_t>(PyList_GET_SIZE(axes)));
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(axes); ++i) child(PyList_GET_ITEM(axes, i));
  frame_columns(blocks);
}

void Walker::frame_columns(PyObject* blocks) {
  struct Column {
    PyObject* values = nullptr;
    /// The array inside, when the block holds several columns as its rows.
    PyObject* rows = nullptr;
    Py_ssize_t row = 0;
  };
  std::vector<Column> columns;
  const auto unknown = [&] { opaque("a frame of unknown layout"); };
  // The numbers of columns add up over the blocks; placements may come in any order.
  struct Part {
    PyObject *values, *rows, *placement;
    Py_ssize_t count;
  };
  std::vector<Part> parts;
  Py_ssize_t width = 0;
  for (Py_ssize_t b = 0; b < PyTuple_GET_SIZE(blocks); ++b) {
    PyObject* block = PyTuple_GET_ITEM(blocks, b);
    const TypeLayout& layout = context_.layouts.of(Py_TYPE(block));
    if (layout.layout != Layout::Block) return unknown();
    PyObject* values = read_field(layout.fields[0], block);
    PyObject* placement = read_field(layout.fields[1], block);
    fresh(values);
    fresh(placement);
    if (values == nullptr || placement == nullptr) return unknown();
    const TypeLayout& placed = context_.layouts.of(Py_TYPE(placement));
    if (placed.layout != Layout::Fields || placed.fields.size() != 1) return unknown();
    placement = read_field(placed.fields[0], placement);
    fresh(placement);
    if (placement == nullptr) return unknown();
    PyObject* rows = values;
    if (as_array(values) == nullptr) {
      // Dates are a thin layer over an array of two dimensions; other extension arrays are one
      // column.
      const TypeLayout& extension = context_.layouts.of(Py_TYPE(values));
      rows = nullptr;
      if (extension.layout == Layout::Fields && extension.fields.size() == 2) {
        PyObject* array = read_field(extension.fields[0], values);
        fresh(array);
        if (array != nullptr && as_array(array) != nullptr && as_array(array)->dimensions == 2)
          rows = array;
      }
    }
    const NumpyArray* array = rows != nullptr ? as_array(rows) : nullptr;
    if (array != nullptr && array->dimensions != 2) return unknown();
    parts.push_back({values, rows, placement, array != nullptr ? array->shape[0] : 1});
    width += parts.back().count;
  }
  columns.resize(static_cast<size_t>(width));
  std::vector<Py_ssize_t> places;
  for (const Part& part : parts) {
    places.clear();
    if (!positions(part.placement, part.count, width, places)) return unknown();
    for (Py_ssize_t row = 0; row < part.count; ++row) {
      const Py_ssize_t at = places[static_cast<size_t>(row)];
      if (at < 0 || at >= width) return unknown();
      columns[static_cast<size_t>(at)] = {part.values, part.rows, row};
    }
    // An array taken out of a frame sees later changes of the frame.
    if (part.rows != nullptr) reached(memory_owner(part.rows));
  }
  stream_.word(Tag::Block, static_cast<uint64_t>(width));
  for (const Column& it : columns) {
    if (it.values == nullptr) return unknown();
    if (it.rows == nullptr) {
      child(it.values);
      continue;
    }
    if (it.rows != it.values) {
      identity(Tag::Block, reinterpret_cast<PyObject*>(Py_TYPE(it.values)));
      const TypeLayout& extension = context_.layouts.of(Py_TYPE(it.values));
      PyObject* dtype = read_field(extension.fields[1], it.values);
      child(dtype);
      fresh(dtype);
    }
    column(it.rows, it.row);
  }
}

// The block of a series; those of frames are read by `frame_columns`.
void Walker::block(PyObject* object, const TypeLayout& layout) {
  PyObject* values = read_field(layout.fields[0], object);
  fresh(values);
  if (values == nullptr) return opaque("a series of unknown layout");
  if (as_array(values) == nullptr) return child(values);
  reached(memory_owner(values));
  column(values, -1);
}

}  // namespace lattice
