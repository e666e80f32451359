"""The door. Nothing heavier than `sys` is imported before `--version` has its answer."""

import gc
import os
import sys


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    if words == ["--version"]:
        from vault_tool.version import VERSION

        sys.stdout.write(f"vault-tool {VERSION}\n")
        sys.exit(0)
    if words[:1] == ["merge-driver"] and "--help" not in words:
        from vault_tool.sync.driver import drive

        sys.exit(drive(words[1:]))
    # A command makes many values and few cycles, and is soon over: look for cycles seldom.
    gc.set_threshold(200_000, 20, 20)
    from vault_tool.cli.app import run

    code = run(words)
    if arguments is not None:
        sys.exit(code)
    # Nothing is left to be done: taking ten thousand values apart one by one only makes one wait.
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            continue  # whoever read it has gone
    os._exit(code)
