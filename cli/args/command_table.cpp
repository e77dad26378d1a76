#include <algorithm>

#include "cli/args/command_spec.h"

namespace lattice::cli {
namespace {

constexpr FlagSpec kRunFlags[] = {
    {"lattice.mode", "", ValueKind::Choice, "MODE", "auto full verify",
     "auto: run what an interaction changes; full: run everything, as Streamlit does; verify: do "
     "both, show the full run and report every difference"},
    {"lattice.trace", "", ValueKind::File, "FILE", "",
     "append what each interaction ran and why, a line of JSON each"},
    {"lattice.quiet", "", ValueKind::None, "", "", "do not print a line for each interaction"},
};

constexpr FlagSpec kGraphFlags[] = {
    {"output", "o", ValueKind::File, "FILE", "",
     "write to FILE; its suffix (.json, .dot, .mmd, .txt) chooses the format"},
    {"format", "f", ValueKind::Choice, "FORMAT", "auto ascii json dot mermaid",
     "auto: by the suffix of FILE, else ascii"},
    {"focus", "", ValueKind::Text, "NAME|LINE", "",
     "only what a variable, a widget or a line depends on or changes"},
    {"depth", "", ValueKind::Number, "N", "", "with --focus: at most N steps away"},
    {"direction", "", ValueKind::Choice, "WAY", "up down both",
     "with --focus: what it depends on, what it changes, or both (default)"},
};

constexpr FlagSpec kCheckFlags[] = {
    {"output-format", "", ValueKind::Choice, "FORMAT", "full concise json",
     "full: with excerpts (default); concise: one line each; json: for programs"},
    {"select", "", ValueKind::Text, "CODES", "", "report only these codes, such as LT003,LT01"},
    {"ignore", "", ValueKind::Text, "CODES", "", "do not report these codes"},
    {"exit-zero", "", ValueKind::None, "", "", "exit with 0 even if something was found"},
};

constexpr FlagSpec kVerifyFlags[] = {
    {"random", "", ValueKind::Number, "N", "", "take N random clicks (default 50)"},
    {"seed", "", ValueKind::Number, "S", "", "which random clicks (default 0)"},
    {"clicks", "", ValueKind::File, "FILE", "", "take the clicks of a file instead"},
    {"save", "", ValueKind::File, "FILE", "",
     "write the clicks to FILE: on a difference the few that lead to it, else all"},
    {"format", "f", ValueKind::Choice, "FORMAT", "text json",
     "text: for people (default); json: for programs"},
};

constexpr FlagSpec kDumpFlags[] = {
    {"stage", "", ValueKind::Choice, "STAGE", "syntax scopes effects cells plan instrumented",
     "which stage of the pipeline to print"},
    {"format", "", ValueKind::Choice, "FORMAT", "text json", "json exists for plan and scopes"},
};

constexpr FlagSpec kVersionFlags[] = {
    {"verbose", "v", ValueKind::None, "", "", "also Python and Streamlit; starts Python"},
};

constexpr CommandSpec kCommands[] = {
    {"run",
     "Run a Streamlit script, executing only what an interaction changes",
     "[TARGET] [FLAGS...] [-- SCRIPT ARGUMENTS...]",
     "Takes the place of `streamlit run`: same target, flags, configuration, ports and exit "
     "codes.\n"
     "TARGET is a Python file, a folder with streamlit_app.py, or a URL; without it,\n"
     "streamlit_app.py of the current folder. Every flag of `streamlit run` is accepted.",
     {"TARGET", ValueKind::Script, false, "", ""},
     kRunFlags,
     "  lattice run app.py\n"
     "  lattice run app.py --server.port 8600 --lattice.trace=trace.jsonl\n"
     "  lattice run app.py -- --data sales.csv\n"},
    {"graph",
     "Show which parts of a script depend on which",
     "FILE [-o FILE] [--format FORMAT] [--focus NAME|LINE]",
     "The script is read, not run. `-` reads it from standard input.",
     {"FILE", ValueKind::Script, true, "the script", ""},
     kGraphFlags,
     "  lattice graph app.py\n"
     "  lattice graph app.py --focus region --direction down\n"
     "  lattice graph app.py -o graph.dot\n"},
    {"check",
     "Report what makes a script run more than it needs to",
     "[PATHS...] [FLAGS...]",
     "Folders are searched for Python files; without a path, the current folder is.\n"
     "`# lattice: ignore[LT003]` at the end of a line suppresses a finding there.\n"
     "Exit codes: 0 nothing found, 1 something found, 2 wrong use or unreadable files.",
     {"PATHS", ValueKind::Scripts, false, "", ""},
     kCheckFlags,
     "  lattice check app.py\n"
     "  lattice check --output-format concise --select LT003 .\n"},
    {"verify",
     "Compare a script's incremental runs with full ones, click by click",
     "FILE [--random N] [--seed S] [--clicks FILE] [--save FILE]",
     "The script runs without a browser, once in full and once incrementally, in two processes\n"
     "that get the same clicks; pages, session state and prints are compared after each of them.\n"
     "Exit codes: 0 no difference, 1 a difference, 2 wrong use or unreadable files.",
     {"FILE", ValueKind::Script, true, "the script", ""},
     kVerifyFlags,
     "  lattice verify app.py\n"
     "  lattice verify app.py --random 500 --seed 7 --save clicks.jsonl\n"
     "  lattice verify app.py --clicks clicks.jsonl\n"},
    {"dump",
     "Print a stage of the analysis, for those who work on Lattice",
     "--stage STAGE FILE",
     "",
     {"FILE", ValueKind::Script, true, "the script", ""},
     kDumpFlags,
     "  lattice dump --stage cells app.py\n"
     "  lattice dump --stage instrumented app.py\n"},
    {"version",
     "Print the version",
     "[--verbose]",
     "",
     {},
     kVersionFlags,
     "  lattice version --verbose\n"},
    {"completions",
     "Print a completion script for a shell",
     "SHELL",
     "",
     {"SHELL", ValueKind::Choice, true, "bash, zsh or fish", "bash zsh fish"},
     {},
     "  lattice completions bash > ~/.local/share/bash-completion/completions/lattice\n"
     "  lattice completions zsh > ~/.zfunc/_lattice\n"
     "  lattice completions fish > ~/.config/fish/completions/lattice.fish\n"},
    {"help",
     "Print help for a command",
     "[COMMAND]",
     "",
     {"COMMAND", ValueKind::Choice, false, "",
      "run graph check verify dump version completions help"},
     {},
     "  lattice help graph\n"},
};

}  // namespace

std::span<const CommandSpec> commands() { return kCommands; }

const CommandSpec* find_command(std::string_view name) {
  const auto* found =
      std::ranges::find_if(kCommands, [&](const CommandSpec& spec) { return spec.name == name; });
  return found == std::end(kCommands) ? nullptr : found;
}

}  // namespace lattice::cli
