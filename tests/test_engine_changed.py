"""What is new in somebody's note, between two of its versions."""

import pytest

from vault_tool.engine.changed import Changed, changed
from vault_tool.note.conventions import Conventions

NOTE = """\
---
type: person
role: baker
needs:
  - a logo
---
She starts at five.

- takes sugar

## Open loops

- [ ] the permit #cue

## Log

- 2026-09-02 coffee
  - and a bun

### 2026-09-10 Lunch

She laughed.
"""

CASES: dict[str, tuple[tuple[str, str], list[Changed]]] = {
    "nothing": (("", ""), []),
    "a value": (("role: baker", "role: pastry cook"), [Changed("role", ("baker",), ("pastry cook",))]),
    "a new item": (("  - a logo", "  - a logo\n  - a van"), [Changed("needs", (), ("a van",))]),
    "an item that is gone": (("\n  - a logo", " []"), [Changed("needs", ("a logo",), ())]),
    "a new property": (("role:", "lives: Rimini\nrole:"), [Changed("location", (), ("Rimini",))]),
    "another spelling is no change": (("role:", "position:"), []),
    "a new paragraph": (("- takes", "She has a dog.\n\n- takes"), [Changed(None, (), ("She has a dog.",))]),
    "a new item of text": (("sugar\n", "sugar\n- and milk\n"), [Changed(None, (), ("and milk",))]),
    "a line that moved is no change": (("She starts at five.\n\n- takes sugar", "- takes sugar\n\nShe starts at five."), []),
    "talks are told elsewhere": (("coffee\n", "coffee\n- 2026-10-01 call\n  - long\n"), []),
    "what is told under a dated heading as well": (("laughed.", "laughed. Twice."), []),
    "tasks are told elsewhere": (("[ ] the permit", "[x] the permit\n- [ ] the plans"), []),
    "what steers the tool is not told": (("role:", "last_contact: 2026-09-02\nweight: 5\nrole:"), []),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_is_new(case: str) -> None:
    (old, new), wanted = CASES[case]
    now = NOTE.replace(old, new) if old else NOTE

    assert list(changed(NOTE.encode(), now.encode(), Conventions())) == wanted
