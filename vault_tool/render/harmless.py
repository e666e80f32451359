"""Text that came from notes or templates, made safe to print.

Control characters can write to the clipboard or move the cursor, bidirectional overrides show
text in another order than it is read, and zero-width characters hide some. Each becomes `�`, which
is seen. Joiners stay: emoji and several scripts are written with them.
"""

import re
from functools import cache

REPLACEMENT = "\ufffd"

_CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f"
_BIDI = "\u202a-\u202e\u2066-\u2069"
_INVISIBLE = "\u200b\u2060-\u2064\ufeff\ufff9-\ufffb"
_SEPARATORS = "\u2028\u2029"
_SURROGATES = "\ud800-\udfff"


def harmless(text: str) -> str:
    """Return the text with every harmful character visible; line breaks and tabs stay."""
    if text.isprintable():
        return text
    return harmful().sub(REPLACEMENT, text.replace("\r\n", "\n"))


def one_line(text: str) -> str:
    """Return the text harmless and in one line; line breaks and tabs become single blanks."""
    if text.isprintable():
        return text
    pieces = (piece.strip(" ") for piece in _breaks().split(text))
    return harmful().sub(REPLACEMENT, " ".join(piece for piece in pieces if piece))


def escaped(json_text: str) -> str:
    """Return JSON that says the same and prints nothing harmful: escapes instead of the signs."""
    return harmful().sub(lambda found: f"\\u{ord(found[0]):04x}", json_text)


# The patterns are compiled when they are first needed: most runs meet printable text only.


@cache
def harmful() -> re.Pattern[str]:
    """Return what finds every harmful character but tabs and line feeds."""
    return re.compile(f"[{_CONTROLS}{_BIDI}{_INVISIBLE}{_SEPARATORS}{_SURROGATES}]")


@cache
def _breaks() -> re.Pattern[str]:
    return re.compile(f"[\t\n\r\x0b\x0c\x85{_SEPARATORS}]+")
