"""`review`: the week's quiet walk, one thing after the other; every answer is a command."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from vault_tool.cli.filtering import standings_of
from vault_tool.cli.naming import can_ask
from vault_tool.cli.opening import Desk, opened
from vault_tool.cli.options import FORMATS, Asked, verb
from vault_tool.cli.questions import question, typed_of
from vault_tool.cli.showing import show

if TYPE_CHECKING:
    from vault_tool.engine.review import Stop

# The draft that fits what one stops for.
_DRAFTS = {"cue": "check-in", "promise": "check-in", "new": "follow-up", "unseen": "reconnect"}


@verb(
    "review",
    formats=FORMATS,
    example="vault-tool review\nvault-tool review --again",
)
@click.option("--again", is_flag=True, help="Begin anew, also with what you left this week.")
def review_command(asked: Asked, again: bool) -> None:
    """Walk quietly through the week: what to ask, what you promised, who is new, who is far.

    On a terminal one thing is shown at a time, and a key says what becomes of it: l writes a talk
    down, d closes it, s snoozes the person, w drafts a message, Enter leaves it, q ends the walk.
    Called again in the same week, it goes on where you stopped. Elsewhere it is a list.
    """
    from vault_tool.engine.review import stops, week_of
    from vault_tool.render.lookback import review
    from vault_tool.vault.reviewed import reviewed

    with opened(asked, standings_of) as desk:
        found = stops(standings_of(desk), desk.settings, desk.today)
        seen = frozenset[str]() if again else reviewed(desk.root, week_of(desk.today))
        left = [each for each in found if each.key not in seen]
        if not (left and can_ask() and asked.layout(FORMATS) == "text"):
            show(asked, desk, "review", review(left, len(found), desk.today, desk.unread))
            return
        walk = _Walk(asked, desk, left, seen)
    walk.go()


class _Walk:
    """One walk; `seen` are the keys of what was looked at this week."""

    def __init__(
        self, asked: Asked, desk: Desk, left: "Sequence[Stop]", seen: frozenset[str]
    ) -> None:
        from vault_tool.engine.review import week_of
        from vault_tool.render.lookback import stop
        from vault_tool.render.templates import said

        self._root = desk.root
        self._language = desk.language
        self._week = week_of(desk.today)
        self._left = left
        self._seen = set(seen)
        self._lang = ["--lang", asked.lang] if asked.lang else []
        self._manner = [
            *("--vault", str(desk.root), "--today", desk.today.isoformat()),
            *(["--quiet"] if asked.quiet else []),
            *(["--no-color"] if asked.no_color else []),
        ]
        self._words = said(
            "review_stop",
            [stop(each) for each in left],
            desk.today,
            language=desk.language,
            root=desk.root,
        )

    def go(self) -> None:
        """Go from stop to stop until all were seen, or the user has enough."""
        from vault_tool.render.harmless import harmless
        from vault_tool.vault.reviewed import keep_reviewed

        for number, (stop, words) in enumerate(zip(self._left, self._words, strict=True), 1):
            click.echo(harmless(f"\n{number}/{len(self._left)}  {stop.name}  {words}"), err=True)
            if not self._is_over(stop):
                return
            self._seen.add(stop.key)
            keep_reviewed(self._root, self._week, self._seen)
        click.echo(f"\n{question(self._language, 'review_end')}", err=True)

    def _is_over(self, stop: "Stop") -> bool:
        """Ask what becomes of a stop until something did; False ends the walk."""
        closes = stop.kind in ("cue", "promise")
        keys = ("l", "d", "s", "w", "q", "") if closes else ("l", "s", "w", "q", "")
        asked = question(self._language, "review_loop" if closes else "review")
        while True:
            key = typed_of(asked, keys)
            if key == "q":
                return False
            if key == "" or self._does(key, stop):
                return True

    def _does(self, key: str, stop: "Stop") -> bool:
        """Run the command behind a key; False where nothing came of it."""
        if key == "d":
            return self._run("done", "--", stop.path, stop.text or "")
        if key == "w":
            self._run("draft", _DRAFTS[stop.kind], "--", stop.path, speaks=False)  # their language
            return False
        typed = self._typed("review_log" if key == "l" else "review_snooze")
        if not typed:
            return False
        if key == "l":
            return self._run("log", "--with", stop.path, "--", typed)
        return self._run("snooze", "--until", typed, "--", stop.path)

    def _typed(self, key: str) -> str:
        typed: str = click.prompt(
            question(self._language, key), default="", show_default=False, err=True
        )
        return typed.strip()

    def _run(self, verb: str, *words: str, speaks: bool = True) -> bool:
        """Run an ordinary command, which says itself what went wrong."""
        from vault_tool.cli.app import run
        from vault_tool.cli.failures import INTERRUPTED

        code = run([*self._manner, *(self._lang if speaks else []), verb, *words])
        if code == INTERRUPTED:
            raise click.Abort
        return code == 0
