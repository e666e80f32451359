"""A result in the format that was asked for."""

from collections.abc import Mapping, Sequence
from typing import Any

from vault_tool.cli.opening import Desk
from vault_tool.cli.options import FORMATS, Asked
from vault_tool.cli.output import deliver, deliver_paths, uses_color, width


def show(
    asked: Asked,
    desk: Desk,
    name: str,
    result: Mapping[str, Any],
    formats: Sequence[str] = FORMATS,
) -> None:
    """Draw the result by the template of that name, or write it as data."""
    layout = asked.layout(formats)
    if layout == "path":
        items = result.get("items", [result])
        deliver_paths(asked, desk.root, (item["path"] for item in items))
        return
    deliver(asked, _drawn(asked, desk, name, result, layout), desk.root)


def _drawn(asked: Asked, desk: Desk, name: str, result: Mapping[str, Any], layout: str) -> str:
    from vault_tool.render import machine, tables, templates

    if layout in ("json", "csv", "tsv"):
        said = templates.worded(result, language=desk.language, root=desk.root)
        return machine.as_json(said) if layout == "json" else tables.table(said, layout)
    return templates.report(
        name,
        result,
        language=desk.language,
        layout=layout,
        root=desk.root,
        width=width(asked),
        color=uses_color(asked, layout),
    )
