"""`draft KIND NAME`: a message to edit and send; it never sends."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vault_tool.cli.changing import Line, write
from vault_tool.cli.handing import hand_over
from vault_tool.cli.lines import property_lines
from vault_tool.cli.linking import linker_of
from vault_tool.cli.manner import Manner, refuse_alone, writes
from vault_tool.cli.naming import cards_ready, name_argument, standing_meant
from vault_tool.cli.opening import Desk, opened, root_meant
from vault_tool.cli.options import Asked, Format, Verb, verb
from vault_tool.cli.output import remark
from vault_tool.cli.reporting import DRAFTS
from vault_tool.cli.showing import show
from vault_tool.cli.wishing import think_of, wished
from vault_tool.errors import UsageError, VaultToolError, WriteRefused

if TYPE_CHECKING:
    from vault_tool.engine.drafts import DraftFacts
    from vault_tool.engine.wishes import Before
    from vault_tool.render.templates import Draft

FORMATS: tuple[Format, ...] = ("text", "md", "json", "html")
OF_TWO = ("intro", "intro-ask")


def _complete_kind(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Offer the kinds there are templates of, the vault's own among them."""
    from vault_tool.render.templates import draft_kinds

    return [kind for kind in draft_kinds(_root(ctx)) if kind.startswith(incomplete)]


def _root(ctx: click.Context) -> Path | None:
    """Return the vault whose templates count, None where there is none."""
    try:
        return root_meant(ctx.find_object(Asked) or Asked())
    except VaultToolError:
        return None


class _Drafting(Verb):
    """The command, which tells in its help the kinds there are templates of."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the kinds of drafts, then the options."""
        from vault_tool.render.templates import draft_templates

        said = {each.kind: each.description for each in reversed(draft_templates(_root(ctx)))}
        with formatter.section("Kinds"):
            formatter.write_dl(sorted(said.items()))
        super().format_options(ctx, formatter)


@verb(
    "draft",
    cls=_Drafting,
    formats=FORMATS,
    example="""\
vault-tool draft check-in "Giulia Rossi"
vault-tool draft birthday "Tom Ashworth" --explain
vault-tool draft ask marco --for "an evening for the piano in the cellar"
vault-tool draft intro "Giulia Rossi" "Beatrice Conti" --save""",
)
@click.argument("kind", shell_complete=_complete_kind)
@name_argument
@click.option("--for", "about", metavar="TEXT", help="What it is for, in your words.")
@click.option("--via", "channel", metavar="CHANNEL", help="How it goes out: email, message, call.")
@click.option("--explain", is_flag=True, help="Say which note and line each sentence came from.")
@click.option("--eml", is_flag=True, help="As an e-mail to open in a mail program; -o FILE.eml.")
@click.option("--mailto", is_flag=True, help="As a mailto: link.")
@click.option("--save", "writing", is_flag=True, help="Write it into Drafts/, to edit and send.")
@writes
def draft_command(
    asked: Asked,
    kind: Any,
    name: Sequence[str],
    about: str | None,
    channel: str | None,
    explain: bool,
    eml: bool,
    mailto: bool,
    writing: bool,
    manner: Manner,
) -> None:
    """Draft a message in the person's language from what the notes say. It never sends.

    KIND is one of those below, or one of your own in Templates/vault-tool/drafts/. The language is
    that of the person's note, unless --lang names another; an e-mail has a subject, a message is
    short, a call is a card of what to say. What is tagged #private, too old, was said to them
    before, stands in a draft to them, or needs your own words is left out: --explain says so.

    An introduction is of two people, each NAME in quotes: first each of them is asked.

    With --save it becomes a note in Drafts/. When you have sent it, say so: vault-tool sent.
    With --eml or --mailto it goes to your mail program, which asks you before it sends anything.
    """
    from vault_tool.engine.drafts import draft_facts
    from vault_tool.index.read import dossier
    from vault_tool.render import drafting

    refuse_alone(manner, writing, "--save")
    eml = eml or (asked.output or "").lower().endswith(".eml")
    _refuse_together(asked, eml=eml, mailto=mailto, explain=explain, writing=writing)
    if (eml or mailto) and channel is None:
        channel = "email"
    with opened(asked, cards_ready) as desk:
        if kind in OF_TWO:
            if eml or mailto:
                raise UsageError(
                    "an introduction is three messages, and no single e-mail",
                    "Write them into Drafts/: --save",
                )
            from vault_tool.cli.intro import draft_intro

            draft_intro(
                asked, desk, kind, name, about, channel, manner, explain=explain, writing=writing
            )
            return
        standing = standing_meant(asked, desk, name)
        lines = property_lines(desk.root, standing.path, desk.settings)
        known = dossier(desk.index, standing.path)
        wish, thoughts, before = wished(asked, desk, kind, standing, known, lines, about, channel)
        while True:
            facts = draft_facts(kind, known, standing, desk.settings, desk.today, lines, wish)
            language = asked.lang or facts.language or desk.language
            written = _written(desk, kind, facts, language, before)
            if not written.unsaid:
                break  # each turn leaves out a cue, and the next one takes its place
            wish = wish._replace(unsaid=(*wish.unsaid, *written.unsaid))
        if writing:
            _save(asked, desk, manner, facts, written)
        elif eml or mailto:
            hand_over(asked, desk, standing, written, link=mailto)
        else:
            result = drafting.draft(
                kind,
                facts,
                written,
                desk.today,
                desk.unread,
                explain=explain,
                thoughts=thoughts,
                before=before,
            )
            show(asked, desk, "draft", result, FORMATS, wraps=False)
        think_of(asked, desk, standing.name, thoughts)
        if not written.facts and not about:
            remark(asked, _nothing_to_say(desk))


