#pragma once
// The random streams that a process shares: of `random` and of `numpy.random`. Libraries draw from
// them where no script says so (`train_test_split(x, y)`); what drew must not be skipped.

#include <Python.h>

#include <cstdint>

namespace lattice {

class Randomness {
 public:
  Randomness() = default;
  ~Randomness();
  Randomness(const Randomness&) = delete;
  Randomness& operator=(const Randomness&) = delete;

  /// Another number after any draw or new seed. A library that is imported meanwhile does not
  /// change it. Known limit: numpy's legacy normal values come in pairs, and the second one leaves
  /// no trace.
  uint64_t state();

 private:
  /// A Mersenne twister in memory: its words, and where the next one is. Kept alive by `owner`.
  struct Twister {
    PyObject* owner = nullptr;
    const uint32_t* words = nullptr;
    const int* position = nullptr;
    uint64_t first = 0;
    [[nodiscard]] uint64_t mark() const;
  };
  static Twister of_random();
  static Twister of_numpy();

  Twister random_, numpy_;
};

}  // namespace lattice
