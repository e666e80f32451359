r"""How a value is written in front matter: as Obsidian writes it, or in the style that is there.

Obsidian writes with the npm package `yaml`, YAML 1.2 core: plain unless that would read as
something else, double quotes where needed, single quotes around double ones, `|-` for lines.
Numbers that Obsidian saves as they stand (`5`, `1984`) and `true` and `false` stay plain: they are
meant as what they look like. One departure: what cannot be seen is escaped.
"""

import re

_UNSAFE = re.compile(
    r"^[\n\t ,\[\]{}#&*!|>'\"%@`]|^[?-]$|^[?-][ \t]|[\n:][ \t]|[ \t]\n|[\n\t ]#|[\n\t :-]$|\n"
)
_UNSAFE_IN_FLOW = re.compile(r"[,\[\]{}:#?]|^-")
_TYPED = re.compile(
    r"""~|[Nn]ull|NULL|[Tt]rue|TRUE|[Ff]alse|FALSE
    | 0o[0-7]+ | [-+]?[0-9]+ | 0x[0-9a-fA-F]+
    | [-+]?\.(?:inf|Inf|INF) | \.nan | \.NaN | \.NAN
    | [-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)[eE][-+]?[0-9]+
    | [-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)""",
    re.VERBOSE,
)
# What reads as a number or a flag and is saved with the very same characters.
_STABLE = re.compile(
    r"true|false|-?(?:[1-9][0-9]{0,14}|0)|-?(?:[1-9][0-9]{0,7}|0)\.[0-9]{0,5}[1-9]"
)
# Controls, and what is no visible character of its own to one YAML reader or another.
_UNSEEN = re.compile("[\x00-\x08\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_ESCAPED = re.compile(rf'["\\\n]|{_UNSEEN.pattern}')
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
_NO_LITERAL = re.compile(r"\A\n*[ \t]|\n[ \t]+\Z|\n\n\Z|\A\n+\Z")


def scalar_as_written(text: str | None, *, text_only: bool = False) -> str:
    """Return a value on one line as Obsidian writes it; None is nothing at all.

    `text_only` says that the value is text even where it looks like a number: a telephone's.
    """
    if text is None:
        return ""
    if _UNSEEN.search(text) or "\n" in text:
        return in_double_quotes(text)
    if not _needs_quotes(text, text_only=text_only):
        return text
    return _in_single_quotes(text) if '"' in text and "'" not in text else in_double_quotes(text)


def item_in_flow(text: str, *, text_only: bool = False) -> str:
    """Return a value as it can stand between brackets."""
    written = scalar_as_written(text, text_only=text_only)
    if written is text and _UNSAFE_IN_FLOW.search(text):
        return (
            _in_single_quotes(text) if '"' in text and "'" not in text else in_double_quotes(text)
        )
    return written


def restyled(
    new: str, source: str, old: str | None, *, flow: bool = False, text_only: bool = False
) -> str:
    """Return a new value on one line in the style of the old one, whose source is given.

    Quotes that the old value did not need are a style and stay; those it needed are not.
    """
    write = item_in_flow if flow else scalar_as_written
    needed = old is not None and write(old, text_only=text_only) == source
    if source[:1] == '"' and not needed:
        return in_double_quotes(new)
    if source[:1] == "'" and not needed and not _UNSEEN.search(new) and "\n" not in new:
        return _in_single_quotes(new)
    return write(new, text_only=text_only)


def as_literal(text: str) -> tuple[str, list[str]] | None:
    """Return the sign and the lines of a text of several lines, None where that cannot hold it."""
    if "\n" not in text or _UNSEEN.search(text) or _NO_LITERAL.search(text):
        return None
    sign = "|" if text.endswith("\n") else "|-"
    return sign, text.removesuffix("\n").split("\n")


def in_double_quotes(text: str) -> str:
    """Return a text in double quotes, whatever is in it."""
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _needs_quotes(text: str, *, text_only: bool) -> bool:
    if not text or _UNSAFE.search(text):
        return True
    if _STABLE.fullmatch(text):
        return text_only
    return _TYPED.fullmatch(text) is not None


def _in_single_quotes(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    if char in _SHORT:
        return _SHORT[char]
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
