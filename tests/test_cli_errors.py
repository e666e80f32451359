"""The gallery of errors is complete; its pages are run by `test_sessions`."""

import re

from tests.commandline import PROJECT
from vault_tool.errors import VaultToolError
from vault_tool.vault.running import AlreadyWatched  # the one error outside of `errors`

GALLERY = PROJECT / "tests" / "errors" / "commands.md"


def _codes(error: type[VaultToolError]) -> set[str]:
    return {error.code}.union(*(_codes(kind) for kind in error.__subclasses__()))


def test_every_designed_error_is_in_the_gallery() -> None:
    shown = set(re.findall(r"^## (.+)$", GALLERY.read_text("utf-8"), re.MULTILINE))

    assert AlreadyWatched.code in shown
    assert shown == _codes(VaultToolError)


def test_every_error_of_the_gallery_says_what_and_what_next() -> None:
    blocks = re.findall(r"^vault-tool: .+\n(.*)$", GALLERY.read_text("utf-8"), re.MULTILINE)

    assert len(blocks) > 30
    without_hint = [hint for hint in blocks if hint in ("[2]", "") or hint.startswith("$ ")]
    assert len(without_hint) <= 3, without_hint
