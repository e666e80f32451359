"""A draft handed to a mail program: as an e-mail that is not sent yet, or as a link."""

from typing import TYPE_CHECKING

from vault_tool.cli.opening import Desk
from vault_tool.cli.options import Asked
from vault_tool.cli.output import deliver, remark

if TYPE_CHECKING:
    from vault_tool.model import Card, Standing
    from vault_tool.render.templates import Draft


def hand_over(
    asked: Asked, desk: Desk, standing: "Standing", written: "Draft", *, link: bool
) -> None:
    """Write the draft as an e-mail or as a `mailto:` link, to the first address of the note."""
    from vault_tool.index.read import cards
    from vault_tool.render.letters import eml, mailto

    by_path = {card.path: card for card in cards(desk.index)}
    to = _address(by_path.get(standing.path))
    if to is None:
        remark(asked, f"No e-mail address stands in {standing.path}: the receiver is left out.")
    if link:
        deliver(asked, mailto(to, written.subject, written.body), desk.root)
        return
    me = next((card for card in by_path.values() if card.me), None)
    sender = _address(me)
    deliver(
        asked,
        eml(
            (standing.name, to) if to else None,
            (me.name, sender) if me and sender else None,
            written.subject,
            written.body,
        ),
        desk.root,
    )


def _address(card: "Card | None") -> str | None:
    """Return the first address of somebody's note."""
    from vault_tool.engine.conditions import texts_of
    from vault_tool.render.letters import address_in

    texts = texts_of(card.properties.get("email")) if card else ()
    return next((found for text in texts if (found := address_in(text))), None)
