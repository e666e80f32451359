"""`new`, `rename` and `merge`: a person's note begins, gets another name, or takes in another."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from vault_tool.cli.changing import FORMATS, Line, write
from vault_tool.cli.linking import every_path, link_from, linker_of
from vault_tool.cli.manner import Manner, writes
from vault_tool.cli.naming import cards_ready, certain_person
from vault_tool.cli.offers import complete_person, complete_place, complete_tag
from vault_tool.cli.opening import Desk, opened
from vault_tool.cli.options import Asked, Body, verb
from vault_tool.cli.output import remark
from vault_tool.errors import ChangedMeanwhile, UsageError, WriteRefused

if TYPE_CHECKING:
    from vault_tool.engine.talk import Edit
    from vault_tool.model import Card

# Options of `new`, the property each fills, and whether it may be given more than once.
_OPTIONS: tuple[tuple[str, str, str, bool, str, Any], ...] = (
    ("--alias", "aliases", "NAME", True, "Another name.", None),
    ("--tag", "tags", "TAG", True, "A tag.", complete_tag),
    ("--relationship", "relationship", "WORD", True, "friend, neighbour, client …", None),
    ("--weight", "weight", "1-5", False, "How close; 5 is closest.", None),
    ("--frequency", "frequency", "6w", False, "How often to be in touch.", None),
    ("--language", "language", "LANGUAGE", False, "What to write to them in: it, en.", None),
    ("--email", "email", "ADDRESS", True, "An e-mail address.", None),
    ("--phone", "phone", "NUMBER", True, "A phone number.", None),
    ("--company", "company", "NAME", False, "Where they work.", None),
    ("--role", "role", "WORD", False, "What they do.", None),
    ("--in", "location", "PLACE", False, "Where they live.", complete_place),
    ("--birthday", "birthday", "DATE", False, "1984-06-12, or --06-12 without a year.", None),
    ("--met", "met", "DATE", False, "When you met; 2026-07 is enough.", None),
    ("--met-at", "met_at", "PLACE", False, "Where you met.", None),
    ("--met-how", "met_how", "TEXT", False, "How you met.", None),
    ("--through", "met_through", "NAME", False, "Who introduced you.", complete_person),
    ("--offers", "offers", "TEXT", True, "What they can help with.", None),
    ("--needs", "needs", "TEXT", True, "What they look for.", None),
    ("--interests", "interests", "TEXT", True, "What they like.", None),
)  # fmt: skip


def _described(body: Body) -> Body:
    for name, key, metavar, many, said, complete in reversed(_OPTIONS):
        body = click.option(
            name, key, metavar=metavar, multiple=many, help=said, shell_complete=complete
        )(body)
    return body


@verb(
    "new",
    formats=FORMATS,
    example="""\
vault-tool new "Anna Neri" --met-at "Bagno 27, Rimini" --met-how "under the next umbrella"
vault-tool new "Ivo Crest" --through giulia --weight 4 --birthday=--03-14""",
)
@click.argument("name", metavar="NAME", nargs=-1, required=True)
@_described
@click.option("--folder", metavar="FOLDER", help="Where the note goes; else the first for people.")
@writes
def new_command(
    asked: Asked, name: Sequence[str], folder: str | None, manner: Manner, **known: Any
) -> None:
    """Begin a note about somebody; nothing but the name is needed.

    That you met today is taken for granted where --met says nothing else. Whoever introduced you
    is linked.
    """
    from vault_tool.engine.beginning import Known, person_note
    from vault_tool.index.read import cards
    from vault_tool.vault.names import free_path

    called = " ".join(" ".join(name).split())
    if not called:
        raise UsageError("the name is missing", 'Say whom: vault-tool new "Anna Neri"')
    with opened(asked, cards_ready) as desk:
        _refuse_known(cards(desk.index), called)
        where = (folder or next(iter(desk.settings.reading.people), "")).strip("/")
        path = free_path(desk.root, where, called)
        properties = _properties(asked, desk, path, called, known)
        note = person_note(path, Known(properties), desk.index.ways)

        def edit(data: bytes | None) -> bytes:
            if data is not None:
                raise WriteRefused(f"{path} is there already, and was left as it is")
            return note

        lines = [Line(path, "", called)]
        write(asked, desk, manner, f"new {called}", [(path, edit)], lambda _: lines)


def _refuse_known(everybody: "Sequence[Card]", called: str) -> None:
    from vault_tool.engine.names import plain_name

    wanted = plain_name(called)
    for card in everybody:
        if wanted in map(plain_name, (card.name, *card.aliases)):
            raise WriteRefused(
                f"there is a note about {card.name} already: {card.path}",
                "Is it somebody else? Add what tells them apart: a surname, a place.",
            )


def _properties(
    asked: Asked, desk: Desk, path: str, called: str, known: Mapping[str, Any]
) -> tuple[tuple[str, str | tuple[str, ...]], ...]:
    """Return what was said of the person, days in words as dates, as properties in order."""
    from vault_tool.engine.assignments import Assignment, with_days
    from vault_tool.note.reading import stem

    ways, order = desk.index.ways, desk.settings.date_order
    found: dict[str, str | tuple[str, ...]] = {}
    if stem(path) != called:
        found["name"] = called
    for _, key, _, many, _, _ in _OPTIONS:
        value = known[key]
        if value and many:
            found[key] = tuple(value)
        elif value:
            found[key] = with_days(Assignment(key, "=", value), desk.today, order, ways).value
    if "met_through" in found:
        through = certain_person(asked, desk, str(found["met_through"]))
        found["met_through"] = link_from(linker_of(desk), path)(through)
    found.setdefault("met", desk.today.isoformat())
    return tuple(found.items())


@verb(
    "rename",
    formats=FORMATS,
    example="""\
