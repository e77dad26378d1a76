// The only file that calls tree-sitter. Its tree is copied into a flat preorder array, because
// there a parent is one load, a subtree an interval, and nothing outside needs tree-sitter's
// headers.
#include "frontend/syntax/parse.h"

#include <tree_sitter/api.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <utility>

#include "frontend/syntax/parsing/parser_memory.h"
#include "frontend/syntax/parsing/repair.h"

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

Kind kind_of(TSNode node, const Vocabulary& words) {
  if (ts_node_is_error(node)) return Kind::Error;
  const TSSymbol symbol = ts_node_symbol(node);
  return symbol < words.kinds.size() ? words.kinds[symbol] : Kind::Unknown;
}

/// Copies the tree below `root` in document order, without recursion.
std::vector<NodeData> flatten(TSNode root, uint32_t text_size) {
  std::vector<NodeData> nodes;
  nodes.reserve(ts_node_descendant_count(root) + 1);
  /// The nodes around the cursor, and how many of their children it has not reached yet.
  struct Open {
    uint32_t index;
    uint32_t left;
  };
  std::vector<Open> open;
  const Vocabulary& words = vocabulary();
  TSTreeCursor cursor = ts_tree_cursor_new(root);
  while (true) {
    const TSNode node = ts_tree_cursor_current_node(&cursor);
    const auto index = static_cast<uint32_t>(nodes.size());
    NodeData data;
    data.kind = kind_of(node, words);
    data.field = words.fields[ts_tree_cursor_current_field_id(&cursor)];
    data.missing = ts_node_is_missing(node);
    data.has_error = ts_node_has_error(node) || data.missing;
    data.range.begin = std::min(ts_node_start_byte(node), text_size);
    data.range.end = std::clamp(ts_node_end_byte(node), data.range.begin, text_size);
    data.parent = open.empty() ? 0 : open.back().index;
    nodes.push_back(data);
    // Counted, because a cursor finds out slowly that there is no next node.
    const uint32_t children = ts_node_child_count(node);
    if (children > 0 && ts_tree_cursor_goto_first_child(&cursor)) {
      open.push_back({index, children - 1});
      continue;
    }
    nodes[index].subtree_end = index + 1;
    while (!open.empty() && (open.back().left == 0 || !ts_tree_cursor_goto_next_sibling(&cursor))) {
      ts_tree_cursor_goto_parent(&cursor);
      nodes[open.back().index].subtree_end = static_cast<uint32_t>(nodes.size());
      open.pop_back();
    }
    if (open.empty()) break;
    --open.back().left;
  }
  return nodes;
}

std::vector<NodeData> parse_text(std::string_view text) {
  std::vector<NodeData> nodes;
  const auto size = static_cast<uint32_t>(text.size());
  const ParserMemory memory;
  TSParser* parser = ts_parser_new();
  TSTree* tree = nullptr;
  if (ts_parser_set_language(parser, tree_sitter_python())) {
    // NOLINTNEXTLINE(bugprone-suspicious-stringview-data-usage): the size is the next argument.
    tree = ts_parser_parse_string(parser, nullptr, text.data(), size);
  }
  if (tree != nullptr) {
    nodes = flatten(ts_tree_root_node(tree), size);
    trim_comments(nodes);
    hoist_splats(nodes);
    // Not deleted node by node: `memory` ends at once.
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
