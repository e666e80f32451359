"""`export qr NAME`: somebody's card as a code that a phone reads from the screen."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from vault_tool.cli.naming import person_meant
from vault_tool.cli.opening import Desk
from vault_tool.cli.options import Asked
from vault_tool.cli.output import deliver, remark, uses_color, width
from vault_tool.errors import UsageError

if TYPE_CHECKING:
    from vault_tool.engine.query import Filter

_HOW = 'Write: vault-tool export qr "Giulia Rossi"'


def show_code(asked: Asked, desk: Desk, chosen: "Filter | None") -> None:
    """Draw the code of one person's card on the terminal, or into an SVG file."""
    from dataclasses import replace

    from vault_tool.engine.outgoing import contact_of
    from vault_tool.engine.query import Filter
    from vault_tool.engine.small_card import FIELDS, small
    from vault_tool.formats.vcard_writing import write_vcards
    from vault_tool.index.read import cards
    from vault_tool.render.qr import Code

    if chosen is None or not chosen.text or replace(chosen, text=None) != Filter():
        raise UsageError("a code is of one person", _HOW)
    ending = (asked.output or "").rpartition(".")[2].casefold()
    if asked.format not in (None, "text") or (asked.output and ending not in ("svg", "txt", "-")):
        raise UsageError("a code is a picture", "Write it with -o card.svg, or show it here.")
    person = person_meant(asked, desk, cards(desk.index), chosen.text.split())
    contact, left = small(contact_of(person))
    code = Code(write_vcards([contact]))
    if ending == "svg":
        told = _said(desk, "in_code", [key for key in FIELDS if getattr(contact, FIELDS[key])])
        deliver(asked, code.svg(contact.name, told), desk.root)
    else:
        ascii_only = not _can_draw()
        room = width(asked)
        needed = code.columns(ascii_only=ascii_only)
        if room is not None and room < needed:
            raise UsageError(
                f"the code needs {needed} columns, and the terminal has {room}",
                "Make it wider, or write a picture: -o card.svg",
            )
        deliver(asked, code.text(color=uses_color(asked, "text"), ascii_only=ascii_only), desk.root)
    if left:
        remark(asked, _said(desk, "left_of_code", left))


def _said(desk: Desk, macro: str, keys: Sequence[str]) -> str:
    from vault_tool.render.templates import said

    return said(macro, [{"keys": list(keys)}], desk.today, language=desk.language, root=desk.root)[
        0
    ]


def _can_draw() -> bool:
    try:
        "▀▄█".encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
