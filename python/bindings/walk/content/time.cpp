// Dates, times and decimals.
#include <Python.h>
// After Python.h, which it needs and does not include.
#include <datetime.h>

#include "python/bindings/walk/layout/builtin.h"
#include "python/bindings/walk/walker.h"

namespace lattice {

bool Walker::time_leaf(PyObject* object, Layout layout) {
  switch (layout) {
    case Layout::Date:
      stream_.tag(Tag::Date);
      stream_.raw(reinterpret_cast<PyDateTime_Date*>(object)->data, _PyDateTime_DATE_DATASIZE);
      return true;
    case Layout::Delta: {
      const auto* delta = reinterpret_cast<PyDateTime_Delta*>(object);
      stream_.word(Tag::Delta, static_cast<uint32_t>(delta->days));
      stream_.word(Tag::Delta, static_cast<uint32_t>(delta->seconds));
      stream_.word(Tag::Delta, static_cast<uint32_t>(delta->microseconds));
      return true;
    }
    case Layout::DateTime:
    case Layout::TimeWithZone:
      if (_PyDateTime_HAS_TZINFO(object)) return false;
      time_node(object, layout);
      return true;
    default:
      return false;
  }
}

void Walker::time_node(PyObject* object, Layout layout) {
  if (layout == Layout::DateTime) {
    const auto* it = reinterpret_cast<PyDateTime_DateTime*>(object);
    stream_.word(Tag::DateTime, it->fold);
    stream_.raw(it->data, _PyDateTime_DATETIME_DATASIZE);
    return child(_PyDateTime_HAS_TZINFO(object) ? it->tzinfo : nullptr);
  }
  if (layout == Layout::TimeWithZone) {
    const auto* it = reinterpret_cast<PyDateTime_Time*>(object);
    stream_.word(Tag::Time, it->fold);
    stream_.raw(it->data, _PyDateTime_TIME_DATASIZE);
    return child(_PyDateTime_HAS_TZINFO(object) ? it->tzinfo : nullptr);
  }
  if (layout == Layout::Zone) {
    const auto* zone = reinterpret_cast<TimeZoneObject*>(object);
    stream_.tag(Tag::Zone);
    child(zone->offset);
    return child(zone->name);
  }
  time_leaf(object, layout);
}

void Walker::decimal(PyObject* object) {
  // Sign, infinity and the two nans; the other flags tell who owns the words.
  constexpr uint8_t kMeaning = 0x0F;
  const auto* it = reinterpret_cast<DecimalObject*>(object);
  stream_.word(Tag::Decimal, it->flags & kMeaning);
  stream_.word(Tag::Decimal, static_cast<uint64_t>(it->exponent));
  stream_.word(Tag::Decimal, static_cast<uint64_t>(it->digits));
  stream_.bytes(Tag::Decimal, it->words, static_cast<size_t>(it->length) * sizeof(uint64_t));
}

}  // namespace lattice
