"""Notes that two devices edit: random edits whose every added word is known, and what became of them."""

import random
import re
from typing import NamedTuple

START = """\
---
type: person
tags: [alpha, beta]
aliases:
  - Annie
email: ada@example.org
phone: "+39 055 0001"
company: Comune
location: Bologna
role: clerk
last_contact: 2026-09-02
---
Met at the beach.

She likes tea and long walks.

A paragraph about her garden.

## Open loops

- [ ] send the plans #promise 📅 2026-10-01
- [ ] ask about the exam #cue 📅 2026-11-12

## Log

- 2026-07-01 call: first
- 2026-08-10 coffee at the bar
  - and a walk
- 2026-09-02 dinner
"""
FIELDS = ("email", "phone", "company", "location", "role")
WORD = re.compile(r"w\d+w")


class Edited(NamedTuple):
    """A note after a device's edits."""

    text: str


class Device:
    """Edits a note at random; every word it adds is new in the world."""

    def __init__(self, chance: random.Random, words: "Words") -> None:
        self.chance = chance
        self.words = words

    def edit(self, text: str, times: int) -> str:
        """Return the note after so many edits."""
        for _ in range(times):
            kinds = (
                [self.log] * 6 + [self.change_entry, self.remove_entry] + [self.contact] * 2
                + [self.field] + [self.tag] * 2 + [self.untag] + [self.prose]
                + [self.loop] * 2 + [self.done] * 2
            )  # fmt: skip
            text = self.chance.choice(kinds)(text)
        return text

    def log(self, text: str) -> str:
        day = f"2026-{self.chance.randint(9, 11):02}-{self.chance.randint(3, 28):02}"
        line = f"- {day} {self.chance.choice(('call', 'coffee', 'email'))}: {self.words.new()}\n"
        if self.chance.random() < 0.3:
            line += f"  - {self.words.new()}\n"
        return text + line if "## Log" in text else f"{text}\n## Log\n\n{line}"

    def change_entry(self, text: str) -> str:
        return self._line(text, r"- 2026", lambda line: f"{line} {self.words.new()}")

    def remove_entry(self, text: str) -> str:
        lines = text.split("\n")
        found = [n for n, line in enumerate(lines) if line.startswith("- 2026")]
        if len(found) < 2:
            return text
        first = self.chance.choice(found)
        last = first + 1
        while lines[last].startswith("  "):
            last += 1
        return "\n".join([*lines[:first], *lines[last:]])

    def contact(self, text: str) -> str:
        day = f"2026-{self.chance.randint(9, 11):02}-{self.chance.randint(3, 28):02}"
        return self._line(text, r"last_contact:", lambda _: f"last_contact: {day}")

    def field(self, text: str) -> str:
        key = self.chance.choice(FIELDS)
        return self._line(text, f"{key}:", lambda _: f"{key}: {self.words.new()}")

    def tag(self, text: str) -> str:
        return self._line(text, r"tags:", lambda line: f"{line[:-1]}, {self.words.new()}]")

    def untag(self, text: str) -> str:
        def without(line: str) -> str:
            items = line[len("tags: [") : -1].split(", ")
            items.remove(self.chance.choice(items))
            return f"tags: [{', '.join(items or ['always'])}]"

        return self._line(text, r"tags:", without)

    def prose(self, text: str) -> str:
        if self.chance.random() < 0.3:
            head, mark, rest = text.partition("\n## Open")
            return f"{head}\n{self.words.new()} was said.\n{mark}{rest}" if mark else text
        return self._line(text, r"[A-Z]", lambda line: f"{line} {self.words.new()}")

    def loop(self, text: str) -> str:
        line = f"- [ ] {self.words.new()} #promise\n"
        head, mark, rest = text.partition("\n## Log")
        return f"{head}{line}{mark}{rest}" if mark else text

    def done(self, text: str) -> str:
        day = f"2026-11-{self.chance.randint(10, 28)}"
        return self._line(text, r"- \[ \]", lambda line: f"{line.replace('[ ]', '[x]')} ✅ {day}")

    def _line(self, text: str, begin: str, change: "object") -> str:
        lines = text.split("\n")
        found = [n for n, line in enumerate(lines) if re.match(begin, line)]
        if found:
            at = self.chance.choice(found)
            lines[at] = change(lines[at])  # type: ignore[operator]
        return "\n".join(lines)


class Words:
    """Words that nobody has said yet."""

    def __init__(self) -> None:
        self.said = 0

    def new(self) -> str:
        self.said += 1
        return f"w{self.said}w"
