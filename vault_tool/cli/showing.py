"""A result in the format that was asked for."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from vault_tool.cli.opening import Desk
from vault_tool.cli.options import FORMATS, Asked, Format
from vault_tool.cli.output import deliver, deliver_paths, uses_color, width
from vault_tool.render.machine import as_json

Result = Mapping[str, Any]
Drawn = Literal["text", "md", "html"]


def show(
    asked: Asked,
    desk: Desk,
    name: str,
    result: Result,
    formats: Sequence[Format] = FORMATS,
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
    elif layout == "json":
        deliver(asked, as_json(_worded(desk, result)), desk.root)
    elif layout == "csv" or layout == "tsv":
        from vault_tool.render.tables import table

        deliver(asked, table(_worded(desk, result), layout), desk.root)
    else:
        columns = width(asked) if wraps else None
        deliver(asked, _drawn(asked, desk, name, result, layout, columns), desk.root)


def _worded(desk: Desk, result: Result) -> Result:
    from vault_tool.render.templates import worded

    return worded(result, language=desk.language, root=desk.root)


def _drawn(
    asked: Asked, desk: Desk, name: str, result: Result, layout: Drawn, columns: int | None
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
