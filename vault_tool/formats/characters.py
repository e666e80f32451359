"""Bytes of unknown origin to characters that can be shown, and nothing that cannot be seen.

Public: `decoded(data, declared)`, `utf8(data)`, `visible(text)`, `one_line(text)`.
"""

import re

# Encodings whose text says something else than it shows, or that know no plain letters.
_NOT_FOR_TEXT = frozenset(("unicode_escape", "raw_unicode_escape", "idna", "punycode", "utf_7"))
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# Controls but tab and line break, the marks that turn text around, soft hyphens, lone halves.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_BREAKS = re.compile("\r\n?|[\u2028\u2029\x85\x0b\x0c]")


def decoded(data: bytes, declared: str | None = None) -> str:
    """Return the text of the bytes: as declared if that fits, else UTF-8, else Windows-1252.

    A declaration may be unknown or a lie. Never raises.
    """
    for name in (declared, "utf-8"):
        if name and name.casefold().replace("-", "_") not in _NOT_FOR_TEXT:
            try:
                return data.decode(name)
            except (LookupError, UnicodeError, ValueError):
                continue
    return data.decode("cp1252", "replace")


def utf8(data: bytes) -> bytes:
    """Return a whole file as UTF-8 without a mark at its beginning.

    Only what is surely UTF-16 is changed: other bytes are decoded where their charset is known.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            if name == "utf-8":
                return data[len(mark) :]
            return data.decode(name, "replace").encode("utf-8", "replace")
    for name, zeros in (("utf-16-le", data[1:8:2]), ("utf-16-be", data[0:8:2])):
        if len(data) >= 8 and zeros == b"\0\0\0\0":
            return data.decode(name, "replace").encode("utf-8", "replace")
    return data


def visible(text: str) -> str:
    """Return the text without what cannot be seen, its lines ended by a line break alone."""
    text = _BREAKS.sub("\n", text)
    return _UNSEEN.sub("", text).strip()


def one_line(text: str) -> str:
    """Return the text in one line, single blanks between its words."""
    return " ".join(visible(text).split())
