#!/usr/bin/env python3
"""Writes Sources/TerminalCore/Generated/WidthTable.swift from the Unicode files of Debian's package unicode-data.

    Tools/unicode/generate-width-table.py [--ucd /usr/share/unicode] [--output FILE]

Each scalar becomes six bits, written as one printable character ('0' plus the bits):
    bits 0-1  columns: 0, 1, 2, or 3 for "ambiguous, 1 or 2 by setting"
    bit 2     joins: may be one grapheme cluster with a neighbour
    bit 3     hidden: must never reach a terminal by itself (controls, bidi, zero width)
    bit 4     turns: one column alone, two before U+FE0F (emoji presentation)
Blocks of 256 scalars; equal blocks are stored once.
"""
import argparse
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
LIMIT = 0x110000
BLOCK = 256
ZERO, NARROW, WIDE, AMBIGUOUS = range(4)
JOINS, HIDDEN, TURNS = 4, 8, 16


def properties(path):
    """Yields (first, last, value) of a Unicode property file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        line = line.split("#")[0].strip()
        if not line:
            continue
        span, value = [part.strip() for part in line.split(";")][:2]
        first, _, last = span.partition("..")
        yield int(first, 16), int(last or first, 16), value


def members(path, *values):
    found = set()
    for first, last, value in properties(path):
        if value in values:
            found.update(range(first, last + 1))
    return found


def categories(path):
    result = {}
    pending = None
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.split(";")
        scalar = int(fields[0], 16)
        if fields[1].endswith(", First>"):
            pending = scalar
            continue
        for each in range(pending if pending is not None else scalar, scalar + 1):
            result[each] = fields[2]
        pending = None
    return result


def table(ucd):
    category = categories(ucd / "UnicodeData.txt")
    asian = {}
    for first, last, value in properties(ucd / "EastAsianWidth.txt"):
        for scalar in range(first, last + 1):
            asian[scalar] = value
    breaks = {}
    for first, last, value in properties(ucd / "auxiliary/GraphemeBreakProperty.txt"):
        for scalar in range(first, last + 1):
            breaks[scalar] = value
    ignorable = members(ucd / "DerivedCoreProperties.txt", "Default_Ignorable_Code_Point")
    prepended = members(ucd / "PropList.txt", "Prepended_Concatenation_Mark")
    pictographic = members(ucd / "emoji/emoji-data.txt", "Extended_Pictographic")
    modifiers = members(ucd / "emoji/emoji-data.txt", "Emoji_Modifier")
    turning = set()
    for line in (ucd / "emoji/emoji-variation-sequences.txt").read_text(encoding="utf-8").splitlines():
        match = re.match(r"([0-9A-F]+) FE0F\s*;", line)
        if match:
            turning.add(int(match.group(1), 16))

    entries = []
    for scalar in range(LIMIT):
        kind = category.get(scalar, "Cn")
        wide = asian.get(scalar, "N")
        if kind in ("Mn", "Me", "Cc", "Cs", "Zl", "Zp") or breaks.get(scalar) in ("V", "T"):
            columns = ZERO
        elif (kind == "Cf" or scalar in ignorable) and scalar not in prepended:
            columns = ZERO
        elif wide in ("W", "F") or 0x1F1E6 <= scalar <= 0x1F1FF:
            columns = WIDE
        elif wide == "A":
            columns = AMBIGUOUS
        else:
            columns = NARROW
        bits = columns
        if scalar in pictographic or scalar in modifiers:
            bits |= JOINS
        if breaks.get(scalar, "Other") not in ("Other", "Control", "CR", "LF"):
            bits |= JOINS
        if kind in ("Cc", "Cs", "Zl", "Zp") or ((kind == "Cf" or scalar in ignorable) and scalar not in prepended):
            bits |= HIDDEN
        if scalar in turning and columns != WIDE:
            bits |= TURNS
        entries.append(bits)
    return entries


def swift(entries, version):
    blocks, index, known = [], [], {}
    for start in range(0, LIMIT, BLOCK):
        row = "".join(chr(48 + bits) for bits in entries[start:start + BLOCK])
        if row not in known:
            known[row] = len(blocks)
            blocks.append(row)
        index.append(known[row])
    assert len(blocks) < 64 * 64
    pairs = [chr(48 + number // 64) + chr(48 + number % 64) for number in index]
    lines = ["".join(pairs[start:start + 64]) for start in range(0, len(pairs), 64)]
    out = [
        "// Written by Tools/unicode/generate-width-table.py from the Unicode Character Database "
        + version + "; do not edit.",
        "// swift-format-ignore-file",
        "",
        "/// Six bits for every Unicode scalar, each as one printable character, in blocks of 256 scalars.",
        "/// String literals, because they lie in the program's read-only data: no start-up work, no memory of its own.",
        "enum WidthTable {",
        "    /// Two characters per block of 256 scalars: which row of `blocks` holds it. 64 of them a line.",
        '    static let index: StaticString = #"""',
        *["        " + line for line in lines],
        '        """#',
        "",
        "    /// One line per distinct block.",
        '    static let blocks: StaticString = #"""',
        *["        " + row for row in blocks],
        '        """#',
        "}",
        "",
    ]
    return "\n".join(out)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ucd", type=pathlib.Path, default=pathlib.Path("/usr/share/unicode"))
    parser.add_argument(
        "--output", type=pathlib.Path, default=ROOT / "Sources/TerminalCore/Generated/WidthTable.swift")
    arguments = parser.parse_args()
    first = (arguments.ucd / "EastAsianWidth.txt").read_text(encoding="utf-8").splitlines()[0]
    version = re.search(r"EastAsianWidth-([0-9.]+)\.txt", first).group(1)
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    arguments.output.write_text(swift(table(arguments.ucd), version), encoding="utf-8")


if __name__ == "__main__":
    main()
