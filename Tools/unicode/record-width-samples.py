#!/usr/bin/env python3
"""Writes Tests/TerminalCoreTests/WidthSamples.swift: texts and their columns according to PyPI wcwidth 0.7.0."""
import pathlib
import unicodedata

import wcwidth

OUTPUT = pathlib.Path(__file__).resolve().parents[2] / "Tests/TerminalCoreTests/WidthSamples.swift"

WORDS = """
Blåbär Studio|Ünïcödé|Ελληνικά|Кириллица|שלום|مرحبا|नमस्ते|क्षत्रिय|สวัสดี|ภาษาไทย|ຂໍ້ຄວາມ|தமிழ்|한국어|한국어|北京星图科技|日本語|ひらがな|カタカナ|ﾊﾝｶｸ|ﾊﾞ
ＦＵＬＬ|Tiếng Việt|ไทย|မြန်မာ|ខ្មែរ|ქართული|Հայերեն|ᓀᐦᐃᔭᐍᐏᐣ|ⴰⵎⴰⵣⵉⵖ|𝔘𝔫𝔦|a b|100 %|→ ⇒ ▸ ▌ █▏ ▇▁ … · “x” – — ∅ ✗ ✓ ═ ─ │ ┌|❯ ± × ÷ ° § ¶
😀|👍|👍🏽|👩‍👩‍👧|👨‍👩‍👧‍👦|🧑🏽‍🚀|🏳️‍🌈|🏴‍☠️|🇩🇪|🇩🇪🇯🇵|❤️|❤|☺️|☺|✈️|✈|1️⃣|#️⃣|⚠️|⚠|☎️|⌚|⌚️|⏰|⭐|✨|✅|❌|➡️|➡|©️|©|™️|™|🏻|👁️‍🗨️|🫠|🧑‍🤝‍🧑|💚💛|🀄|🃏|㊗️|㊗|Ⓜ️|Ⓜ|🅰️
é|ñ̃|a̐|Å|🙂x🙂|x北y|ｶﾞ|각|가|ㅎ|ㄱ|〰️|〰|　|、。|「」|〈〉|⟨⟩|①②|⑴|㎏|㍿|Ⅷ|½|№|℡|Ω|ﬁ|Ǆ|𠮷|𠮷野家|🈚|🉐|𓀀|𐍈|𒀀
"""


def literal(text):
    return "".join(f"\\u{{{ord(each):X}}}" if not (32 <= ord(each) < 127) or each in '"\\' else each for each in text)


def main():
    samples = [word for line in WORDS.strip().splitlines() for word in line.split("|")]
    # Scalars at every corner of the planes, as far as Unicode 14 named them: graphic ones only.
    # Left out: vowel jamo, which wcwidth counts 0 even without a base, and symbols that Unicode 16 made wide.
    for scalar in range(0xA0, 0x2FA20, 331):
        if 0x1160 <= scalar <= 0x11FF or 0x1D300 <= scalar <= 0x1D37F:
            continue
        if unicodedata.category(chr(scalar)) not in ("Cc", "Cf", "Cs", "Cn", "Co", "Mn", "Me", "Mc", "Zl", "Zp"):
            samples.append("x" + chr(scalar))
    lines = [
        f"// Written by Tools/unicode/record-width-samples.py with wcwidth {wcwidth.__version__}; do not edit.",
        "// swift-format-ignore-file",
        "",
        "let widthSamples: [(text: String, columns: Int)] = [",
    ]
    for text in dict.fromkeys(samples):
        columns = wcwidth.wcswidth(text)
        if columns >= 0:
            lines.append(f'    ("{literal(text)}", {columns}),')
    lines += ["]", ""]
    OUTPUT.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
