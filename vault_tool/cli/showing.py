"""A result in the format that was asked for."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from vault_tool.cli.opening import Desk
from vault_tool.cli.options import FORMATS, Asked
from vault_tool.cli.output import deliver, deliver_paths, uses_color, width

Result = Mapping[str, Any]
Layout = Literal["text", "md", "html"]


def show(
    asked: Asked,
    desk: Desk,
    name: str,
    result: Result,
    formats: Sequence[str] = FORMATS,
    *,
    wraps: bool = True,
) -> None:
    """Draw the result by the template of that name, or write it as data.

    `wraps` says that lines of text are broken to fit the terminal.
    """
    layout = asked.layout(formats)
    if layout == "path":
        items = result.get("items", [result])
        deliver_paths(asked, desk.root, (item["path"] for item in items))
    elif layout in ("text", "md", "html"):
        columns = width(asked) if wraps else None
        deliver(asked, _drawn(asked, desk, name, result, layout, columns), desk.root)
    else:
        deliver(asked, _written(desk, result, layout), desk.root)


def _drawn(
    asked: Asked, desk: Desk, name: str, result: Result, layout: Layout, columns: int | None
) -> str:
    from vault_tool.render.templates import report

    return report(
        name,
        result,
        language=desk.language,
        layout=layout,
        root=desk.root,
        width=columns,
        color=uses_color(asked, layout),
    )


def _written(desk: Desk, result: Result, layout: str) -> str:
    from vault_tool.render import machine, tables, templates

    said = templates.worded(result, language=desk.language, root=desk.root)
    return machine.as_json(said) if layout == "json" else tables.table(said, layout)
