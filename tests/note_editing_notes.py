"""Notes made up by chance, as people and programs write them: the ground the editor is tried on.

A note is made of pieces, and each piece knows where it stands: so a test can say which bytes an
edit may touch without asking the code under test.
"""

from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

KEYS = [
    "name", "aliases", "tags", "email", "Phone", "company", "role", "Last Contact", "birthday",
    "met", "met_at", "notes", "weight", "frequency", "snooze_until", "relationship", "language",
    "città", "cite\u0301", "Lieblingsfarbe", "2024", '"quoted key"', "'single'", "my key", "a.b",
    "url", "dates", "needs", "x-1", "日本",
]  # fmt: skip
WORDS = [
    "Ada", "Giulia Rossi", "3 months", "2026-01-01", "12:30", "NO", "yes", "a, b", "Zoë 🎉", "50%",
    "https://x.example.org/y#z", "+39 333 1234567", "--06-12", "O'Neil", "C#", "x y  z", "5", "1.5",
    "true", "hello-world", "e\u0301t\u00e9", "(see there)", "a|b", "l\u00e0 [x]", "-5", "?x", "a\u00a0b",
]  # fmt: skip
NASTY = [
    "0123", "+391", "1e3", "null", "~", "", " lead", "trail ", "@x", "a: b", "a #b", "#tag", "[[X]]",
    "[[A|b]]", "{x}", "'q'", '"q"', "it's \"both\"", "- item", "-", "?", "? x", "key:", "!x", "&a",
    "*a", "%x", "`c`", "> x", "| x", ",x", "007", "0x1F", ".5", ".inf", "---", "--- x", "...", "<<",
    "=", "\\", "a\\b", "\ta", "a\tb", "two\nlines", "two\n\nlines\n", "\nlead", "l\n  deep\nx", "x\n\n",
    "a\u2028b", "a\x85b", "\ufeffx", "a\x07b", "x" * 200, "true", "No", "y",
    "2026-02-30", "1:2", "a:b", "::", ":x", "x:", "Null", "TRUE", "1_000", "😀", "{ {date}", "l1\n# no comment\nl2",
    "a\r\nb", "end -", "[a, b]", "]", "}", "a,b", "a]b", "a}b",
]  # fmt: skip
COMMENTS = ["# how we met", "#no blank", "# : [ \" '", "# è vero"]
BODY = [
    "Prose with **bold** and [[Marco|him]].", "A line\nand another.", "- a\n- b\n  - c", "1. one\n2. two",
    "> [!note] Callout\n> - 2026-01-01 call: quoted\n> - [ ] task", "| a | b |\n|---|---|\n| [[X\\|y]] | z |",
    "```\n## Log\n- 2026-01-01 code\n```", "~~~yaml\na: b\n---\n~~~", "%% hidden\n## Log\n%%", "<!-- c\n- x\n-->",
    "<div>\n## Log\n</div>", "<details>\n<summary>s</summary>\n\n- in\n\n</details>", "---", "***",
    "![[img.png|100]]", "[G](People/G%20R.md) and [H](<P/H R.md>)", "- [ ] ask her #cue 📅 2026-11-12\n  - child",
    "- [ ] send `code` #promise 📅 2026-10-01 ^id-1", "- [x] done ✅ 2026-02-02", "- [/] going 🔁 every week 📅 2026-09-09",
    "* [ ] w [due:: 2026-05-05]  [repeat:: every month]", "Birthdate:: 1990", "Mood:: [[good]]", "    indented code",
    "Text with trailing blanks  ", "# Title", "### 2026-01-01 Coffee\nwe talked", "+ plus\n\n+ loose", "`a` `b", "100% %",
    "[^1]: a footnote", "- one\n\n  para\n\n  ```\n  code\n  ```\n- two", "Setext\n------", "<b>inline</b> html", "$$\nx\n$$",
]  # fmt: skip
LOGS = [
    "- 2026-01-01 call: one\n- 2026-03-01 coffee\n  more\n- 2026-05-05 email: x",
    "- 2026-05-05 new first\n- 2026-03-01 b\n- 2026-01-01 c", "* [[2026-02-02]] linked\n* [[2026-04-02]] later",
    "- **2026-01-01** bold", "1. 2026-01-01 a\n2. 2026-02-01 b", "- 2026-01-01 a\n\n- 2026-02-01 b\n\n- 2026-03-01 c",
    "", "Nothing yet.", "- undated", "- [ ] a task\n  - 2026-01-01 under it", "### 2025\n- 2025-01-01 x\n\n### 2026\n- 2026-01-01 y",
    "- 2026-01-01 x\n\t- tabbed child\n- 2026-06-06 y", "- 2026-01-01 `a\n  b`\n", "```\n- 2026-01-01\n```",
    "- 2026-01-01 call: x ^b-1", "+ 2026-01-01 +", "<ul>\n<li>x</li>\n</ul>",
]  # fmt: skip
TAILS = [
    "", "", "", "", '[//begin]: # "Foam"\n[a]: a.md "A"\n[//end]: # "x"', "%% kanban:settings\n```\n{}\n```\n%%",
    "[^1]: note\n[x]: y.md", "<!-- end -->",
]  # fmt: skip


