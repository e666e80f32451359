"""Everything all notes say of one person, links resolved. Pure: notes in, a dossier out."""

from collections.abc import Callable, Iterable

from vault_tool.index.gather import Lead, people_named
from vault_tool.model import Dossier, Interaction, Mention, Note, Seen, Task, Told


def dossier_of(
    own: Note, others: Iterable[Note], lead: Lead, name_of: Callable[[str], str]
) -> Dossier:
    """Return the dossier of the person whose note is `own`.

    `others` are the notes that may speak of them; more than those do no harm.
    """
    path = own.path
    told = [Told(each, path) for each in own.interactions if each.own]
    seen: list[Seen] = []
    tasks = [Task(each, path) for each in own.loops if each.own]
    linked = []
    for note in others:
        if note.path == path or note.kind == "made":
            continue
        for each in note.interactions:
            _place(each, note, own, lead, told, seen)
        seen += [
            Seen(each, note.path) for each in note.mentions if lead(each.target, note.path) == path
        ]
        tasks += [
            Task(each, note.path)
            for each in note.loops
            if path in people_named(each, note.path, lead)
        ]
        if any(lead(each.target, note.path) == path for each in note.links):
            linked.append(note.path)
    people = dict.fromkeys(lead(each.target, path) for each in own.links)
    return Dossier(
        note=own,
        told=tuple(sorted(told, key=_newest_told)),
        seen=tuple(sorted(seen, key=_newest_seen)),
        tasks=tuple(sorted(tasks, key=lambda each: (each.path, each.loop.line))),
        linked=tuple(sorted(linked)),
        links=tuple((name_of(each), each) for each in people if each and each != path),
    )


def targets_in(notes: Iterable[Note]) -> set[str]:
    """Return everything that notes link to, in the ways that a dossier asks about."""
    targets: set[str] = set()
    for note in notes:
        targets.update([each.target for each in note.links])
        targets.update([each.target for each in note.mentions])
        for interaction in note.interactions:
            if interaction.people:
                targets.update(interaction.people)
        for loop in note.loops:
            targets.update(loop.people)
    return targets


def _place(
    each: Interaction, note: Note, own: Note, lead: Lead, told: list[Told], seen: list[Seen]
) -> None:
    """Put an item that names the person where it belongs: being in touch, or a mention."""
    targets = [target for target in each.people if lead(target, note.path) == own.path]
    if not targets:
        return
    is_quiet = note.kind == "daily" and own.person is not None and not own.person.mentions
    if own.path in people_named(each, note.path, lead) and not is_quiet:
        told.append(Told(each, note.path))
    else:
        seen.append(Seen(Mention(targets[0], each.day, each.line, each.text), note.path))


def _newest_told(each: Told) -> tuple[int, str, int]:
    return -each.interaction.day.toordinal(), each.path, each.interaction.line


def _newest_seen(each: Seen) -> tuple[int, str, int]:
    day = each.mention.day
    return -day.toordinal() if day else 0, each.path, each.mention.line
