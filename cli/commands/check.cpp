#include <fmt/format.h>

#include <algorithm>

#include "cli/base/files.h"
#include "cli/base/suggest.h"
#include "cli/base/terminal.h"
#include "cli/check/print.h"
#include "cli/commands/commands.h"
#include "frontend/syntax/parse.h"

namespace lattice::cli {
namespace {

/// Which codes are reported: `LT003`, or the beginning of several.
class Selection {
 public:
  explicit Selection(const Arguments& arguments)
      : select_(arguments.list("select")), ignore_(arguments.list("ignore")) {
    if (arguments.has("select") && select_.empty()) {
      throw Failure(Exit::Usage, "`--select` names no code");
    }
    const std::vector<std::string> known = all_codes();
    for (const auto* list : {&select_, &ignore_}) {
      for (const std::string& prefix : *list) {
        const bool any = std::ranges::any_of(
            known, [&](const std::string& code) { return code.starts_with(prefix); });
        if (!any) {
          throw Failure(Exit::Usage, fmt::format("there is no code `{}`", prefix),
                        did_you_mean(prefix, known, "docs/checks.md lists them"));
        }
      }
    }
  }

  [[nodiscard]] bool has(const std::string& code) const {
    // Where the text itself is broken nothing else can be said, so that is always reported.
    const bool selected = select_.empty() || code.starts_with("LT9") || matches(select_, code);
    return selected && !matches(ignore_, code);
  }

 private:
  static bool matches(const std::vector<std::string>& prefixes, const std::string& code) {
    return std::ranges::any_of(prefixes,
                               [&](const std::string& prefix) { return code.starts_with(prefix); });
  }

  std::vector<std::string> select_, ignore_;
};

struct Candidate {
  std::string path;
  /// Found in a folder: it may be a module that has nothing to do with Streamlit.
  bool found = false;
};

std::vector<Candidate> candidates(std::vector<std::string> paths, bool& failed) {
  if (paths.empty()) paths.emplace_back(".");
  std::vector<Candidate> files;
  for (const std::string& path : paths) {
    if (!is_directory(path)) {
      files.push_back({path, false});
      continue;
    }
    try {
      const std::vector<std::string> found = python_files(path);
      if (found.empty()) {
        write_stderr(fmt::format("{}: there is no Python file in `{}`\n",
                                 stderr_style().paint("1;33", "warning"), printable(path)));
      }
      for (const std::string& file : found) files.push_back({file, true});
    } catch (const Failure& failure) {
      print_failure(failure);
      failed = true;
    }
  }
  return files;
}

FileFindings check_file(const Candidate& candidate, const Selection& selection) {
  const SourceFile source = read_script(candidate.path);
  const bool script = !candidate.found || source.text().find("streamlit") != std::string_view::npos;
  const SyntaxTree tree = parse(source);
  FileFindings file{source, script ? check_script(tree) : check_text(tree)};
  std::erase_if(file.findings,
                [&](const Finding& finding) { return !selection.has(finding.code); });
  return file;
}

}  // namespace

Exit check_command(const Arguments& arguments) {
  const std::string format = arguments.value_or("output-format", "full");
  const Selection selection(arguments);
  bool failed = false;
  size_t count = 0;
  std::vector<FileFindings> files;
  for (const Candidate& candidate : candidates(arguments.positional(), failed)) {
    try {
      files.push_back(check_file(candidate, selection));
      count += files.back().findings.size();
    } catch (const Failure& failure) {
      print_failure(failure);
      failed = true;
    }
  }
  const Style style = stdout_style();
  std::string text;
  if (format == "json") text = print_json(files);
  for (const FileFindings& file : files) {
    if (format == "full") text += print_full(file, style);
    if (format == "concise") text += print_concise(file, style);
  }
  write_stdout(text);
  if (format == "full") {
    const std::string what = count == 0   ? "nothing found"
                             : count == 1 ? "1 finding"
                                          : fmt::format("{} findings", count);
    write_stderr(
        fmt::format("{} in {} {}\n", what, files.size(), files.size() == 1 ? "file" : "files"));
  }
  if (failed) return Exit::Usage;
  return count > 0 && !arguments.has("exit-zero") ? Exit::Findings : Exit::Clean;
}

}  // namespace lattice::cli
