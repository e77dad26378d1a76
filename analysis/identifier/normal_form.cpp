#include "analysis/identifier/normal_form.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <utility>

namespace lattice {
namespace {

struct Decomposition {
  char32_t code;
  uint16_t first;
  uint8_t count;
};
struct CombiningClass {
  char32_t code;
  uint8_t value;
};
struct Composition {
  char32_t first, second, composed;
};

// Sorted by code; made by make_normal_form.py.
#include "normal_form_tables.h"

// Hangul syllables are computed, see the Unicode standard, section 3.12.
constexpr char32_t kSyllable = 0xAC00, kLead = 0x1100, kVowel = 0x1161, kTail = 0x11A7;
constexpr char32_t kLeads = 19, kVowels = 21, kTails = 28;

/// False if the text is not well-formed UTF-8.
bool decode(std::string_view text, std::u32string& result) {
  for (size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const size_t length = byte < 0x80 ? 1 : byte < 0xC2 ? 0 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
    if (length == 0 || byte > 0xF4 || i + length > text.size()) return false;
    char32_t code = length == 1 ? byte : byte & (0x7F >> length);
    for (size_t k = 1; k < length; ++k) {
      const auto next = static_cast<unsigned char>(text[i + k]);
      if ((next & 0xC0) != 0x80) return false;
      code = code << 6 | (next & 0x3F);
    }
    result += code;
    i += length;
  }
  return true;
}

void encode(char32_t code, std::string& result) {
  if (code < 0x80) {
    result += static_cast<char>(code);
    return;
  }
  const int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  constexpr unsigned kLeadBytes[] = {0, 0xC0, 0xE0, 0xF0};
  result += static_cast<char>(kLeadBytes[more] | code >> (6 * more));
  for (int k = more - 1; k >= 0; --k) {
    result += static_cast<char>(0x80 | ((code >> (6 * k)) & 0x3F));
  }
}

template <typename Entry, size_t kSize>
const Entry* find(const Entry (&table)[kSize], char32_t code) {
  const auto* at = std::ranges::lower_bound(table, code, {}, &Entry::code);
  return at != std::end(table) && at->code == code ? at : nullptr;
}

uint8_t combining_class(char32_t code) {
  const CombiningClass* entry = code < 0x80 ? nullptr : find(kCombiningClasses, code);
  return entry != nullptr ? entry->value : 0;
}

std::u32string decompose(const std::u32string& text) {
  std::u32string result;
  for (const char32_t code : text) {
    if (code >= kSyllable && code < kSyllable + kLeads * kVowels * kTails) {
      const char32_t index = code - kSyllable;
      result.push_back(kLead + index / (kVowels * kTails));
      result.push_back(kVowel + index % (kVowels * kTails) / kTails);
      if (index % kTails != 0) result.push_back(kTail + index % kTails);
    } else if (const Decomposition* entry = code < 0x80 ? nullptr : find(kDecompositions, code)) {
      result.append(kLetters + entry->first, entry->count);
    } else {
      result += code;
    }
  }
  // Marks between two letters stand in the order of their classes.
  for (auto at = result.begin(); at != result.end();) {
    if (combining_class(*at) == 0) {
      ++at;
      continue;
    }
    const auto end = std::find_if(at, result.end(), [](char32_t c) { return !combining_class(c); });
    std::stable_sort(
        at, end, [](char32_t a, char32_t b) { return combining_class(a) < combining_class(b); });
    at = end;
  }
  return result;
}

/// The letter that two make, or 0.
char32_t compose_pair(char32_t first, char32_t second) {
  if (first >= kLead && first < kLead + kLeads && second >= kVowel && second < kVowel + kVowels) {
    return kSyllable + ((first - kLead) * kVowels + (second - kVowel)) * kTails;
  }
  if (first >= kSyllable && first < kSyllable + kLeads * kVowels * kTails &&
      (first - kSyllable) % kTails == 0 && second > kTail && second < kTail + kTails) {
    return first + (second - kTail);
  }
  const auto* at = std::ranges::lower_bound(
      kCompositions, std::pair(first, second), {},
      [](const Composition& entry) { return std::pair(entry.first, entry.second); });
  const bool found = at != std::end(kCompositions) && at->first == first && at->second == second;
  return found ? at->composed : 0;
}

std::u32string compose(const std::u32string& text) {
  std::u32string result;
  size_t starter = std::u32string::npos;
  int last_class = -1;
  for (const char32_t code : text) {
    const int own_class = combining_class(code);
    if (starter != std::u32string::npos && last_class < own_class) {
      if (const char32_t composed = compose_pair(result[starter], code)) {
        result[starter] = composed;
        continue;
      }
    }
    if (own_class == 0) {
      starter = result.size();
      last_class = -1;
    } else {
      last_class = own_class;
    }
    result += code;
  }
  return result;
}

}  // namespace

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string normal_form(std::string_view name) {
  std::u32string codes;
  if (is_ascii(name) || !decode(name, codes)) return std::string(name);
  std::string result;
  for (const char32_t code : compose(decompose(codes))) encode(code, result);
  return result;
}

}  // namespace lattice
