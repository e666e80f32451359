"""Completion in the shell: the scripts to install, and how each shell is answered."""

from collections.abc import Callable

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

COMPLETING = "_VAULT_TOOL_COMPLETE"
PROGRAM = "vault-tool"

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

# `compset` sets `--tag=` apart, so that what is offered replaces only the value behind it.
ZSH = """\
#compdef %(prog_name)s

%(complete_func)s() {
    local -a named described response
    local type key description
    response=("${(@f)$(COMP_WORDS="${words[*]}" COMP_CWORD=$((CURRENT - 1)) \
%(complete_var)s=zsh_complete %(prog_name)s 2>/dev/null)}")
    if [[ $words[CURRENT] == --*=* ]]; then compset -P '*='; fi
    for type key description in $response; do
        case $type in
            dir) _path_files -/ ;;
            file) _path_files -f ;;
            plain) if [[ $description == _ ]]; then named+=("$key")
                   else described+=("$key:$description"); fi ;;
        esac
    done
    if (( $#described )); then _describe -V unsorted described -U; fi
    if (( $#named )); then compadd -U -V unsorted -a named; fi
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    %(complete_func)s "$@"
else
    compdef %(complete_func)s %(prog_name)s
fi
"""

FISH = """\
function %(complete_func)s
    set -l response (env %(complete_var)s=fish_complete COMP_WORDS=(commandline -cp) \
COMP_CWORD=(commandline -t) %(prog_name)s 2>/dev/null)
    set -l option (string match --regex -- '^--[a-z-]+=' (commandline -t))
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
    end | string replace --regex -- '^' "$option"
end
complete --no-files --command %(prog_name)s --arguments "(%(complete_func)s)"
"""

Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem[str]]]


class OurBash(BashComplete):
    """Bash, with names that hold blanks, and values behind `--tag=`."""

    source_template = BASH

    def get_completion_args(self) -> tuple[list[str], str]:
        """Put together again what bash takes apart: `--tag=choir` comes as three words."""
        args, incomplete = super().get_completion_args()
        whole: list[str] = []
        for word in [*args, incomplete]:
            behind = whole and whole[-1].startswith("--")
            if behind and (word == "=" or whole[-1].endswith("=")):
                whole[-1] += word
            else:
                whole.append(word)
        return whole[:-1], whole[-1]

    @staticmethod
    def _check_version() -> None:
        """Start no other program just to print a script."""


class OurZsh(ZshComplete):
    """Zsh, with values behind `--tag=`."""

    source_template = ZSH


class OurFish(FishComplete):
    """Fish, with names that hold commas, and values behind `--tag=`."""

    source_template = FISH


SHELLS: dict[str, type[ShellComplete]] = {"bash": OurBash, "zsh": OurZsh, "fish": OurFish}


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