class Piece(NamedTuple):
    """A stretch of front matter: a field with the values it holds, or lines between fields.

    `shape` names how it is written; `key` is empty where no field stands.
    """

    text: str
    key: str = ""
    shape: str = ""
    value: "str | list[str] | None" = None


@dataclass
class Made:
    """A note made by chance: `head` is what precedes its fields, `tail` the closing fence and body."""

    head: bytes
    pieces: list[Piece]
    tail: bytes
    eol: str
    margin: int = 0
    raw: list[bytes] = field(default_factory=list)

    @property
    def data(self) -> bytes:
        return self.head + b"".join(self.raw) + self.tail

    def fields(self) -> "list[tuple[int, Piece]]":
        return [(n, piece) for n, piece in enumerate(self.pieces) if piece.key]

    def around(self, number: int) -> tuple[bytes, bytes]:
        """Return the bytes before and behind a piece."""
        before = self.head + b"".join(self.raw[:number])
        return before, b"".join(self.raw[number + 1 :]) + self.tail


def made_note(rng: Random) -> Made:
    """Return a valid note: front matter in mixed styles, and a body in which little is simple."""
    eol = rng.choice(["\n", "\n", "\n", "\r\n"])
    pieces: list[Piece] = []
    for key in rng.sample(KEYS, rng.randint(0, 8)):
        while rng.random() < 0.15:
            last = next((piece.shape for piece in reversed(pieces) if piece.shape), "")
            inside = [] if last in ("literal", "folded") else ["  # in\n"]
            pieces.append(Piece(rng.choice(["\n", *(c + "\n" for c in COMMENTS), *inside])))
        pieces.append(_field(rng, key))
    if rng.random() < 0.1:
        pieces.append(Piece(rng.choice(COMMENTS) + "\n"))
    mark = b"\xef\xbb\xbf" if rng.random() < 0.1 else b""
    body = _encoded(made_body(rng), eol)
    body = b"x" + body if not pieces and body.startswith(b"---") else body
    if not pieces and rng.random() < 0.7:
        return Made(mark, [], body, eol)
    fence = rng.choice(["---", "---", "---", "--- "])
    head = mark + _encoded(f"{fence}\n", eol)
    raw = [_encoded(piece.text, eol) for piece in pieces]
    tail = _encoded("---" + rng.choice(["\n", "\n", "\n\n", " \n"]), eol) + body
    return Made(head, pieces, tail, eol, 0, raw)


def made_body(rng: Random) -> str:
    """Return a body: blocks of all kinds, sections, perhaps a log and loops, perhaps no end of line."""
    blocks = [rng.choice(BODY) for _ in range(rng.randint(0, 4))]
    if rng.random() < 0.5:
        blocks.append(
            _section(
                rng, rng.choice(["## Log", "## log", "# Log", "### Log ###", "## **Log**"]), LOGS
            )
        )
    if rng.random() < 0.3:
        blocks.append(
            _section(
                rng,
                "## Open loops",
                ["- [ ] send #promise", "- [x] old ✅ 2026-01-01", "", *BODY[16:20]],
            )
        )
    if rng.random() < 0.4:
        blocks.append(_section(rng, rng.choice(["## Other", "# Top", "### Low"]), BODY))
    rng.shuffle(blocks)
    tail = rng.choice(TAILS)
    text = rng.choice(["\n\n", "\n\n", "\n\n\n", "\n"]).join([*blocks, *([tail] if tail else [])])
    text += rng.choice(["\n", "\n", "\n", "", "\n\n", "\n \n"]) if text else ""
    if rng.random() < 0.05:
        text = "\udce9\udc80 " + text
    return text


def _section(rng: Random, heading: str, held: list[str]) -> str:
    return heading + rng.choice(["\n\n", "\n"]) + rng.choice(held)


def _encoded(text: str, eol: str) -> bytes:
    return text.replace("\n", eol).encode("utf-8", "surrogateescape")


