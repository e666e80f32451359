"""What a folder of cards is to hold: who gets a file, who has one, and what is nobody's here.

A file that has somebody's card keeps its name, and all that other programs put into it; only what
the vault knows better is changed. What a note lacks stays in its card, and a card of nobody here
too: nobody remembers who put it there, and taking away is for `sync-cards`.

Public: `Put`, `Folder`, `folder_of(people, everybody, files, kept, region, version)`.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from vault_tool.engine.keeping_cards import outgoing, uids_of
from vault_tool.engine.names import plain_name
from vault_tool.engine.outgoing import own_uid
from vault_tool.formats.vcard import read_vcards
from vault_tool.formats.vcard_writing import Version
from vault_tool.model import Card


class Put(NamedTuple):
    """Somebody's card: the file that has it, None for a new one, and its text as it is to be."""

    person: Card
    uid: str
    name: str | None
    text: bytes


class Folder(NamedTuple):
    """The cards to be, files whose card is of nobody here, and those that are not one card."""

    puts: tuple[Put, ...]
    strangers: tuple[str, ...]
    odd: tuple[str, ...]


def folder_of(
    people: Sequence[Card],
    everybody: Sequence[Card],
    files: Mapping[str, bytes],
    kept: Mapping[str, bytes],
    region: str | None,
    version: Version,
) -> Folder:
    """Return what a folder of these files is to hold for these people of everybody.

    `kept` are the cards that the vault keeps, by their ids.
    """
    names: dict[str, list[tuple[str, str]]] = {}
    ids_of: dict[str, str] = {}
    odd = []
    for file in sorted(files):
        found = read_vcards(files[file]).people
        if len(found) == 1:
            ids_of[file] = found[0].uid or ""
            names.setdefault(ids_of[file], []).append((file, plain_name(found[0].name)))
        else:
            odd.append(file)
    taken: set[str] = set()
    often = Counter(map(own_uid, everybody))
    puts = []
    for person in people:
        ids = uids_of(person)
        free = [each for uid in ids for each in names.get(uid, ()) if each[0] not in taken]
        alike = [each for each in free if each[1] == plain_name(person.name)]
        if often[own_uid(person)] > 1:  # of two notes with one id each has the file of its name
            free = alike
        name = next((file for file, _ in (*alike, *free)), None)
        taken.update([name] if name else [])
        if name:
            text = outgoing(person, [files[name]], region, version, takes=False)
        else:
            cards = [kept[uid] for uid in ids if uid in kept]
            text = outgoing(person, cards, region, version)
        puts.append(Put(person, own_uid(person), name, text))
    known = {uid for person in everybody for uid in uids_of(person)}
    strangers = tuple(file for file, uid in ids_of.items() if uid not in known)
    return Folder(tuple(puts), strangers, tuple(odd))
