"""Writes the Unicode tables behind normal_form.cpp, from the interpreter's own database.

Usage: ``make_normal_form.py OUTPUT``. CPython brings every identifier into normal form NFKC, so the
interpreter that builds us is the right authority.
"""

import sys
import unicodedata
from pathlib import Path

HANGUL_SYLLABLES = range(0xAC00, 0xD7A4)


def main() -> None:
    decompositions, letters, classes, compositions = [], [], [], []
    for code in range(0x80, sys.maxunicode + 1):
        text = chr(code)
        if unicodedata.combining(text):
            classes.append(f"{{{code}, {unicodedata.combining(text)}}},")
        if code in HANGUL_SYLLABLES:
            continue
        parts = unicodedata.decomposition(text).split()
        canonical = len(parts) == 2 and not parts[0].startswith("<")
        if canonical and unicodedata.normalize("NFC", text) == text:
            compositions.append((int(parts[0], 16), int(parts[1], 16), code))
        full = unicodedata.normalize("NFKD", text)
        if full != text and ("a" + text).isidentifier():
            decompositions.append(f"{{{code}, {len(letters)}, {len(full)}}},")
            letters.extend(f"{ord(letter)}," for letter in full)
    tables = [
        ("Decomposition kDecompositions", decompositions),
        ("char32_t kLetters", letters),
        ("CombiningClass kCombiningClasses", classes),
        ("Composition kCompositions", [f"{{{a}, {b}, {c}}}," for a, b, c in sorted(compositions)]),
    ]
    text = "".join(
        f"constexpr {name}[] = {{\n" + "\n".join(entries) + "\n};\n" for name, entries in tables
    )
    output = Path(sys.argv[1])
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(text, encoding="ascii")


main()