def _field(rng: Random, key: str) -> Piece:
    """Return a field in one of the shapes that are met with, the rare ones rarely."""
    shape = rng.choices(list(_SHAPES), [weight for weight, _ in _SHAPES.values()])[0]
    text, value = _SHAPES[shape][1](rng)
    colon = rng.choices([":", " :", ":\t" if text.startswith(" ") else ":"], [20, 1, 1])[0]
    if colon.endswith("\t"):
        text = text[1:]
    name = key[1:-1] if key[0] in "\"'" else key
    return Piece(f"{key}{colon}{text}\n", name, shape, value)


def _note(rng: Random) -> str:
    return rng.choice(["", "", "", "", "   # why", " #x"])


def _plain(rng: Random) -> tuple[str, str]:
    word = rng.choice(WORDS)
    return f"{rng.choice([' ', ' ', '   '])}{word}{_note(rng)}", word


def _double(rng: Random) -> tuple[str, str]:
    word = rng.choice([*WORDS, *NASTY[:40]])
    source = word.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    return f' "{source}"{_note(rng)}', word


def _single(rng: Random) -> tuple[str, str]:
    word = rng.choice([w for w in [*WORDS, *NASTY[:40]] if "\t" not in w])
    return " '" + word.replace("'", "''") + f"'{_note(rng)}", word


def _nothing(rng: Random) -> tuple[str, None]:
    return rng.choice(["", "", " ~", " null", "   # none", " "]), None


def _dashes(rng: Random) -> tuple[str, list[str]]:
    pad, gap = " " * rng.choice([2, 2, 2, 0, 4]), rng.choice([" ", " ", " ", "   "])
    words = rng.sample(WORDS, rng.randint(1, 4))
    lines = []
    for word in words:
        if rng.random() < 0.1:
            lines.append(f"{pad}# among")
        quoted = rng.random() < 0.3
        lines.append(f"{pad}-{gap}{chr(34) * quoted}{word}{chr(34) * quoted}{_note(rng)}")
    return f"{_note(rng)}\n" + "\n".join(lines), words


def _brackets(rng: Random) -> tuple[str, list[str]]:
    words = rng.sample([w for w in WORDS if not set(w) & set(",[]{}:#|?")], rng.randint(1, 4))
    parts = [f'"{word}"' if rng.random() < 0.2 else word for word in words]
    opening, separator, closing = rng.choice(
        [("[", ", ", "]"), ("[", ",", "]"), ("[ ", " , ", " ]"), ("[\n  ", ",\n  ", "\n]"), ("[", ", ", ",]"), ("[", ",  ", " ]")]
    )  # fmt: skip
    if closing == "\n]":
        closing = "\n  ]"
    return f" {opening}{separator.join(parts)}{closing}{_note(rng)}", words


def _empty_list(rng: Random) -> tuple[str, list[str]]:
    return f" []{_note(rng)}", []


def _literal(rng: Random) -> tuple[str, str]:
    pad = rng.choice(["  ", "    "])
    middle = rng.sample(["line one", "# no comment", "- x", "a: b", "", "deep  "], 3)
    lines = ["begin", *middle, "end"]
    text = "\n".join(pad + line if line else "" for line in lines)
    sign = rng.choice(["|-", "|"])
    said = "\n".join(lines) + ("\n" if sign == "|" else "")
    return f" {sign}{_note(rng)}\n{text}", said


def _folded(rng: Random) -> tuple[str, str]:
    return " >-\n  one\n  two\n\n  three", "one two\nthree"


def _wrapped(rng: Random) -> tuple[str, str]:
    return rng.choice(
        [(" one\n  two", "one two"), (' "one\n  two"', "one two"), ("\n  below", "below")]
    )


def _bare_link(rng: Random) -> tuple[str, str]:
    return f" [[Bob Lee]]{_note(rng)}", "[[Bob Lee]]"


def _map(rng: Random) -> tuple[str, None]:
    shapes = [
        "\n  k: v\n  l: w",
        " {k: v}",
        "\n  - k: v\n  - x",
        "\n  k:\n    - v\n  # of l\n  l: |\n    # w",
    ]
    return rng.choice(shapes), None


def _escapes(rng: Random) -> tuple[str, str]:
    return r' "a\u00e9b\tc"', "a\u00e9b\tc"


_SHAPES = {
    "plain": (40, _plain), "double": (15, _double), "single": (6, _single), "nothing": (8, _nothing),
    "dashes": (24, _dashes), "brackets": (8, _brackets), "empty": (3, _empty_list),
    "literal": (3, _literal), "folded": (0.7, _folded), "wrapped": (1, _wrapped),
    "link": (1, _bare_link), "map": (0.4, _map), "escapes": (0.5, _escapes),
}  # fmt: skip
