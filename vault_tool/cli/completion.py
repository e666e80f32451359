"""`completion`: the script that makes a shell complete commands, people, tags and places."""

import sys

import click

from vault_tool.cli.options import Asked, verb


@verb(
    "completion",
    example="""\
vault-tool completion bash >> ~/.bashrc
vault-tool completion zsh > ~/.zfunc/_vault-tool
vault-tool completion fish > ~/.config/fish/completions/vault-tool.fish""",
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion_command(asked: Asked, shell: str) -> None:
    """Print the script that completes commands, people, tags and places in your shell.

    bash (4.4 or later): append it to ~/.bashrc. zsh: write it to a folder of $fpath, before
    compinit runs. fish: write it to ~/.config/fish/completions. Then open a new shell.
    """
    from vault_tool.cli.completing import script

    sys.stdout.write(script(click.get_current_context().find_root().command, shell))
