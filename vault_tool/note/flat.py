r"""The short way through a body that is flat: every line is whole, at the margin, and no code.

Nearly all notes are: headings, text, and lists without anything hanging under their items. Such
lines need no `blocks`. Of any other body this says None; a test holds both ways equal.
"""

import re

from vault_tool.note.mask import is_all_speech

_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_WORD = r"[^\W\d_]"
# An item whose next line begins something of its own, so that nothing more belongs to it.
_ALONE = r"(?=\n(?:[-*+][ ]|\#{1,6}[ ]|[ ]*\n|\Z))"
_LINES = re.compile(
    rf"""^(?:
        -[ ]({_DAY}[ ]({_WORD}+):(?![*_]).*+) {_ALONE}         # a log line as nearly all are
      | ([-*+][ ]+
            (?: \[([^\[\]\n])\][ ]+(?=\S) | (?!\[[^\n]\]|[-*_])(?=\S) | (?=[*_]{{1,3}}[^\W_]) )
        ) (.*+) {_ALONE}                                        # another item, perhaps a task
      | (\#{{1,6}}[ ]+)(\S.*)                                   # a heading
      | ((?:[^\s\#>|*+_0-9-]|\#[^\s\#]|[*_]{{1,3}}{_WORD}).*)   # text
      | [ ]*
    )\n""",
    re.MULTILINE | re.VERBOSE,
)

# What stands in one line: of a log line all, and the word before the colon; of another item the
# mark with the box, the box's character, the words; of a heading the signs and the words; or text.
# All else is empty.
FlatLine = tuple[str, str, str, str, str, str, str, str]


def flat_lines(body: str) -> list[FlatLine] | None:
    """Return the lines of a flat body, None of any other."""
    if "\r" in body:
        body = body.replace("\r\n", "\n").replace("\r", "\n")
    if body[-1:] != "\n":
        body += "\n"
    found: list[FlatLine] = _LINES.findall(body)
    if len(found) != body.count("\n") or not is_all_speech(body):
        return None
    return found