vault-tool rename "Anna Neri" "Anna Neri Bruni"
vault-tool rename anna "Anna Bruni" --dry-run""",
)
@click.argument("name", metavar="NAME", shell_complete=complete_person)
@click.argument("new", metavar="NEW")
@writes
def rename_command(asked: Asked, name: str, new: str, manner: Manner) -> None:
    """Give somebody another name: their file, and every link to it in the whole vault.

    The old name stays as an alias. All files change, or none does.
    """
    from vault_tool.vault.names import free_path, safe_stem

    called = " ".join(new.split())
    with opened(asked, cards_ready) as desk:
        card = certain_person(asked, desk, name)
        folder = card.path.rpartition("/")[0]
        path = f"{folder}/{safe_stem(called)}.md".lstrip("/")
        if path != card.path and path.casefold() != card.path.casefold():
            path = free_path(desk.root, folder, called)
        _refuse_taken(desk, card, called)
        edits = _renaming(desk, card, path, called)
        lines = [Line(path, "", called)]
        write(asked, desk, manner, f"rename {card.name}: {called}", edits, lambda _: lines)


def _refuse_taken(desk: Desk, card: "Card", called: str) -> None:
    from vault_tool.index.read import cards

    if not called:
        raise UsageError("the new name is missing", "Say how they are called now.")
    _refuse_known([each for each in cards(desk.index) if each.path != card.path], called)


def _renaming(desk: Desk, card: "Card", path: str, called: str) -> "list[tuple[str, Edit]]":
    """Return the edits of a rename: the note under its new name, every link, the old file gone."""
    from vault_tool.engine.renaming import renamed

    ways = desk.index.ways
    moved = {card.path: path}
    relink = _Relinking(desk, moved, gone=())
    own = (desk.root / card.path).read_bytes()
    note = renamed(card.path, relink.of(card.path, own), card.name, called, ways)
    edits = relink.edits()
    if path == card.path:
        return [(path, _from(own, note)), *edits]
    return [(path, _from(None, note)), *edits, (card.path, _from(own, None))]


@verb(
    "merge",
    formats=FORMATS,
    example="""\
