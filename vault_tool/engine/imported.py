"""What a step of an import makes of a note: its first text, or what the note gains.

Public: `first_note(path, step, ways, links)`, `gaining(path, step, ways)`, `quoted_below`,
`stands_in(text, data)`.
"""

from collections.abc import Sequence
from functools import lru_cache

from vault_tool.engine.assignments import Edit
from vault_tool.engine.beginning import Known, person_note
from vault_tool.engine.importing import Step
from vault_tool.engine.incoming import LISTS
from vault_tool.errors import ChangedMeanwhile, WriteRefused
from vault_tool.note.conventions import Conventions
from vault_tool.note.editing.properties import add_to_property, set_property
from vault_tool.note.editing.prose import append_text
from vault_tool.note.reading import stem


def first_note(path: str, step: Step, ways: Conventions, not_same_as: Sequence[str]) -> Edit:
    """Return what makes the note of somebody new, who waits to be looked at.

    `not_same_as` are links to those that the user said this person is not.
    """
    named = [("name", (step.name,))] if stem(path) != step.name else []
    apart = [("not_same_as", tuple(not_same_as))] if not_same_as else []
    gains = [*named, *step.gains, *apart]
    properties = [(key, values if key in _MANY else values[0]) for key, values in gains]
    note = person_note(path, Known((*properties, ("inbox", "true"))), ways)
    if step.texts:
        head, log, rest = note.rpartition(b"\n## ")
        note = head + f"\n{_quoted(step.texts)}\n".encode("utf-8", "replace") + log + rest

    def edit(data: bytes | None) -> bytes:
        if data is not None:
            raise WriteRefused(f"{path} is there already, and was left as it is")
        return note

    return edit


def gaining(path: str, step: Step, ways: Conventions) -> Edit:
    """Return what adds to a note what an import brings; a text that stands there is not repeated.

    Texts come as quotes, so that nothing in them counts as a talk or a task.
    """

    def edit(data: bytes | None) -> bytes:
        if data is None:
            raise ChangedMeanwhile(f"{path} is gone", "Nothing was written; try again.")
        for key, values in step.gains:
            if key in _MANY:
                data = add_to_property(path, data, key, values, ways)
            else:
                data = set_property(path, data, key, values[0], ways)
        return quoted_below(path, data, step.texts, ways)

    # A plan is shown, looked at and carried out: the same note asks for the same work each time.
    return lru_cache(1)(edit)


def quoted_below(path: str, data: bytes, texts: Sequence[str], ways: Conventions) -> bytes:
    """Return the note with texts as quotes at its end; one that stands there is not repeated."""
    for text in texts:
        if not stands_in(text, data):
            data = append_text(path, data, _quoted([text]), ways)
    return data


def stands_in(text: str, data: bytes) -> bool:
    """Tell whether every line of a text is in the note, whatever the user made around it."""
    there = " ".join(data.decode("utf-8", "replace").replace(">", " ").split())
    lines = (" ".join(line.replace(">", " ").split()) for line in text.split("\n"))
    return all(_is_whole_in(line, there) for line in lines)


def _is_whole_in(line: str, there: str) -> bool:
    """Tell whether a line is in a text, and not only as the beginning of other words."""
    at = there.find(line)
    while at >= 0:
        end = at + len(line)
        around = (there[at - 1 : at] + line[:1], line[-1:] + there[end : end + 1])
        if not any(len(each) == 2 and each.isalnum() for each in around):
            return True
        at = there.find(line, at + 1)
    return not line


_MANY: frozenset[str] = frozenset((*LISTS, "not_same_as"))


def _quoted(texts: Sequence[str]) -> str:
    lines = "\n\n".join(texts).split("\n")
    return "\n".join(f"> {line}".rstrip() for line in lines)
