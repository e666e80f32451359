r"""Other people's words, quoted in a note: nothing in them is a tag, a link, a task or markup.

What could mean something gets a backslash, as Markdown has it, so that it is shown as it was
written; what a backslash does not stop (comments, fields, templates) is parted by a blank.

Public: `quoted(text, longest)`, `quoted_lines(lines, longest)`.
"""

import re
from collections.abc import Iterable

_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffd]+")
_SIGNS = re.compile(r"[\\*<\[\]$]|(?<!\w)[#_]|_(?!\w)")
# What opens a comment, a template, an embedded note or a field, strikes out, highlights.
_PAIRS = re.compile(r"(?<=%)(?=%)|(?<=\{)(?=\{)|(?<=<)(?=[%!])|(?<=:)(?=:)|(?<=~)(?=~)|(?<==)(?==)")
_BEGINNING = re.compile(r"^(\d*)(?=[-+>=|.)])")


def quoted(text: str, longest: int) -> str:
    """Return a text as one line in quotation marks, cut between words where it is too long."""
    return f"“{_plain(text, longest)}”"


def quoted_lines(lines: Iterable[str], longest: int) -> str:
    """Return lines as a quote of Markdown, each cut where it is too long."""
    plain = [_BEGINNING.sub(r"\g<1>\\", _plain(each, longest)) for each in lines]
    return "\n".join(f"> {each}" for each in plain if each)


def _plain(text: str, longest: int) -> str:
    text = " ".join(_UNSEEN.sub(" ", text).split())
    if len(text) > longest:
        text = text[:longest].rpartition(" ")[0] or text[:longest]
        text = f"{text.rstrip(' ,;:.-')} …"
    text = _PAIRS.sub(" ", text.replace("`", "'"))
    return _SIGNS.sub(r"\\\g<0>", text)
