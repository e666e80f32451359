"""Two versions of one card made one, as vdirsyncer asks for it: both files hold it afterwards.

The vault is asked only for what this machine remembers of the card; no note is read. Where both
sides changed one thing the vault's word counts, else that of the version that was saved later.
"""

from pathlib import Path
from typing import Literal, NamedTuple

from vault_tool.engine.agreeing import said_by_card
from vault_tool.engine.card_steps import Agreed
from vault_tool.engine.incoming import folded
from vault_tool.errors import SyncStopped
from vault_tool.formats.contentlines import Property, properties
from vault_tool.formats.vcard import read_vcards
from vault_tool.formats.vcard_merging import Clash, merged_cards
from vault_tool.sync.agreement import all_agreed
from vault_tool.vault import safewrite

_MEANT = {"FN": "name", "N": "name", "ORG": "company", "TITLE": "role", "BDAY": "birthday"}

Side = Literal["ours", "theirs"]


class Merged(NamedTuple):
    """What came of a merge: whether the files differed before, and whether the card was known."""

    differed: bool
    known: bool


def merge_files(one: Path, other: Path, root: Path | None) -> Merged:
    """Let both files hold the one card that two versions become.

    `root` is the vault, if there is one. Raises `SyncStopped` where somebody has to choose, or
    where a file holds no single card; then both stay as they are.
    """
    ours, theirs = one.read_bytes(), other.read_bytes()
    agreed = _known(root, ours, theirs)
    if ours == theirs:
        return Merged(False, agreed is not None)
    try:
        text = merged_cards(ours, theirs, (agreed and agreed.came) or None, _Chooser(agreed).choose)
    except Clash as clash:
        if clash.name == "BEGIN":
            raise SyncStopped(
                f"{one.name} and {other.name} do not hold one card each", "Merge them by hand."
            ) from None
        raise SyncStopped(
            f"both versions of the card say {clash.name} differently, and none is the later one",
            "Choose one of the two in the telephone or on the server.",
        ) from None
    for file, before in ((one, ours), (other, theirs)):
        if before != text:
            safewrite.replace(file.resolve(), before, text)
    return Merged(True, agreed is not None)


class _Chooser:
    """Who counts where both sides changed one property."""

    def __init__(self, agreed: Agreed | None) -> None:
        self._agreed = agreed

    def choose(self, name: str, ours: bytes, theirs: bytes) -> Side | None:
        """Return the side whose value the vault has, else the one saved later; None for neither."""
        return self._by_vault(name, ours, theirs) or _later(ours, theirs)

    def _by_vault(self, name: str, ours: bytes, theirs: bytes) -> Side | None:
        key = _MEANT.get(name)
        if key is None or self._agreed is None:
            return None
        note = self._agreed.note
        held = (note.name,) if key == "name" else note.properties.get(key, ())
        known = {folded(key, text) for text in held}
        mine, other = (bool(known & _said(data, key)) for data in (ours, theirs))
        return None if mine == other else "ours" if mine else "theirs"


def _said(data: bytes, key: str) -> set[str]:
    people = read_vcards(data).people
    if not people:
        return set()
    side = said_by_card(people[0])
    texts = (side.name,) if key == "name" else side.properties.get(key, ())
    return {folded(key, text) for text in texts}


def _later(ours: bytes, theirs: bytes) -> Side | None:
    mine, other = (_saved(data) for data in (ours, theirs))
    if not mine or not other or mine == other:
        return None
    return "ours" if mine > other else "theirs"


def _saved(data: bytes) -> str:
    """Return when a card was saved, as figures; empty where it does not say."""
    revisions = [e for e in properties(data) if isinstance(e, Property) and e.name == "REV"]
    figures = "".join(sign for sign in revisions[0].text() if sign.isdigit()) if revisions else ""
    return figures[:14] if len(figures) >= 8 else ""


def _known(root: Path | None, *texts: bytes) -> Agreed | None:
    uids = {
        person.uid.casefold() for data in texts for person in read_vcards(data).people if person.uid
    }
    if root is None or len(uids) != 1:
        return None
    return next((each for each in all_agreed(root) if each.uid.casefold() in uids), None)