def _written(
    desk: Desk, kind: str, facts: "DraftFacts", language: str, before: "Before | None"
) -> "Draft":
    """Return the draft; where it repeats what was written the last time, in other words."""
    from vault_tool.engine.wishes import repeats
    from vault_tool.render import templates

    written = templates.draft(kind, facts, language=language, today=desk.today, root=desk.root)
    for further in (1, 2):
        if before is None or not repeats(written.body, before.text):
            break
        other = replace(facts, again=facts.again + further)
        written = templates.draft(kind, other, language=language, today=desk.today, root=desk.root)
    return written


def _refuse_together(asked: Asked, **wanted: bool) -> None:
    """Refuse two ways at once in which the draft is to leave."""
    ways = [name for name, is_wanted in wanted.items() if is_wanted]
    mail = [name for name in ways if name in ("eml", "mailto")]
    if mail and (len(ways) > 1 or asked.format is not None):
        other = next((name for name in ways if name != mail[0]), "format")
        other = {"writing": "save"}.get(other, other)
        raise UsageError(f"--{mail[0]} and --{other} do not go together", "Leave one of them away.")


def _nothing_to_say(desk: Desk) -> str:
    """Return what is said of a draft that no fact of the notes is in."""
    from vault_tool.render.templates import said

    (text,) = said("nothing_to_say", [{}], desk.today, language=desk.language, root=desk.root)
    return text


def _save(asked: Asked, desk: Desk, manner: Manner, facts: "DraftFacts", written: "Draft") -> None:
    """Write the draft into a note of its own."""
    from vault_tool.engine.message import draft_note
    from vault_tool.engine.tact import RETURNING
    from vault_tool.vault.names import free_path

    title = f"{desk.today.isoformat()} {facts.kind} {facts.name}"
    path = free_path(desk.root, DRAFTS, title)
    note = draft_note(
        path, linker_of(desk).link(facts.path, path, facts.name), facts.kind, facts.channel,
        written.subject, written.body, desk.today, desk.index.ways,
        [each["text"] for each in written.facts if each["role"] not in RETURNING],
    )  # fmt: skip

    def edit(data: bytes | None) -> bytes:
        if data is not None:
            raise WriteRefused(f"{path} is there already, and was left as it is")
        return note

    write(
        asked, desk, manner, f"draft {facts.kind} {facts.name}", [(path, edit)],
        lambda _: [Line(path, "", facts.name)],
    )  # fmt: skip
