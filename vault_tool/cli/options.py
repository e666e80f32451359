"""The options every command has, and the class of command that has them.

They may stand before or after the command's name; the later one wins. What they ask for is
gathered in one `Asked`, which every command is called with.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal

import click

from vault_tool.errors import UsageError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Body = Callable[..., int | None]

Format = Literal["text", "md", "json", "csv", "tsv", "html", "path"]

EXTENSIONS: dict[str, Format] = {
    ".txt": "text",
    ".md": "md",
    ".markdown": "md",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "tsv",
    ".html": "html",
    ".htm": "html",
}
FORMATS: tuple[Format, ...] = ("text", "md", "json", "csv", "tsv", "html", "path")


class Asked:
    """What the options of every command ask for; filled while the arguments are parsed."""

    def __init__(self, lang: str | None = None) -> None:
        self.vault: str | None = None
        self.today: str | None = None
        self.lang = lang
        self.quiet = False
        self.no_color = False
        self.format: Format | None = None
        self.output: str | None = None
        self.null = False

    def layout(self, possible: Sequence[Format]) -> Format:
        """Return the format to write: as named, else as the file's ending says, else the first."""
        if self.null:
            if self.format not in (None, "path"):
                raise UsageError(
                    f"-0 separates paths, and --format {self.format} has none", "Say --format path."
                )
            wanted: Format = "path"
        else:
            wanted = self.format or self._by_ending() or possible[0]
        if wanted not in possible:
            raise UsageError(
                f"this command has no format {wanted}", f"It has {', '.join(possible)}."
            )
        return wanted

    def _by_ending(self) -> Format | None:
        if self.output is None:
            return None
        dot = self.output.rfind(".")
        return EXTENSIONS.get(self.output[dot:].lower()) if dot >= 0 else None


def complete_folder(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> "list[CompletionItem[str]]":
    """Let the shell complete folders by itself."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="dir")]


def shared_options(formats: Sequence[Format] = FORMATS) -> list[click.Option]:
    """Return fresh copies of the options that every command has.

    Those about the result are left out where a command has no result.
    """
    options = [
        _shared(
            ["-C", "--vault"],
            metavar="DIR",
            shell_complete=complete_folder,
            help="The vault; else looked for from here up.",
        ),
        _shared(["--today"], metavar="DATE", help="Answer as on this day: 2026-11-23, yesterday."),
        _shared(["--lang"], metavar="LANGUAGE", help="Language of what is said: en, it."),
        _shared(["-q", "--quiet"], is_flag=True, help="Nothing but the result and errors."),
        _shared(["--no-color"], is_flag=True, help="No colours (NO_COLOR does the same)."),
    ]
    if formats:
        ways = click.Choice(formats, case_sensitive=False)
        options += [
            _shared(["--format"], type=ways, metavar="FORMAT", help=f"{', '.join(formats)}."),
            _shared(
                ["-o", "--output"],
                metavar="FILE",
                type=click.Path(),
                help="Write the result there; the ending picks the format.",
            ),
        ]
    if "path" in formats:
        options.append(_shared(["-0", "--null"], is_flag=True, help="Paths, ended by NUL."))
    return options


class Verb(click.Command):
    """A command: its own arguments first, then the shared options, an example at the end."""

    def __init__(self, *args: Any, formats: Sequence[Format] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.formats = tuple(formats)
        self.own = list(self.params)
        self.params += shared_options(self.formats)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the command's own options apart from those that every command has."""
        kept, self.params = self.params, self.own
        try:
            super().format_options(ctx, formatter)
        finally:
            self.params = kept
        shared = [param for param in self.params if param not in self.own]
        rows = [row for param in shared if (row := param.get_help_record(ctx)) is not None]
        with formatter.section("As everywhere"):
            formatter.write_dl(rows)

    def invoke(self, ctx: click.Context) -> Any:
        """Refuse a format that this command does not have, then run."""
        asked = ctx.ensure_object(Asked)
        if self.formats:
            asked.layout(self.formats)
        elif asked.format or asked.output or asked.null:
            raise UsageError(f"{ctx.command_path} has no result to format")
        return super().invoke(ctx)


def verb(
    name: str, *, example: str, formats: Sequence[Format] = (), cls: type[Verb] = Verb
) -> Callable[[Body], Verb]:
    """Make a function a command: it is called with `Asked` and its own parameters.

    The function's docstring is its help; `example` stands below, one command a line.
    """

    def made(body: Body) -> Verb:
        shown = "\b\nExample:\n" + "\n".join(f"  {line}" for line in example.splitlines())
        command = click.command(name, cls=cls, formats=formats, epilog=shown)
        return command(click.make_pass_decorator(Asked, ensure=True)(body))

    return made


def _shared(names: list[str], **settings: Any) -> click.Option:
    return click.Option(names, expose_value=False, callback=_keep, **settings)


def _keep(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    """Store a shared option that was given; one that was not leaves an earlier one alone."""
    if param.name and value is not None and value is not False:
        setattr(ctx.ensure_object(Asked), param.name, value)
