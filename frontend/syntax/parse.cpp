// The only file that calls tree-sitter. Its tree is copied into a flat preorder array, because
// there a parent is one load, a subtree an interval, and nothing outside needs tree-sitter's
// headers.
#include "frontend/syntax/parse.h"

#include <tree_sitter/api.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <utility>

extern "C" const TSLanguage* tree_sitter_python(void);

namespace lattice {
namespace {

/// Translation of tree-sitter's numbers, made once from the names in `kinds.def` and `fields.def`.
struct Vocabulary {
  std::vector<Kind> kinds;
  std::vector<Field> fields;
};

Kind find_kind(const char* name, bool named) {
#define NODE(kind, text) \
  if (named && std::strcmp(name, text) == 0) return Kind::kind;
#define TOKEN(kind, text) \
  if (!named && std::strcmp(name, text) == 0) return Kind::kind;
#include "frontend/syntax/kinds.def"
#undef NODE
#undef TOKEN
  return Kind::Unknown;
}

Field find_field(const char* name) {
#define FIELD(field, text) \
  if (std::strcmp(name, text) == 0) return Field::field;
#include "frontend/syntax/fields.def"
#undef FIELD
  return Field::None;
}

const Vocabulary& vocabulary() {
  static const Vocabulary result = [] {
    const TSLanguage* language = tree_sitter_python();
    Vocabulary words;
    for (uint32_t symbol = 0; symbol < ts_language_symbol_count(language); ++symbol) {
      const auto id = static_cast<TSSymbol>(symbol);
      words.kinds.push_back(
          find_kind(ts_language_symbol_name(language, id),
                    ts_language_symbol_type(language, id) == TSSymbolTypeRegular));
    }
    // Field 0 means "no field"; the others count from 1.
    words.fields.push_back(Field::None);
    for (uint32_t field = 1; field <= ts_language_field_count(language); ++field) {
      const auto id = static_cast<TSFieldId>(field);
      words.fields.push_back(find_field(ts_language_field_name_for_id(language, id)));
    }
    return words;
  }();
  return result;
}

Kind kind_of(TSNode node) {
  if (ts_node_is_error(node)) return Kind::Error;
  const TSSymbol symbol = ts_node_symbol(node);
  const auto& kinds = vocabulary().kinds;
  return symbol < kinds.size() ? kinds[symbol] : Kind::Unknown;
}

/// CPython ends a line at a lone "\r" too, tree-sitter's grammar does not. Offsets stay the same.
std::string with_unix_line_ends(std::string_view text) {
  std::string result(text);
  for (size_t i = 0; i < result.size(); ++i) {
    if (result[i] == '\r' && (i + 1 == result.size() || result[i + 1] != '\n')) result[i] = '\n';
  }
  return result;
}

/// Copies the tree below `root` in document order, without recursion.
std::vector<NodeData> flatten(TSNode root, uint32_t text_size) {
  std::vector<NodeData> nodes;
  nodes.reserve(ts_node_descendant_count(root) + 1);
  std::vector<uint32_t> open;
  TSTreeCursor cursor = ts_tree_cursor_new(root);
  for (bool done = false; !done;) {
    const TSNode node = ts_tree_cursor_current_node(&cursor);
    const auto index = static_cast<uint32_t>(nodes.size());
    NodeData data;
    data.kind = kind_of(node);
    data.field = vocabulary().fields[ts_tree_cursor_current_field_id(&cursor)];
    data.missing = ts_node_is_missing(node);
    data.has_error = ts_node_has_error(node) || data.missing;
    data.range.begin = std::min(ts_node_start_byte(node), text_size);
    data.range.end = std::clamp(ts_node_end_byte(node), data.range.begin, text_size);
    data.parent = open.empty() ? 0 : open.back();
    nodes.push_back(data);
    if (ts_tree_cursor_goto_first_child(&cursor)) {
      open.push_back(index);
      continue;
    }
    nodes[index].subtree_end = index + 1;
    while (!ts_tree_cursor_goto_next_sibling(&cursor)) {
      if (!ts_tree_cursor_goto_parent(&cursor)) {
        done = true;
        break;
      }
      nodes[open.back()].subtree_end = static_cast<uint32_t>(nodes.size());
      open.pop_back();
    }
  }
  ts_tree_cursor_delete(&cursor);
  return nodes;
}

/// A construct ends where its last part does, as in CPython; the grammar counts comments after it
/// in.
void trim_comments(std::vector<NodeData>& nodes) {
  const auto is_filler = [](const NodeData& node) {
    return node.kind == Kind::Comment || node.kind == Kind::LineContinuation;
  };
  std::vector<bool> trimmed(nodes.size());
  // Children come after their parents, so they are settled first.
  for (uint32_t i = static_cast<uint32_t>(nodes.size()); i-- > 0;) {
    uint32_t last = 0;
    uint32_t last_part = 0;
    for (uint32_t child = i + 1; child < nodes[i].subtree_end; child = nodes[child].subtree_end) {
      last = child;
      if (!is_filler(nodes[child])) last_part = child;
    }
    if (last_part != 0 && (is_filler(nodes[last]) || trimmed[last])) {
      nodes[i].range.end = nodes[last_part].range.end;
      trimmed[i] = true;
    }
  }
}

/// Whether a statement of the grammar is something else in Python 3: `print >>f, x` is a tuple,
/// `type(x).y = 1` an assignment and not the alias `type X = ...`.
bool is_misread(const std::vector<NodeData>& nodes, uint32_t index) {
  if (nodes[index].kind == Kind::PrintStatement || nodes[index].kind == Kind::ExecStatement) {
    return true;
  }
  if (nodes[index].kind != Kind::TypeAliasStatement) return false;
  // The children are the word `type` and a `Type` node, which holds `X` or `X[T]`.
  const uint32_t left = index + 2;
  if (left + 1 >= nodes[index].subtree_end || nodes[left].kind != Kind::Type) return false;
  const Kind name = nodes[left + 1].kind;
  return name != Kind::Identifier && name != Kind::GenericType;
}

/// Turns words that were misread as keywords into other names of the same length. Returns how many.
size_t hide_misread_keywords(const std::vector<NodeData>& nodes, std::string& text) {
  size_t hidden = 0;
  for (uint32_t i = 0; i < nodes.size(); ++i) {
    if (!is_misread(nodes, i) || nodes[i].range.empty()) continue;
    text[nodes[i].range.begin] = '_';
    ++hidden;
  }
  return hidden;
}

/// tree-sitter's scanner takes a line inside brackets for the end of a block if it follows a dot
/// and is indented less than the statement. No line of Python can end in a dot otherwise, comments
/// and strings aside, so those line ends may become blanks. Returns the empty text if there are
/// none.
std::string join_lines_after_dot(std::string_view text) {
  std::string joined;
  bool comment = false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') comment = false;
    if (text[i] == '#') comment = true;
    if (text[i] != '.' || comment || i == 0) continue;
    // `...` and `1.` may well end a line.
    if (text[i - 1] == '.' || (text[i - 1] >= '0' && text[i - 1] <= '9')) continue;
    const size_t next = text.find_first_not_of(" \t\r", i + 1);
    if (next == std::string_view::npos || text[next] != '\n') continue;
    if (joined.empty()) joined = text;
    joined[next] = ' ';
  }
  return joined;
}

std::vector<NodeData> parse_text(std::string_view text) {
  std::vector<NodeData> nodes;
  const auto size = static_cast<uint32_t>(text.size());
  TSParser* parser = ts_parser_new();
  TSTree* tree = nullptr;
  if (ts_parser_set_language(parser, tree_sitter_python())) {
    tree = ts_parser_parse_string(parser, nullptr, text.data(), size);
  }
  if (tree != nullptr) {
    nodes = flatten(ts_tree_root_node(tree), size);
    trim_comments(nodes);
    ts_tree_delete(tree);
  } else {
    NodeData& everything = nodes.emplace_back();
    everything.kind = Kind::Error;
    everything.has_error = true;
    everything.subtree_end = 1;
  }
  ts_parser_delete(parser);
  return nodes;
}

}  // namespace

SyntaxTree parse(const SourceFile& source) {
  // Offsets are those of `source` all along: repairs replace bytes, never insert or remove any.
  std::string repaired;
  std::string_view text = source.text();
  if (text.find('\r') != std::string_view::npos) {
    repaired = with_unix_line_ends(text);
    text = repaired;
  }
  std::vector<NodeData> nodes = parse_text(text);
  // A misread statement can hide another one behind it; what is left after three rounds stays.
  for (int round = 0; round < 3; ++round) {
    std::string attempt(text);
    if (hide_misread_keywords(nodes, attempt) == 0) break;
    repaired = std::move(attempt);
    text = repaired;
    nodes = parse_text(text);
  }
  if (nodes.front().has_error) {
    const std::string joined = join_lines_after_dot(text);
    std::vector<NodeData> attempt = joined.empty() ? nodes : parse_text(joined);
    if (!attempt.front().has_error) nodes = std::move(attempt);
  }
  nodes.front().range = {0, source.size()};
  return SyntaxTree(std::make_shared<SyntaxTree::Data>(SyntaxTree::Data{source, std::move(nodes)}));
}

}  // namespace lattice
