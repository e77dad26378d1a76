// Blocks are cut from chunks and never returned to them: a freed block waits in the list of its
// size class for the next one of that class.
#include "frontend/syntax/parsing/parser_memory.h"

#include <tree_sitter/api.h>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <vector>

namespace lattice {
namespace {

/// Of every address that is handed out.
constexpr size_t kAlignment = 16;
/// Up to here every multiple of 16 is a class, above every power of two.
constexpr size_t kLargestSmall = 512;
constexpr size_t kSmallClasses = kLargestSmall / kAlignment + 1;
/// Below the size from which `malloc` asks the system for each block.
constexpr size_t kChunk = size_t{64} << 10;

/// Stands before each block.
struct alignas(kAlignment) Header {
  size_t capacity;
};

struct FreeBlock {
  FreeBlock* next;
};

size_t capacity_for(size_t size) {
  if (size <= kLargestSmall) return (size + kAlignment - 1) & ~(kAlignment - 1);
  return std::bit_ceil(size);
}

size_t class_of(size_t capacity) {
  if (capacity <= kLargestSmall) return capacity / kAlignment;
  return kSmallClasses + static_cast<size_t>(std::countr_zero(capacity));
}

Header* header_of(void* block) { return static_cast<Header*>(block) - 1; }

}  // namespace

struct ParserMemory::State {
  void* allocate(size_t size) {
    const size_t capacity = capacity_for(size);
    FreeBlock*& waiting = free_[class_of(capacity)];
    if (waiting != nullptr) {
      FreeBlock* block = waiting;
      waiting = block->next;
      return block;
    }
    const size_t needed = sizeof(Header) + capacity;
    if (needed > left_) add_chunk(needed);
    auto* header = reinterpret_cast<Header*>(next_);
    header->capacity = capacity;
    next_ += needed;
    left_ -= needed;
    return header + 1;
  }

  void release(void* block) {
    // Even an empty block has to hold the link.
    const size_t capacity = header_of(block)->capacity;
    if (capacity < sizeof(FreeBlock)) return;
    FreeBlock*& waiting = free_[class_of(capacity)];
    waiting = ::new (block) FreeBlock{waiting};
  }

 private:
  void add_chunk(size_t needed) {
    left_ = needed > kChunk ? needed : kChunk;
    chunks_.emplace_back(static_cast<std::byte*>(std::malloc(left_)));
    next_ = chunks_.back().get();
    if (next_ != nullptr) return;
    std::fputs("lattice: out of memory\n", stderr);
    std::abort();
  }

  struct Free {
    void operator()(std::byte* chunk) const { std::free(chunk); }
  };
  std::vector<std::unique_ptr<std::byte, Free>> chunks_;
  std::byte* next_ = nullptr;
  size_t left_ = 0;
  std::array<FreeBlock*, kSmallClasses + 64> free_{};
};

namespace {

thread_local ParserMemory::State* current = nullptr;

void* allocate(size_t size) { return current->allocate(size); }

void* allocate_zeros(size_t count, size_t size) {
  // tree-sitter counts bytes in 32 bits, so the product fits.
  void* block = allocate(count * size);
  std::memset(block, 0, count * size);
  return block;
}

void release(void* block) {
  if (block != nullptr) current->release(block);
}

void* resize(void* block, size_t size) {
  if (block == nullptr) return allocate(size);
  const size_t capacity = header_of(block)->capacity;
  if (size <= capacity) return block;
  void* moved = allocate(size);
  std::memcpy(moved, block, capacity);
  release(block);
  return moved;
}

}  // namespace

ParserMemory::ParserMemory() : state_(new State), outer_(current) {
  [[maybe_unused]] static const bool set = [] {
    ts_set_allocator(allocate, allocate_zeros, resize, release);
    return true;
  }();
  current = state_;
}

ParserMemory::~ParserMemory() {
  current = outer_;
  delete state_;
}

}  // namespace lattice
