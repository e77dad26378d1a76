#include "analysis/effect/library.h"

#include <string>
#include <unordered_map>
#include <unordered_set>

namespace lattice {
namespace {

using Table = std::unordered_map<std::string, LibraryEntry>;

// NOLINTBEGIN(readability-identifier-naming): the words of the tables.
constexpr EffectSet None{};

template <typename... Effects>
constexpr EffectSet E(Effects... effects) {
  return EffectSet(effects...);
}
// NOLINTEND(readability-identifier-naming)

template <typename Visit>
void for_each_word(std::string_view words, Visit visit) {
  size_t at = 0;
  while (at < words.size()) {
    const size_t end = std::min(words.find(' ', at), words.size());
    if (end > at) visit(words.substr(at, end - at));
    at = end + 1;
  }
}

struct Library {
  Table names;
  std::unordered_set<std::string> modules;
};

void add_names(Library& library, std::string_view module, std::string_view names,
               LibraryEntry entry) {
  // Every module above is known too: `os` because of `os.path`.
  for (size_t dot = 0; dot != std::string_view::npos; dot = module.find('.', dot + 1)) {
    if (dot > 0) library.modules.emplace(module.substr(0, dot));
  }
  library.modules.emplace(module);
  for_each_word(names, [&](std::string_view name) {
    std::string key(module);
    key += '.';
    key += name;
    library.names.insert_or_assign(std::move(key), entry);
  });
}

Library make_library() {
  using enum Trait;
  Library library;
#define LATTICE_LIBRARY(module, names, effects, trait) \
  add_names(library, module, names, {effects, trait});
#include "analysis/effect/library.def"
  return library;
}

Table make_methods() {
  using enum Trait;
  Table table;
#define LATTICE_METHODS(names, effects, trait) \
  for_each_word(                               \
      names, [&](std::string_view name) { table.emplace(name, LibraryEntry{effects, trait}); });
#include "analysis/effect/methods.def"
  return table;
}

const Library& library() {
  static const Library table = make_library();
  return table;
}

const std::unordered_set<std::string_view>& element_methods() {
  static const std::unordered_set<std::string_view> names = [] {
    std::unordered_set<std::string_view> set;
    for_each_word(
        "altair_chart area_chart audio audio_input badge balloons bar_chart button camera_input "
        "caption "
        "chat_input chat_message checkbox code color_picker columns container data_editor "
        "dataframe "
        "date_input datetime_input dg divider download_button echarts_chart empty error exception "
        "expander "
        "feedback file_uploader form form_submit_button graphviz_chart grid header help html "
        "iframe image "
        "info json latex line_chart link_button map markdown menu_button mermaid_chart metric "
        "multiselect "
        "number_input page_link pagination pdf pills plotly_chart popover progress pydeck_chart "
        "pyplot radio "
        "scatter_chart segmented_control select_slider selectbox skeleton slider snow space "
        "spinner status "
        "subheader success table tabs text text_area text_input time_input title toast toggle "
        "vega_lite_chart video warning write write_stream add_rows",
        [&](std::string_view name) { set.insert(name); });
    return set;
  }();
  return names;
}

const std::unordered_set<std::string_view>& builtin_names() {
  static const std::unordered_set<std::string_view> names = [] {
    std::unordered_set<std::string_view> set;
    for_each_word(
        "ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup "
        "BlockingIOError "
        "BrokenPipeError BufferError BytesWarning ChildProcessError ConnectionAbortedError "
        "ConnectionError "
        "ConnectionRefusedError ConnectionResetError DeprecationWarning EOFError Ellipsis "
        "EncodingWarning "
        "EnvironmentError Exception ExceptionGroup False FileExistsError FileNotFoundError "
        "FloatingPointError FutureWarning GeneratorExit IOError ImportError ImportWarning "
        "IndentationError "
        "IndexError InterruptedError IsADirectoryError KeyError KeyboardInterrupt LookupError "
        "MemoryError "
        "ModuleNotFoundError NameError None NotADirectoryError NotImplemented NotImplementedError "
        "OSError "
        "OverflowError PendingDeprecationWarning PermissionError ProcessLookupError RecursionError "
        "ReferenceError ResourceWarning RuntimeError RuntimeWarning StopAsyncIteration "
        "StopIteration "
        "SyntaxError SyntaxWarning SystemError SystemExit TabError TimeoutError True TypeError "
        "UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError "
        "UnicodeTranslateError "
        "UnicodeWarning UserWarning ValueError Warning ZeroDivisionError __build_class__ __debug__ "
        "__import__ "
        "abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr "
        "classmethod compile "
        "complex copyright credits delattr dict dir divmod enumerate eval exec exit filter float "
        "format "
        "frozenset getattr globals hasattr hash help hex id input int isinstance issubclass iter "
        "len license "
        "list locals map max memoryview min next object oct open ord pow print property quit range "
        "repr "
        "reversed round set setattr slice sorted staticmethod str sum super tuple type vars zip",
        [&](std::string_view name) { set.insert(name); });
    return set;
  }();
  return names;
}

}  // namespace

LibraryMatch find_library(std::string_view dotted) {
  const Table& table = library().names;
  std::string key(dotted);
  if (const auto found = table.find(key); found != table.end()) return {&found->second, true};
  // `numpy.random.rand`: then `numpy.random.*`, `numpy.random`, `numpy.*`, `numpy`.
  bool direct = true;
  for (size_t dot = key.rfind('.'); dot != std::string::npos; dot = key.rfind('.')) {
    key.resize(dot + 1);
    key += '*';
    if (const auto found = table.find(key); found != table.end()) return {&found->second, direct};
    direct = false;
    key.resize(dot);
    if (const auto found = table.find(key); found != table.end()) return {&found->second, false};
  }
  return {};
}

bool has_library_name(std::string_view dotted) {
  return library().names.contains(std::string(dotted));
}

const LibraryEntry* find_method(std::string_view name) {
  static const Table table = make_methods();
  const auto found = table.find(std::string(name));
  return found == table.end() ? nullptr : &found->second;
}

bool is_element_method(std::string_view name) { return element_methods().contains(name); }
bool is_builtin(std::string_view name) { return builtin_names().contains(name); }
bool is_known_module(std::string_view module) {
  return library().modules.contains(std::string(module));
}

bool may_be_pure(Trait trait) {
  switch (trait) {
    case Trait::Pure:
    case Trait::PureIfCallbacks:
    case Trait::PureUnlessOut:
    case Trait::PureUnlessNow:
    case Trait::Seeded:
    case Trait::PrintFile:
    case Trait::Element:
    case Trait::WidgetElement:
    case Trait::PyplotElement:
    case Trait::Container:
    case Trait::Containers:
      return true;
    default:
      return false;
  }
}

}  // namespace lattice
