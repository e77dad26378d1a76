"""Holds the layers: what their sources include, and which symbols their programs leave open.

Usage: ``check_layers.py SOURCE_DIR NM PROGRAM...``. Exit code 1 and one line for each violation.
"""

import re
import subprocess
import sys
from pathlib import Path

# Each layer may include itself and those before it.
LAYERS = ["frontend", "analysis", "codegen", "runtime"]
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.MULTILINE)
FOREIGN = re.compile(r"(?i)^(python|pybind11|streamlit|llvm|llvm-c|clang)(/|\.h|\b)")
FOREIGN_SYMBOL = re.compile(r"(?i)\b(_?Py[A-Z_]\w+|LLVM\w+|llvm::|pybind11)")


def included(source: Path) -> list[str]:
    return INCLUDE.findall(source.read_text(encoding="utf-8", errors="replace"))


def violation(path: Path, header: str) -> str | None:
    """Why a source of a layer (path from the root) may not include the header."""
    layer, folder = path.parts[0], "/".join(path.parts[:2])
    top = header.split("/", maxsplit=1)[0]
    # The plugin behind the C interface is the one place for LLVM; no layer links it.
    if FOREIGN.match(header) and folder != "codegen/jit":
        return f"{layer} knows neither Python nor LLVM"
    if top == "tree_sitter" and folder != "frontend/syntax":
        return "only frontend/syntax calls tree-sitter"
    if top in LAYERS and LAYERS.index(top) > LAYERS.index(layer):
        return f"{layer} lies below {top}"
    if top in ("cli", "python", "tests"):
        return f"{layer} lies below {top}"
    return None


def main() -> int:
    root, nm, programs = Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
    found = []
    sources = [
        path
        for layer in LAYERS
        for path in sorted((root / layer).rglob("*"))
        if path.suffix in (".h", ".cpp", ".def", ".c")
    ]
    for source in sources:
        path = source.relative_to(root)
        for header in included(source):
            if reason := violation(path, header):
                found.append(f"{path}: includes {header}: {reason}")
    for program in programs:
        symbols = subprocess.run(
            [nm, "-C", "--undefined-only", program], check=True, capture_output=True, text=True
        ).stdout
        found += [
            f"{Path(program).name}: needs {line.split()[-1]}"
            for line in symbols.splitlines()
            if FOREIGN_SYMBOL.search(line)
        ]
    print("\n".join(found) if found else f"{len(sources)} sources and {len(programs)} programs")
    return 1 if found or not sources else 0


sys.exit(main())
