"""The network as a canvas beside its report, for Obsidian to open.

Public: `canvas_file(asked, desk, chosen)`.
"""

from typing import TYPE_CHECKING

from vault_tool.cli.opening import Desk
from vault_tool.cli.options import Asked
from vault_tool.cli.output import remark
from vault_tool.cli.practising import network_of
from vault_tool.cli.reporting import REPORTS

if TYPE_CHECKING:
    from vault_tool.engine.query import Filter
    from vault_tool.vault.journal import Edit

_PATH = f"{REPORTS}/network.canvas"
_MADE_BY = "vault-tool report network"


def canvas_file(asked: Asked, desk: Desk, chosen: "Filter | None") -> "tuple[str, Edit]":
    """Return where the canvas lies and what makes it; one that is not ours is left as it is.

    Obsidian writes a canvas without `generated_by` once somebody moved a card in it: it is theirs.
    """
    from vault_tool.render.network import canvas, is_made
    from vault_tool.render.templates import said
    from vault_tool.vault.files import read_bytes

    kinds = ("brought", "introduced")
    labels = said(
        "tie", [{"kind": kind} for kind in kinds], desk.today,
        language=desk.language, root=desk.root,
    )  # fmt: skip
    made = canvas(network_of(desk, chosen), dict(zip(kinds, labels, strict=True)), _MADE_BY)
    there = read_bytes(desk.root, _PATH, 0) if (desk.root / _PATH).is_file() else None
    if isinstance(there, bytes) and not is_made(there):
        remark(asked, f"{_PATH} was arranged by hand, and was left as it is.")

    def edit(data: bytes | None) -> bytes | None:
        return data if data is not None and not is_made(data) else made.encode()

    return _PATH, edit
