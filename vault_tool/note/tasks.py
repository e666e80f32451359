"""Task lines in the notation of the Obsidian Tasks plugin, emoji and Dataview forms.

The plugin reads fields from the end of the line backwards and stops at the first word that is
none; a date sign further left it does not see. We understand it all the same and say so.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from vault_tool.dates import parse_day

_SIGNS = {
    "📅": "due", "📆": "due", "🗓": "due", "⏳": "scheduled", "⌛": "scheduled", "🛫": "start",
    "➕": "created", "✅": "done", "❌": "cancelled",
}  # fmt: skip
_NAMES = {
    "due": "due", "scheduled": "scheduled", "start": "start", "created": "created",
    "completion": "done", "cancelled": "cancelled",
}  # fmt: skip
_OTHER_SIGNS = {"🔁": "repeat", "🏁": "onCompletion", "🆔": "id", "⛔": "dependsOn"}
_SIGN = "".join(_SIGNS)
_DATE = r"\d{4}-\d{2}-\d{2}"
_NAMED = rf"[\[(][ ]*(?P<name>{'|'.join(_NAMES)})::[ ]*(?P<value>{_DATE})[ ]*[\])]"
_FIELD_AT_END = re.compile(
    rf"""(?:
        (?P<sign>[{_SIGN}])\ufe0f?[ ]*(?P<day>{_DATE})
      | {_NAMED}
      | 🔁\ufe0f?[ ]*(?P<repeat>every[a-zA-Z0-9, !]*)
      | [🔺⏫🔼🔽⏬]\ufe0f?
      | 🏁\ufe0f?[ ]*(?:keep|delete)
      | 🆔\ufe0f?[ ]*[a-zA-Z0-9_-]+
      | ⛔\ufe0f?[ ]*[a-zA-Z0-9_-]+(?:[ ]*,[ ]*[a-zA-Z0-9_-]+)*
      | [\[(][ ]*(?:repeat|priority|id|dependsOn|onCompletion)::[^\[\]()\r\n]*[\])]
    )$""",
    re.X,
)
_FIELD_ANYWHERE = re.compile(rf"(?P<sign>[{_SIGN}])\ufe0f?[ \u00a0]*(?P<day>{_DATE})|{_NAMED}")
_HINT = re.compile(rf"[{_SIGN}🔁🔺⏫🔼🔽⏬🏁🆔⛔]|::")
_BLOCK_ID = re.compile(r"[ \t]+\^[a-zA-Z0-9-]+$")
_TRAILING_TAG = re.compile(r"(?:^|\s)(#[^ !@#$%^&*(),.?\":{}|<>]+)$")


class TaskLine(NamedTuple):
    """What a task line says: the words without fields, and its days by name of field.

    `hidden` are the fields that the plugin will not see, `impossible` the dates that do not exist,
    each as (offset in the text, text); an impossible date counts as no date.
    """

    words: str
    days: dict[str, date]
    hidden: tuple[tuple[int, str], ...]
    impossible: tuple[tuple[int, str], ...]


class TaskField(NamedTuple):
    """A field or tag at the end of a task line, and its place in the text behind the box.

    `name` is that of a date (`due`, …), or `repeat`, `priority`, `id`, `dependsOn`,
    `onCompletion`, `tag`; `value` is what follows the sign or `::`.
    """

    name: str
    value: str
    start: int
    end: int
    is_inline: bool


def fields_at_end(text: str) -> tuple[tuple[TaskField, ...], int]:
    """Return the fields that the plugin sees, as they stand, and where what they belong to ends.

    That end is the block id's begin, or the end of the text; blanks before it are left out.
    """
    rest = _BLOCK_ID.sub("", text.rstrip()).rstrip()
    end = len(rest)
    found: list[TaskField] = []
    while match := _FIELD_AT_END.search(rest) or _TRAILING_TAG.search(rest):
        found.append(_field(match))
        rest = rest[: found[-1].start].rstrip(" \t")
    return tuple(reversed(found)), end


def days_anywhere(text: str) -> list[str]:
    """Return the dated fields of a text as they stand, wherever they do."""
    return [match[0] for match in _FIELD_ANYWHERE.finditer(text)]


def read_task(text: str) -> TaskLine:
    """Return what the text behind a task's box says; `text` is one line."""
    if len(text) < 14 or text[-12] not in _SIGNS:
        return _made(text, {}) if _is_plain(text) else task_of_fields(text)
    words = text[:-13]
    if text[-13] != " " or text[-11] != " " or text[-3] != "-" or not _is_plain(words):
        return task_of_fields(text)
    try:
        return _made(words, {_SIGNS[text[-12]]: date.fromisoformat(text[-10:])})
    except ValueError:
        return task_of_fields(text)


def _made(words: str, days: dict[str, date]) -> TaskLine:
    return tuple.__new__(TaskLine, (words, days, (), ()))


def _is_plain(words: str) -> bool:
    """Tell whether in a task's words certainly no field stands, no block id, no needless blank."""
    return (
        words != ""
        and words[0] != " "
        and words[-1] != " "
        and "  " not in words
        and "::" not in words
        and " ^" not in words
        and words.isprintable()
        and (words.isascii() or not _HINT.search(words))
    )


def task_of_fields(text: str) -> TaskLine:
    """Return what `read_task` does, field by field from the end, as the plugin reads them."""
    days: dict[str, date] = {}
    impossible: list[tuple[int, str]] = []
    rest, tags = _BLOCK_ID.sub("", text.rstrip()), []
    if not _HINT.search(rest):
        return TaskLine(rest, days, (), ())
    while True:
        rest = rest.rstrip(" \t")
        if match := _FIELD_AT_END.search(rest):
            _note(match, days.__setitem__, impossible)
            rest = rest[: match.start()]
        elif match := _TRAILING_TAG.search(rest):
            tags.append(match[1])
            rest = rest[: match.start()]
        else:
            break
    hidden = []
    for match in _FIELD_ANYWHERE.finditer(rest):
        hidden.append((match.start(), match[0]))
        _note(match, days.setdefault, impossible)
    if hidden:
        rest = " ".join(_FIELD_ANYWHERE.sub(" ", rest).split())
    return TaskLine(
        " ".join([rest, *reversed(tags)]).strip(), days, tuple(hidden), tuple(impossible)
    )


def _field(match: re.Match[str]) -> TaskField:
    if match.re is _TRAILING_TAG:
        return TaskField("tag", match[1], match.start(1), match.end(), False)
    written = match[0]
    inline = written[0] in "[("
    if inline:
        name, _, value = written[1:-1].partition("::")
        name = name.strip()
    else:
        name, value = _SIGNS.get(written[0], _OTHER_SIGNS.get(written[0], "priority")), written[1:]
        value = value.lstrip("\ufe0f")
    name = _NAMES.get(name, name)
    return TaskField(name, value.strip(), match.start(), match.end(), inline)


def _note(
    match: re.Match[str], put: Callable[[str, date], object], impossible: list[tuple[int, str]]
) -> None:
    """Put a matched date under its field's name.

    Of two dates of one kind the leftmost wins, as in the plugin, but a hidden one never.
    """
    groups = match.groupdict()
    name = _SIGNS[groups["sign"]] if groups["sign"] else _NAMES.get(groups["name"] or "")
    written = groups["day"] or groups["value"]
    if name is None or written is None:
        return
    day = parse_day(written)
    if day is None:
        impossible.append((match.start(), written))
    else:
        put(name, day)
