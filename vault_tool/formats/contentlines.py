"""The lines of vCard and iCalendar files, taken apart on bytes; nothing is refused.

A line is a property: group, name, parameters, value. Real files break the rules in every way: folds
in the middle of a character, quoted-printable that goes on without a blank, values in base64 that
end at an empty line, parameters without a name. Whatever is no property is a problem and left out.

Public: `properties(data)`, `Property`, `Garbage`, `line_starts(data)`, `segments(data)`,
`Segment`; of one line without folds `head_and_value(raw)`, `outside_quotes(text, sign)`,
`coding(raw)`.
"""

import re
from binascii import Error, a2b_base64, a2b_qp
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from vault_tool.formats.characters import decoded, utf8, visible

_BREAK = re.compile(rb"\r*\n|\r")
_NAME = re.compile(r"(?:([A-Za-z0-9_-]+)\.)?([A-Za-z0-9_-]+)")
_BASE64 = re.compile(rb"[A-Za-z0-9+/=]+")
_STARTS = re.compile(rb"(?i)(?:[a-z0-9_-]+\.)?[a-z][a-z0-9-]*[:;]")
_ENCODINGS = frozenset(("QUOTED-PRINTABLE", "BASE64", "B", "Q", "8BIT", "7BIT"))
_VALUES = frozenset(("URL", "URI", "INLINE", "CID", "CONTENT-ID", "TEXT", "DATE"))
_ESCAPED = re.compile(r"\\([\\,;:nN])")
_CARET = re.compile(r"\^([n^'])")
_CARETS = {"n": "\n", "^": "^", "'": '"'}


class Property(NamedTuple):
    """One property: the name in capitals, parameters by names in capitals, the value as it came."""

    line: int
    group: str
    name: str
    params: Mapping[str, tuple[str, ...]]
    raw: bytes

    def is_a(self, kind: str) -> bool:
        """Tell whether the property has this type, in any case."""
        return kind in self.types()

    def types(self) -> tuple[str, ...]:
        """Return its types, in small letters."""
        return tuple(each.casefold() for each in self.params.get("TYPE", ()))

    def param(self, name: str) -> str:
        """Return the first value of a parameter, empty where there is none."""
        return next(iter(self.params.get(name, ())), "")

    def text(self) -> str:
        """Return the whole value as text; commas and semicolons part nothing."""
        return visible(_unescaped(self._decoded(self.raw)))

    def parts(self) -> list[str]:
        """Return the value's parts, between semicolons."""
        return [visible(_unescaped(part)) for part in self._divided(";")]

    def items(self) -> list[str]:
        """Return the value's items, between commas, those without a text left out."""
        found = (visible(_unescaped(part)) for part in self._divided(","))
        return [each for each in found if each]

    def _divided(self, sign: str) -> list[str]:
        """Return what stands between the signs, still escaped.

        A quoted-printable sign belongs to the text, unless all of them are so.
        """
        parts = _split(self.raw, sign.encode())
        if len(parts) > 1:
            return [self._decoded(part) for part in parts]
        return _split_text(self._decoded(self.raw), sign)

    def _decoded(self, data: bytes) -> str:
        encoding = self.param("ENCODING").upper()
        if encoding in ("QUOTED-PRINTABLE", "Q"):
            data = a2b_qp(data)
        elif encoding in ("BASE64", "B"):
            try:
                data = a2b_base64(b"".join(data.split()))
            except (Error, ValueError):
                return decoded(data)
        return decoded(data, self.param("CHARSET"))


class Garbage(NamedTuple):
    """A line that is no property."""

    line: int
    text: str


def properties(data: bytes) -> Iterator[Property | Garbage]:
    """Yield every property of a file in order, and what is none. Never raises."""
    for line, raw in _logical_lines(utf8(data)):
        if raw.strip(b" \t\0\x1a"):
            yield _property(line, raw)


def line_starts(data: bytes) -> list[int]:
    """Return where each line begins, and where the last one ends."""
    return [0, *(match.end() for match in _BREAK.finditer(data)), len(data)]


class Segment(NamedTuple):
    """One property, blank line or other line: the number of its first line, and its bytes.

    `data` is with folds and end, `unfolded` without.
    """

    line: int
    data: bytes
    unfolded: bytes


def segments(data: bytes) -> Iterator[Segment]:
    """Yield all of the data in its lines; those that belong together are one."""
    starts = line_starts(data)
    lines = list(_logical_lines(data))
    nexts = [*(line for line, _ in lines[1:]), len(starts)]
    for (line, raw), after in zip(lines, nexts, strict=True):
        yield Segment(line, data[starts[line - 1] : starts[after - 1]], raw)


