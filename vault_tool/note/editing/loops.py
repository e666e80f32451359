"""Open loops: added, completed, cancelled, reworded, in the notation of the Tasks plugin.

A line is found by its number and its words; when it has moved, by its words alone.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from vault_tool.dates import parse_day
from vault_tool.errors import EditRefused
from vault_tool.model import LoopState, OpenLoop
from vault_tool.note.conventions import Conventions
from vault_tool.note.editing.body import Body
from vault_tool.note.editing.opened import Splice, encodable, open_note, refusal
from vault_tool.note.editing.recurrence import next_day, parse_rule
from vault_tool.note.editing.retold import Retold, Touched, proven_body
from vault_tool.note.editing.sections import in_section, next_line_start
from vault_tool.note.reading import read_note
from vault_tool.note.tasks import TaskField, days_anywhere, fields_at_end

_BOX = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[(?P<status>.)\](?:[ \t]+|$)")
_LEADING = re.compile(r"(?:#[^\s#]+[ \t]+)*")
_TAG = re.compile(r"(?:^|(?<=\s))#[^\s#]+")
_STAMPS = {"done": ("✅", "completion", "x"), "cancelled": ("❌", "cancelled", "-")}
_MOVED = ("due", "scheduled", "start")
_DROPPED = ("done", "cancelled", "id", "dependsOn")


def add_loop(path: str, data: bytes, text: str, ways: Conventions) -> bytes:
    """Return the note with one more open loop; unchanged where the same words stand open.

    `text` is what follows the box. The Tasks plugin's global filter is put in front where it has
    one. Raises `EditRefused`.
    """
    text = " ".join(encodable(path, text, "the loop").split("\n")).strip()
    title = ways.reading.loops_heading
    by_hand = f'Write "- [ ] {text[:60]}" under "{title}".'
    note = open_note(path, data, by_hand)
    if not text:
        raise note.refusal(0, "an open loop needs words.", by_hand)
    if ways.task_filter and ways.task_filter not in text:
        text = f"{ways.task_filter} {text}"
    insertion = in_section(Body(note, by_hand), title, f"[ ] {text}")
    changed = note.spliced([insertion.splice])
    made = [o for o in read_note(path, changed, ways).loops if o.line >= insertion.line]
    if made and _stands_open(made[0], read_note(path, data, ways).loops):
        return data

    def is_meant(retold: Retold) -> bool:
        states = [loop.state for loop in retold.new_loops]
        return states == ["open"] and not retold.new_interactions

    touched = Touched(insertion.line, 0, insertion.lines)
    return proven_body(note, changed, touched, ways, by_hand, is_meant)


def complete_loop(
    path: str, data: bytes, line: int, words: str, day: date, ways: Conventions
) -> bytes:
    """Return the note with an open loop ticked on a day, as the Tasks plugin ticks it.

    `words` is the loop's text as our reader gave it. A recurring task comes back one line above,
    its dates moved on; `🏁 delete` takes the ticked line away.
    """
    task = _Task(path, data, line, words, ways, f'Tick "{words[:60]}" in Obsidian.')
    return task.complete(day)


def cancel_loop(
    path: str, data: bytes, line: int, words: str, day: date, ways: Conventions
) -> bytes:
    """Return the note with an open loop closed without contact; it does not come back."""
    task = _Task(path, data, line, words, ways, f'Cancel "{words[:60]}" in Obsidian.')
    return task.close("cancelled", day)


def reword_loop(
    path: str, data: bytes, line: int, words: str, new_words: str, ways: Conventions
) -> bytes:
    """Return the note with other words in a loop; its fields, its tags and its id stay."""
    new_words = " ".join(encodable(path, new_words, "the loop").split())
    task = _Task(path, data, line, words, ways, f'Write "{new_words[:60]}" in its place.')
    return task.reword(new_words)


def _stands_open(made: OpenLoop, loops: tuple[OpenLoop, ...]) -> bool:
    said = (made.kind, made.text, made.people)
    return any(
        loop.state == "open" and (loop.kind, loop.text, loop.people) == said for loop in loops
    )


class _Task:
    """A task line that was found: `at` is where the text behind its box begins."""

    def __init__(
        self, path: str, data: bytes, line: int, words: str, ways: Conventions, by_hand: str
    ) -> None:
        self.by_hand = by_hand
        self.ways = ways
        self.data = data
        self.note = open_note(path, data, by_hand)
        self.body = Body(self.note, by_hand)
        self.loop = _found(path, read_note(path, data, ways).loops, line, words, by_hand)
        box = _BOX.match(self.body.line(self.loop.line))
        items = self.body.items(self.loop.line, self.loop.line)
        if box is None or not items:
            raise refusal(path, self.loop.line, "the line is no task to a program.", by_hand)
        self.item = items[0]
        self.start = self.body.start(self.loop.line)
        self.status = self.start + box.start("status")
        self.at = self.start + box.end()
        self.text = self.body.shown[self.loop.line - self.body.first][box.end() :]
        self.fields, self.end = fields_at_end(self.text)

    def complete(self, day: date) -> bytes:
        repeat = self._field("repeat")
        finish = self._field("onCompletion")
        deletes = finish is not None and finish.value == "delete"
        if repeat is None and not deletes:
            return self.close("done", day)
        again, due = self._next(repeat, day) if repeat else ("", None)
        splices = [Splice(self.start, self.start, again)]
        if deletes:
            splices.append(self._whole_line())
        else:
            splices += self._closing("done", day)

        def is_meant(retold: Retold) -> bool:
            states = ["open"] * (repeat is not None) + ["done"] * (not deletes)
            loops = retold.new_loops[: len(states)]
            return (
                [loop.state for loop in loops] == states
                and all(
                    loop.text == self.loop.text and loop.kind == self.loop.kind for loop in loops
                )
                and (repeat is None or loops[0].due == due)
                and (deletes or loops[-1].closed_on == day)
            )

        more = (1 if repeat else 0) - (1 if deletes else 0)
        return self._proven(splices, more, is_meant)

    def close(self, state: LoopState, day: date) -> bytes:
        def is_meant(retold: Retold) -> bool:
            return retold.new_loops[0] == self.loop._replace(state=state, closed_on=day)

        return self._proven(self._closing(state, day), 0, is_meant)

    def reword(self, new_words: str) -> bytes:
        start = _LEADING.match(self.text)
        first = start.end() if start else 0
        last = min((field.start for field in self.fields), default=self.end)
        last = max(first, len(self.text[:last].rstrip()))
        old = self.text[first:last]
        if self.note.clean[self.at + first : self.at + last] != old:
            raise self._refusal("a comment stands among the words.")
        staying = [*_TAG.findall(old), *days_anywhere(old)]
        there = {f.value.casefold() for f in self.fields if f.name == "tag"}
        there |= {tag.casefold() for tag in [*_TAG.findall(self.text[:first]), *staying]}
        fresh = [word for word in new_words.split() if word.casefold() not in there]
        if not fresh:
            raise self._refusal("an open loop needs words.")
        new = " ".join([*fresh, *staying])

        def is_meant(retold: Retold) -> bool:
            loops = retold.new_loops
            return (
                _fixed(loops[0]) == _fixed(self.loop)
                and set(self.loop.tags) <= set(loops[0].tags)
                and _plain(loops[0].text) == _plain(" ".join(fresh))
            )

        return self._proven([Splice(self.at + first, self.at + last, new)], 0, is_meant)

    # parts of the line

    def _field(self, name: str) -> TaskField | None:
        return next((field for field in self.fields if field.name == name), None)

    def _closing(self, state: LoopState, day: date) -> list[Splice]:
        """Return the splices that write the box and the day, before the line's block id."""
        sign, name, mark = _STAMPS[state]
        splices = [Splice(self.status, self.status + 1, mark)]
        stamp = self._field(state)
        if stamp is not None:
            where = self.text.index(stamp.value, stamp.start)
            splices.append(Splice(self.at + where, self.at + where + len(stamp.value), f"{day}"))
            return splices
        real = [field for field in self.fields if field.name != "tag"]
        inline = bool(real) and all(field.is_inline for field in real)
        written = f"  [{name}:: {day}]" if inline else f" {sign} {day}"
        end = self.at + self.end
        glued = self.end == 0 and self.at > self.start and self.note.text[self.at - 1] in " \t"
        splices.append(Splice(end, end, written.lstrip() if glued else written))
        return splices

    def _next(self, repeat: TaskField, day: date) -> tuple[str, date | None]:
        """Return the line of the next occurrence, and when it is due."""
        rule = parse_rule(repeat.value)
        if rule is None:
            raise self._refusal(f'the rule "{repeat.value[:40]}" is not one that we count.')
        days = {name: parse_day(f.value) for name in _MOVED if (f := self._field(name))}
        if None in days.values():
            raise self._refusal("a date of the task is not in the calendar.")
        known = {name: one for name, one in days.items() if one is not None}
        reference = next((known[name] for name in _MOVED if name in known), day)
        following = next_day(rule, day if rule.when_done else reference)
        if following is None:
            raise self._refusal("the calendar ends before the next occurrence.")
        text = self._moved(following - reference, day)
        lead = self.note.text[self.start : self.at]
        at = self.status - self.start
        due = known.get("due")
        try:
            next_due = due + (following - reference) if due else None
        except OverflowError:
            raise self._refusal("the calendar ends before the next occurrence.") from None
        line = f"{lead[:at]} {lead[at + 1 :]}{text}{self.note.eol}"
        return line, next_due if due else self.loop.due

    def _moved(self, by: timedelta, day: date) -> str:
        """Return the text of the next occurrence: dates moved on, what is this one's left out."""
        text = self.note.text[self.at : self.at + self.end]
        for field in reversed(self.fields):
            if field.name in _DROPPED:
                text = text[: field.start].rstrip(" \t") + text[field.end :]
            elif field.name in _MOVED or field.name == "created":
                one = parse_day(field.value)
                if one is None:
                    continue
                try:
                    moved = day if field.name == "created" else one + by
                except OverflowError:
                    raise self._refusal("the calendar ends before the next occurrence.") from None
                where = text.index(field.value, field.start)
                text = f"{text[:where]}{moved}{text[where + len(field.value) :]}"
        return text

    def _whole_line(self) -> Splice:
        if self.body.extent(self.item) > self.loop.line:
            raise self._refusal("the task is to be deleted, and lines hang under it.")
        return Splice(self.start, next_line_start(self.body, self.loop.line), "")

    def _refusal(self, why: str) -> EditRefused:
        return refusal(self.note.path, self.loop.line, why, self.by_hand)

    def _proven(
        self, splices: list[Splice], more: int, is_meant: Callable[[Retold], bool]
    ) -> bytes:
        """Return the changed note, `more` lines longer.

        What hangs under the task may count now, or no longer: it is the task's own part.
        """
        changed = self.note.spliced(splices)
        if changed == self.data:
            return self.data
        lines = self.body.extent(self.item) - self.loop.line + 1

        def holds(retold: Retold) -> bool:
            new, below = retold.new_loops, retold.loops[1:]
            children = new[len(new) - len(below) :]
            return (
                len(new) == len(below) + 1 + more
                and [one._replace(line=one.line - more) for one in children] == below
                and is_meant(retold)
            )

        touched = Touched(self.loop.line, lines, lines + more)
        return proven_body(self.note, changed, touched, self.ways, self.by_hand, holds)


def _found(path: str, loops: tuple[OpenLoop, ...], line: int, words: str, by_hand: str) -> OpenLoop:
    """Return the open loop on the line, or the only open one with those words."""
    same = [loop for loop in loops if loop.state == "open" and loop.text == words]
    for loop in same:
        if loop.line == line:
            return loop
    if len(same) == 1:
        return same[0]
    why = "several open loops have these words." if same else f'no open loop says "{words[:60]}".'
    raise refusal(path, line, why, by_hand if same else "Read the note again: it has changed.")


def _fixed(loop: OpenLoop) -> tuple[object, ...]:
    """Return what new words leave alone."""
    return loop.state, loop.due, loop.closed_on, loop.own


def _plain(text: str) -> list[str]:
    """Return the words of a loop without its tags and dates."""
    for one in days_anywhere(text):
        text = text.replace(one, " ")
    return [word for word in text.split() if not word.startswith("#")]
