"""The rounds of `sync-cards`: what is there, what is to be done, and the doing of it."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from vault_tool.cli.changing import FORMATS
from vault_tool.cli.clock import moment
from vault_tool.cli.manner import Manner
from vault_tool.cli.naming import can_ask
from vault_tool.cli.opening import Desk
from vault_tool.cli.options import Asked
from vault_tool.cli.output import deliver, remark
from vault_tool.cli.showing import show
from vault_tool.errors import EditRefused, SyncStopped, UsageError

if TYPE_CHECKING:
    from vault_tool.engine.card_steps import Plan
    from vault_tool.engine.importing import Answers
    from vault_tool.model import Card
    from vault_tool.sync.agreement import Memory
    from vault_tool.sync.cards import Round, Seen
    from vault_tool.sync.store import Store
    from vault_tool.vault.journal import Change, Edit

MANY_CARDS = 50
ROUNDS = 2


class Wishes(NamedTuple):
    """What was said beside the manner of writing."""

    force: bool
    remove: bool
    same: tuple[str, ...]
    new: tuple[str, ...]


def keep_in_step(
    asked: Asked,
    desk: Desk,
    store: "Store",
    command: str,
    wishes: Wishes,
    manner: Manner,
    *,
    again: bool,
) -> None:
    """Make one round, and another where somebody else changed cards in the middle of it."""
    from vault_tool.index.sync import reconcile
    from vault_tool.sync.agreement import recalled
    from vault_tool.vault.remembered import alone

    with alone(desk.root, "cards"):
        memory = recalled(desk.root, store.key)
        if again:
            memory = memory._replace(known=memory.known._replace(left=()))
        for number in range(ROUNDS):
            turn = _Turn(asked, desk, store, command, wishes, manner, is_first=not number)
            memory = turn.run(memory)
            if not turn.changed:
                return
            reconcile(desk.index)
    many = f"{turn.changed} cards were" if turn.changed > 1 else "a card was"
    remark(asked, f"{many} changed there meanwhile: run vault-tool sync-cards again")


class _Turn:
    """One round: what is there, what is to be done, and the doing of it."""

    def __init__(
        self,
        asked: Asked,
        desk: Desk,
        store: "Store",
        command: str,
        wishes: Wishes,
        manner: Manner,
        *,
        is_first: bool,
    ) -> None:
        self._asked = asked
        self._desk = desk
        self._store = store
        self._command = command
        self._wishes = wishes
        self._manner = manner
        self._is_first = is_first
        self._asks = is_first and can_ask() and not manner.yes and not manner.dry_run
        self._refused: set[str] = set()
        self.changed = 0

    def run(self, memory: "Memory") -> "Memory":
        """Make the round; return what is agreed after it."""
        from vault_tool.sync.cards import Round, seen
        from vault_tool.vault import journal

        there = seen(self._store, memory)
        plan = self._plan(there, memory)
        paths = self._paths(plan)
        plan, edits = self._feasible(plan, paths)
        changes = journal.planned(self._desk.root, edits)
        if self._asks and _does_something(plan, changes):
            self._agree(plan, paths, changes, there)
        region = self._desk.settings.region
        round_ = Round(self._store, memory, there.listing, self._kept, region)
        if not self._manner.dry_run:
            changes = journal.carry_out(
                self._desk.root,
                self._command,
                edits,
                when=moment(),
                tell=lambda each: remark(self._asked, str(each)),
            )
            self._write_cards(round_, plan, paths, changes)
        if not self._asks or not _does_something(plan, changes) or self._is_json():
            self._show(plan, paths, changes, there, dry_run=self._manner.dry_run)
        if self._manner.dry_run and not self._is_json():
            self._show_differences(changes)
        return round_.memory()

    def _is_json(self) -> bool:
        return self._asked.layout(FORMATS) == "json"

    def _plan(self, there: "Seen", memory: "Memory") -> "Plan":
        """Return what is to be done; ask whom a name means; raise `SyncStopped` for too much."""
        from vault_tool.cli.importing import asked_about
        from vault_tool.engine.pairing import refusal

        answers = self._told(there)
        plan = self._planned(there, memory, answers)
        if self._asks:
            more = asked_about(self._desk.language, plan.of("ask"))
            plan = self._planned(there, memory, {**answers, **more}) if more else plan
        why = refusal(plan, there.sheets, memory.known)
        if why and not self._wishes.force:
            raise SyncStopped(
                f"{why}: is this the right place?",
                "Nothing was written. If it is meant so: --force",
            )
        if not (can_ask() or self._manner.yes or self._manner.dry_run):
            plan = self._without_removals(plan)
        return plan

    def _planned(self, there: "Seen", memory: "Memory", answers: "Answers") -> "Plan":
        from vault_tool.engine.pairing import plan
        from vault_tool.index.read import cards

        return plan(
            cards(self._desk.index),
            there.sheets,
            memory.known,
            unsure=self._unsure(memory),
            region=self._desk.settings.region,
            answers=answers,
            odd=there.odd,
            remove=self._wishes.remove,
        )

    def _unsure(self, memory: "Memory") -> set[str]:
        """Return the notes that tell less than there is: not read whole, no person's, a stub."""
        from vault_tool.index.read import cards, problems

        unread = {each.path for each in problems(self._desk.index) if each.level == "error"}
        people = {card.path for card in cards(self._desk.index)}
        gone = {each.path for each in memory.known.agreed} - people
        return unread | {path for path in gone if _is_there(self._desk.root / path)}

    def _told(self, there: "Seen") -> "dict[str, int | None]":
        from vault_tool.engine.names import plain_name

        names = {plain_name(sheet.contact.name) for sheet in there.sheets}
        wishes = self._wishes
        for name in (*wishes.same, *wishes.new):
            if plain_name(name) not in names:
                raise UsageError(
                    f'nobody there is called "{name}"', "See whom it asks about: --dry-run"
                )
        answers: dict[str, int | None] = {plain_name(name): 0 for name in wishes.same}
        return {**answers, **dict.fromkeys(map(plain_name, wishes.new))}

    def _without_removals(self, plan: "Plan") -> "Plan":
        """Leave cards where they are when nobody agrees to their removal."""
        gone = plan.of("remove card")
        if gone:
            remark(
                self._asked,
                f"{_cards(len(gone))} whose notes are gone will be removed with --yes",
            )
        return plan._replace(steps=tuple(step for step in plan.steps if step not in gone))

    def _paths(self, plan: "Plan") -> dict[str, str]:
        from vault_tool.vault.names import free_paths

        fresh = plan.of("new note")
        folder = next(iter(self._desk.settings.reading.people), "")
        places = free_paths(self._desk.root, folder, [step.name for step in fresh])
        return {step.uid: path for step, path in zip(fresh, places, strict=True)}

    def _feasible(
        self, plan: "Plan", paths: Mapping[str, str]
    ) -> "tuple[Plan, list[tuple[str, Edit]]]":
        """Return the plan without what no program can change, and the edits of all other notes."""
        from vault_tool.cli.linking import links_apart
        from vault_tool.engine.agreed import edits_of

        new = [(paths[step.uid], step.brought) for step in plan.of("new note") if step.brought]
        links = links_apart(self._desk, new)
        apart = {step.uid: links.get(paths[step.uid], []) for step in plan.of("new note")}
        edits = []
        for path, edit in edits_of(plan.steps, paths, self._desk.index.ways, apart):
            try:
                edit(self._held(path))
                edits.append((path, edit))
            except EditRefused as refusal:
                remark(self._asked, f"{refusal.message} {refusal.hint}".strip())
                self._refused.add(path)
        steps = tuple(
            step._replace(kind="unread", target=None, turns=(), text="")
            if step.card and step.card.path in self._refused
            else step
            for step in plan.steps
        )
        return plan._replace(steps=steps), edits

    def _kept(self, card: "Card") -> "Sequence[bytes]":
        """Return the cards of somebody that an import left in the vault."""
        from vault_tool.engine.keeping_cards import uids_of
        from vault_tool.vault.cards import kept_cards

        uids = uids_of(card)
        found = kept_cards(self._desk.root, self._desk.settings.cards, uids)
        return [found[uid] for uid in uids if uid in found]

    def _held(self, path: str) -> bytes | None:
        file = self._desk.root / path
        return file.read_bytes() if file.is_file() else None

    def _agree(
        self, plan: "Plan", paths: Mapping[str, str], changes: "Sequence[Change]", there: "Seen"
    ) -> None:
        from vault_tool.cli.questions import agreed, question

        if not self._is_json():
            self._show(plan, paths, changes, there, dry_run=True)
        sys.stdout.flush()
        asked = question(self._desk.language, "sync_cards")
        if not agreed(self._desk.language, asked, default=True):
            raise click.Abort

    def _write_cards(
        self,
        round_: "Round",
        plan: "Plan",
        paths: Mapping[str, str],
        changes: "Sequence[Change]",
    ) -> None:
        from vault_tool.engine.agreed import written
        from vault_tool.sync.agreement import keep

        contents = {each.path: each.after for each in changes}
        notes = written(plan.steps, paths, contents, self._desk.index.ways)
        try:
            for number, _ in enumerate(round_.carry_out(plan.steps, notes), 1):
                self._progress(number, len(plan.steps))
            round_.look_again()
        finally:
            keep(self._desk.root, self._store.key, round_.memory())
        self.changed = len(round_.changed)

    def _progress(self, done: int, of: int) -> None:
        if of >= MANY_CARDS and not self._asked.quiet and sys.stderr.isatty():
            sys.stderr.write(f"\r{done:,} of {of:,} cards" if done < of else "\r\x1b[K")
            sys.stderr.flush()

    def _show(
        self,
        plan: "Plan",
        paths: Mapping[str, str],
        changes: "Sequence[Change]",
        there: "Seen",
        *,
        dry_run: bool,
    ) -> None:
        from vault_tool.render.cards import in_step

        result = in_step(
            plan,
            paths,
            changes,
            there.odd,
            self._desk.today,
            refused=self._refused,
            dry_run=dry_run,
            unread=self._desk.unread,
        )
        show(self._asked, self._desk, "sync-cards", result, FORMATS)

    def _show_differences(self, changes: "Sequence[Change]") -> None:
        from vault_tool.render.changes import diff
        from vault_tool.render.harmless import harmless

        deliver(self._asked, harmless("".join(map(diff, changes))), self._desk.root)


def _does_something(plan: "Plan", changes: "Sequence[Change]") -> bool:
    is_written = any(step.target is not None for step in plan.steps)
    return bool(changes) or is_written or bool(plan.of("new card", "remove card"))


def _is_there(file: Path) -> bool:
    """Tell whether there is a file, on this device or only in iCloud."""
    return file.exists() or file.with_name(f".{file.name}.icloud").exists()


def _cards(number: int) -> str:
    return "1 card" if number == 1 else f"{number} cards"