def _logical_lines(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each line with the ones that go on from it, and the number of its first."""
    start, held = 1, None
    keeps_blank = False
    for number, line in enumerate(_BREAK.split(data), 1):
        if held is not None and (more := _continuing(held, line, keeps_blank)) is not None:
            held = more
            continue
        if held is not None:
            yield start, bytes(held)
            keeps_blank = _keeps_blank(bytes(held), keeps_blank)
        start, held = number, bytearray(line)
    if held is not None:
        yield start, bytes(held)


def _continuing(held: bytearray, line: bytes, keeps_blank: bool) -> bytearray | None:
    """Return the held line with this one, None where this one begins a new property."""
    coded = coding(held)
    if coded == "quoted" and held.endswith(b"=") and not line.upper().startswith(b"END:VCARD"):
        del held[-1:]
        held += line
        return held
    if line[:1] in (b" ", b"\t") and held:
        held += line if keeps_blank and coded is None else line[1:]
        return held
    if coded == "base64" and _BASE64.fullmatch(line):
        held += line
        return held
    return None


def _keeps_blank(line: bytes, before: bool) -> bool:
    """Tell whether a fold's blank belongs to the text, as it does in a card of version 2.1.

    2.0 is that of calendars.
    """
    upper = line[:20].upper()
    is_old = upper.startswith(b"VERSION:2") and not upper.startswith(b"VERSION:2.0")
    return is_old or (before and not upper.startswith(b"END:VCARD"))


def coding(held: bytes | bytearray) -> str | None:
    """Return how a line's value goes on over line ends: `quoted`, `base64`, or None."""
    head = bytes(held[:300]).partition(b":")
    if not head[1]:
        return None
    params = head[0].upper().replace(b'"', b"")
    if b"QUOTED-PRINTABLE" in params:
        return "quoted"
    if b"BASE64" in params or params.endswith(b"ENCODING=B") or b"ENCODING=B;" in params:
        return "base64"
    return None


def _property(line: int, raw: bytes) -> Property | Garbage:
    head, value = head_and_value(raw)
    words = outside_quotes(head, ";")
    match = _NAME.fullmatch(words[0].strip())
    if value is None or match is None:
        return Garbage(line, visible(decoded(raw[:80])))
    params: dict[str, tuple[str, ...]] = {}
    for word in words[1:]:
        for name, values in _parameter(word):
            params[name] = (*params.get(name, ()), *values)
    return Property(line, (match[1] or "").casefold(), match[2].upper(), params, value)


def head_and_value(raw: bytes) -> tuple[str, bytes | None]:
    """Part a line at its first colon outside quotes; where quotes never close, at its first."""
    quoted = False
    for at, sign in enumerate(raw[:10_000]):
        if sign == 0x22:
            quoted = not quoted
        elif sign == 0x3A and not quoted:
            return decoded(raw[:at]), raw[at + 1 :]
    head, colon, value = raw.partition(b":")
    return decoded(head[:10_000]), value if colon else None


def _parameter(word: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    name, equals, value = word.partition("=")
    name = name.strip().upper()
    if not equals:
        if name in _ENCODINGS:
            yield "ENCODING", (name,)
        elif name in _VALUES:
            yield "VALUE", (name,)
        elif name:
            yield "TYPE", (visible(word),)
        return
    values = [each.strip().strip('"') for each in outside_quotes(value, ",")]
    if name == "TYPE":
        values = [part.strip() for each in values for part in each.split(",")]
    yield name, tuple(visible(_CARET.sub(_without_caret, each)) for each in values if each)


def _without_caret(match: re.Match[str]) -> str:
    return _CARETS[match[1]]


def outside_quotes(text: str, sign: str) -> list[str]:
    """Return the parts of a text between the signs that no quotes are around."""
    if '"' not in text:
        return text.split(sign)
    parts, quoted = [""], False
    for each in text:
        if each == '"':
            quoted = not quoted
        if each == sign and not quoted:
            parts.append("")
        else:
            parts[-1] += each
    return parts


def _split(raw: bytes, sign: bytes) -> list[bytes]:
    """Part bytes at a sign that no backslash stands before."""
    if b"\\" not in raw:
        return raw.split(sign)
    cuts = [m.start() for m in re.finditer(rb"\\.|" + sign, raw, re.DOTALL) if m[0] == sign]
    starts = [0, *(cut + 1 for cut in cuts)]
    return [raw[start:end] for start, end in zip(starts, [*cuts, len(raw)], strict=True)]


def _split_text(text: str, sign: str) -> list[str]:
    data = text.encode("utf-8", "replace")
    return [part.decode("utf-8", "replace") for part in _split(data, sign.encode())]


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], text)
