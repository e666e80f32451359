"""`draft KIND NAME`: a message to edit and send; it never sends."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vault_tool.cli.changing import Line, write
from vault_tool.cli.linking import linker_of
from vault_tool.cli.manner import Manner, refuse_alone, writes
from vault_tool.cli.naming import name_argument, standing_meant
from vault_tool.cli.opening import Desk, opened, root_meant
from vault_tool.cli.options import Asked, Format, Verb, verb
from vault_tool.cli.output import remark
from vault_tool.cli.reporting import DRAFTS, sent_to
from vault_tool.cli.showing import show
from vault_tool.errors import UsageError, VaultToolError, WriteRefused

if TYPE_CHECKING:
    from vault_tool.config import Settings
    from vault_tool.engine.drafts import DraftFacts, Wish
    from vault_tool.model import Channel, Standing
    from vault_tool.render.templates import Draft

FORMATS: tuple[Format, ...] = ("text", "md", "json", "html")


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
vault-tool draft ask marco --for "an evening for the piano in the cellar\"""",
)
@click.argument("kind", shell_complete=_complete_kind)
@name_argument
@click.option("--for", "about", metavar="TEXT", help="What it is for, in your words.")
@click.option("--via", "channel", metavar="CHANNEL", help="How it goes out: email, message, call.")
@click.option("--explain", is_flag=True, help="Say which note and line each sentence came from.")
@click.option("--save", "writing", is_flag=True, help="Write it into Drafts/, to edit and send.")
@writes
def draft_command(
    asked: Asked,
    kind: Any,
    name: Sequence[str],
    about: str | None,
    channel: str | None,
    explain: bool,
    writing: bool,
    manner: Manner,
) -> None:
    """Draft a message in the person's language from what the notes say. It never sends.

    KIND is one of those below, or one of your own in Templates/vault-tool/drafts/. The language is
    that of the person's note, unless --lang names another; an e-mail has a subject, a message is
    short, a call is a card of what to say. What is tagged #private, too old, or was said to them
    before is left out: --explain says so.

    With --save it becomes a note in Drafts/. When you have sent it, say so: vault-tool sent.
    """
    from vault_tool.engine.drafts import draft_facts
    from vault_tool.index.read import dossier
    from vault_tool.render import drafting, templates

    refuse_alone(manner, writing, "--save")
    with opened(asked) as desk:
        standing = standing_meant(asked, desk, name)
        lines = _property_lines(desk.root, standing.path, desk.settings)
        known = dossier(desk.index, standing.path)
        wish = _wish(asked, desk, kind, standing, about, channel)
        facts = draft_facts(kind, known, standing, desk.settings, desk.today, lines, wish)
        language = asked.lang or facts.language or desk.language
        written = templates.draft(kind, facts, language=language, today=desk.today, root=desk.root)
        if writing:
            _save(asked, desk, manner, facts, written)
        else:
            result = drafting.draft(kind, facts, written, desk.today, desk.unread, explain=explain)
            show(asked, desk, "draft", result, FORMATS, wraps=False)
        if not written.facts and not about:
            remark(asked, _nothing_to_say(desk))


def _wish(
    asked: Asked, desk: Desk, kind: str, standing: "Standing", about: str | None, via: str | None
) -> "Wish":
    """Return what the user wants of this draft, and what the person was told before."""
    from vault_tool.engine.drafts import Wish
    from vault_tool.engine.tact import Said
    from vault_tool.index.read import cards
    from vault_tool.render.templates import draft_template

    language = asked.lang or standing.language or desk.language
    return Wish(
        about=" ".join(about.split()) if about else None,
        channel=_channel(desk, via) if via else None,
        remembers=draft_template(kind, language, desk.root).remembers,
        said=[
            Said(text, on)
            for _, message in sent_to(desk, standing.path)
            if (on := message.sent_on or message.created)
            for text in message.used
        ],
        sender=next((card.name for card in cards(desk.index) if card.me), None),
    )


def _channel(desk: Desk, via: str) -> "Channel":
    from typing import get_args

    from vault_tool.model import Channel
    from vault_tool.note.channels import channel_named

    channel = channel_named(via, desk.settings.reading.channels)
    if channel is None:
        raise UsageError(f'"{via}" is no channel', f"There are: {', '.join(get_args(Channel))}.")
    return channel


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


def _property_lines(root: Path, path: str, settings: "Settings") -> Mapping[str, int]:
    """Return on which line of a note each property stands; none of a note that cannot be read."""
    from vault_tool.note.frontmatter import read_front_matter
    from vault_tool.note.properties import united
    from vault_tool.note.text import decode
    from vault_tool.vault.files import read_bytes

    data = read_bytes(root, path, (root / path).stat().st_size)
    if not isinstance(data, bytes):
        return {}
    text, _ = decode(data, path)
    fields = read_front_matter(text, path).fields
    properties = united(fields, (), settings.reading.properties)
    return {key: found.fields[0].line for key, found in properties.items()}
