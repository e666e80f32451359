"""Completion in the shell: the scripts to install, and the words they are given.

People, tags and places come from the index as the last command left it; nothing is walked or
read, because the answer is wanted between two keystrokes.
"""

from collections.abc import Callable, Iterable, Sequence

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
)

from vault_tool.cli.options import Asked
from vault_tool.errors import VaultToolError
from vault_tool.model import Card

COMPLETING = "_VAULT_TOOL_COMPLETE"
PROGRAM = "vault-tool"
MOST = 200

# `-o filenames` makes readline quote the blanks of a name, within open quotation marks as well.
BASH = """\
%(complete_func)s() {
    local IFS=$'\\n' type value
    COMPREPLY=()
    while IFS=, read -r type value; do
        case $type in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            plain) COMPREPLY+=("$value") ;;
        esac
    done < <(COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD=$COMP_CWORD \
%(complete_var)s=bash_complete "$1" 2>/dev/null)
    if [[ "${COMPREPLY[*]}" == *' '* ]]; then compopt -o filenames; fi
}
complete -o nosort -F %(complete_func)s %(prog_name)s
"""

FISH = """\
function %(complete_func)s
    set -l response (env %(complete_var)s=fish_complete COMP_WORDS=(commandline -cp) \
COMP_CWORD=(commandline -t) %(prog_name)s 2>/dev/null)
    for completion in $response
        set -l parts (string split --max 1 "," $completion)
        switch $parts[1]
            case dir
                __fish_complete_directories $parts[2]
            case file
                __fish_complete_path $parts[2]
            case plain
                echo $parts[2]
        end
    end
end
complete --no-files --command %(prog_name)s --arguments "(%(complete_func)s)"
"""

Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem[str]]]


class OurBash(BashComplete):
    """Bash, with names that hold blanks."""

    source_template = BASH

    @staticmethod
    def _check_version() -> None:
        """Start no other program just to print a script."""


class OurFish(FishComplete):
    """Fish, with names that hold commas."""

    source_template = FISH


SHELLS: dict[str, type[ShellComplete]] = {"bash": OurBash, "zsh": ZshComplete, "fish": OurFish}


def script(command: click.Command, shell: str) -> str:
    """Return the script that makes `shell` ask this program."""
    return SHELLS[shell](command, {}, PROGRAM, COMPLETING).source()


def answer(command: click.Command, instruction: str) -> int:
    """Print the completions a shell's script asks for; a fault is silence, not a broken prompt."""
    shell, _, wanted = instruction.partition("_")
    if shell not in SHELLS or wanted not in ("source", "complete"):
        return 2
    if wanted == "source":
        click.echo(script(command, shell), nl=False)
        return 0
    asked = SHELLS[shell](command, {"obj": Asked()}, PROGRAM, COMPLETING)
    try:
        found = asked.complete()
    except (VaultToolError, OSError):
        return 0
    if found:
        click.echo(found.encode("utf-8", "surrogateescape"))
    return 0


def complete_person(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem[str]]:
    """Offer names that begin so; else the one person of whom a later word begins so.

    Where a name is typed in several words, what stands before the last one is taken into account.
    """
    from vault_tool.engine.names import plain_name

    given = ctx.params.get(param.name or "") or ()
    before = len(given) if isinstance(given, tuple) else 0
    typed = plain_name(" ".join([*(given if before else ()), incomplete]))
    cards = _cards(ctx)
    names = sorted({name for card in cards for name in (card.name, *card.aliases)})
    found = [name for name in names if plain_name(name).startswith(typed)]
    if not found:
        within = [name for name in names if f" {typed}" in plain_name(name)]
        found = within if len(within) == 1 else []
    return _items(" ".join(name.split()[before:]) for name in found)


def complete_tag(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem[str]]:
    """Offer the tags that people have, nested ones too."""
    return _beginning(incomplete, (tag for card in _cards(ctx) for tag in card.tags))


def complete_place(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem[str]]:
    """Offer the places people live in."""
    from vault_tool.engine.conditions import texts_of

    values = (card.properties.get("location") for card in _cards(ctx))
    return _beginning(incomplete, (text for value in values for text in texts_of(value)))


def _beginning(incomplete: str, words: Iterable[str]) -> list[CompletionItem[str]]:
    from vault_tool.engine.names import link_name, plain_name

    typed = plain_name(incomplete)
    known = {link_name(word) for word in words}
    return _items(word for word in sorted(known) if plain_name(word).startswith(typed))


def _items(words: Iterable[str]) -> list[CompletionItem[str]]:
    from vault_tool.render.harmless import harmless

    shown = [word for word in dict.fromkeys(words) if word and harmless(word) == word]
    return [CompletionItem(word) for word in shown[:MOST]]


def _cards(ctx: click.Context) -> Sequence[Card]:
    """Return everybody as the index last knew them; a vault without an index has nobody yet."""
    from vault_tool.cli.opening import root_meant, rules_of
    from vault_tool.index.database import open_index
    from vault_tool.index.read import cards

    asked = ctx.find_object(Asked) or Asked()
    root = root_meant(asked)
    with open_index(root, *rules_of(root)) as index:
        return cards(index)