vault-tool merge "Anna Neri" "Anna N. (Rimini)"
vault-tool merge anna "People/Anna 2.md" --dry-run
vault-tool merge anna "People/Anna 2.md" --not-same""",
)
@click.argument("name", metavar="A", shell_complete=complete_person)
@click.argument("other", metavar="B", shell_complete=complete_person)
@click.option("--not-same", is_flag=True, help="They are two people; B's note says so from now on.")
@writes
def merge_command(asked: Asked, name: str, other: str, not_same: bool, manner: Manner) -> None:
    """Join two notes of one person: B goes into A, and every link to B leads to A.

    A wins where both say one thing differently; what B said then stands in the text of A. Log
    lines and open loops join those of A. B's file is removed; undo brings it back.
    """
    with opened(asked, cards_ready) as desk:
        kept = certain_person(asked, desk, name)
        gone = certain_person(asked, desk, other)
        if kept.path == gone.path:
            raise UsageError(f"both are {kept.name}: {kept.path}", "Name two notes.")
        if not_same:
            _tell_apart(asked, desk, manner, kept, gone)
            return
        edits, differing = _merging(desk, kept, gone)
        lines = [Line(kept.path, "", kept.name)]
        write(asked, desk, manner, f"merge {kept.name}, {gone.name}", edits, lambda _: lines)
        for key in differing:
            remark(asked, f"{key}: what {gone.path} said stands in the text of {kept.path}")


def _tell_apart(asked: Asked, desk: Desk, manner: Manner, one: "Card", other: "Card") -> None:
    """Write into a note that it is not another one's person; nothing where that is known."""
    from functools import partial

    from vault_tool.engine.doubles import told_apart
    from vault_tool.engine.talk import Edit
    from vault_tool.index.read import resolver
    from vault_tool.note.editing.properties import add_to_property

    link = link_from(linker_of(desk), other.path)(one)

    def edit(data: bytes | None) -> bytes:
        if data is None:
            raise ChangedMeanwhile(f"{other.path} is gone", "Nothing was written; try again.")
        return add_to_property(other.path, data, "not_same_as", (link,), desk.index.ways)

    is_known = partial(told_apart, resolver=resolver(desk.index))(one, other)
    edits: list[tuple[str, Edit]] = [] if is_known else [(other.path, edit)]
    write(
        asked, desk, manner, f"merge --not-same {one.name}, {other.name}", edits,
        lambda _: [Line(other.path, link, other.name)], unchanged="That is known already.",
    )  # fmt: skip


def _merging(
    desk: Desk, kept: "Card", gone: "Card"
) -> "tuple[list[tuple[str, Edit]], Sequence[str]]":
    from vault_tool.engine.merging import merged
    from vault_tool.engine.merging_properties import OneNote

    relink = _Relinking(desk, {gone.path: kept.path}, gone=(kept.path,))
    mine = (desk.root / kept.path).read_bytes()
    theirs = (desk.root / gone.path).read_bytes()
    both = merged(
        OneNote(kept.path, relink.of(kept.path, mine), kept.name),
        OneNote(gone.path, relink.of(gone.path, theirs), gone.name),
        desk.index.ways,
    )
    edits = [(kept.path, _from(mine, both.data)), *relink.edits(), (gone.path, _from(theirs, None))]
    return edits, both.differing


class _Relinking:
    """Every note that links to one that moves, or whose links a new name would catch."""

    def __init__(self, desk: Desk, moved: Mapping[str, str], gone: Sequence[str]) -> None:
        from vault_tool.engine.relinking import Linker

        self._desk = desk
        self._moved = moved
        self._own = {*moved, *gone}
        self._paths = every_path(desk)
        after = {moved.get(path, path) for path in self._paths}
        self._before, self._after = Linker(self._paths), Linker(sorted(after))

    def of(self, path: str, data: bytes) -> bytes:
        """Return a note with its links written for after the move."""
        from vault_tool.engine.relinking import retargeting
        from vault_tool.note.editing.links import rewrite_links

        target_of = retargeting(self._before, self._after, self._moved, path, self._is_file)
        return rewrite_links(path, data, target_of, self._desk.index.ways)

    def edits(self) -> "list[tuple[str, Edit]]":
        """Return the edits of all other notes that have links to write again."""
        from vault_tool.engine.relinking import links_to, may_be_touched

        names = may_be_touched(self._moved)
        found: list[tuple[str, Edit]] = []
        for path in self._paths:
            if path in self._own:
                continue
            data = self._read(path)
            if data is not None and links_to(data, names):
                found.append((path, self._edit(path)))
        return found

    def _edit(self, path: str) -> "Edit":
        def edit(data: bytes | None) -> bytes | None:
            return None if data is None else self.of(path, data)

        return edit

    def _is_file(self, path: str) -> bool:
        return not path.startswith("..") and (self._desk.root / path).is_file()

    def _read(self, path: str) -> bytes | None:
        from vault_tool.vault.files import read_bytes

        try:
            size = (self._desk.root / path).stat().st_size
        except OSError:
            return None
        data = read_bytes(self._desk.root, path, size)
        return data if isinstance(data, bytes) else None


def _from(before: bytes | None, after: bytes | None) -> "Callable[[bytes | None], bytes | None]":
    """Return the edit of a file that must hold what was read; it is not made on anything else."""

    def edit(data: bytes | None) -> bytes | None:
        if data != before:
            raise ChangedMeanwhile(
                "a note was changed by somebody else meanwhile", "Nothing was written; try again."
            )
        return after

    return edit
