"""What can still be read of a block that is not valid YAML.

Divides it into parts, one for each property, where a line begins at the margin: whatever YAML makes
of a mistake, people begin the next property on a new line. Reading goes on behind each mistake.
"""

import re
from typing import NamedTuple

from vault_tool.note.nodes import Field, Node
from vault_tool.note.yaml_events import Document, Finding, Source, Unreadable, read_document

# As many parts are read at once behind a mistake: thousands of mistakes must not take long.
MAX_PARTS = 100

_BEGINS_KEY = re.compile(r"\?(?=[ \t]|$)|.*?:(?=[ \t]|$)")
_GOES_ON = re.compile(r"-(?=[ \t]|$)|[\]}\t]")
# What the parser finds wrong with a key when the mistake is the line above, which is no property.
_BLAMES_NEXT = re.compile("mapping values are not allowed|expected '-'")


class _Part(NamedTuple):
    """The lines of one property, or lines between properties that are none (`stray`)."""

    start: int
    end: int
    line: int
    stray: bool


def salvage(source: Source, first_line: int) -> Document:
    """Return the fields of all parts that can be read, and one finding for each mistake.

    A range of parts that cannot be read is read again as what stands before its mistake, the
    part with the mistake, and what stands behind it.
    """
    parts = _parts(source.text, first_line)
    anchors: dict[str, Node] = {}
    fields: list[Field] = []
    findings: list[Finding] = []
    ranges = [(0, len(parts), True)]
    while ranges:
        begin, end, reports = ranges.pop()
        if begin == end:
            continue
        span = source._replace(text=source.text[parts[begin].start : parts[end - 1].end])
        try:
            document = read_document(span, parts[begin].line, anchors)
        except Unreadable as error:
            finding, broken = _culprit(error.finding, parts, begin, end)
            if reports:
                findings.append(finding)
            if end - begin > 1:
                behind = range(broken + 1, end, MAX_PARTS)
                ranges += [(first, min(first + MAX_PARTS, end), True) for first in behind[::-1]]
                ranges += [(broken, broken + 1, False), (begin, broken, True)]
        else:
            fields += document.fields
            findings += document.findings
    return Document(tuple(fields), tuple(findings))


def whole_properties(text: str) -> str:
    """Return a cut-off text without its last property, which is not whole."""
    parts = _parts(text, 0)
    return text[: parts[-1].start] if parts else ""


def _culprit(finding: Finding, parts: list[_Part], begin: int, end: int) -> tuple[Finding, int]:
    """Return the finding and the part to blame: a stray line rather than its neighbour."""
    broken = begin
    while broken + 1 < end and parts[broken + 1].line <= finding.line:
        broken += 1
    if broken > begin and parts[broken - 1].stray and _BLAMES_NEXT.search(finding.detail):
        broken -= 1
        return Finding("yaml", parts[broken].line, 1, "simple key"), broken
    if parts[broken].stray and finding.code == "not-a-mapping" and len(parts) > 1:
        return finding._replace(code="yaml", detail="simple key"), broken
    return finding, broken


def _parts(text: str, first_line: int) -> list[_Part]:
    """Divide a block where a line at the margin begins something new, whatever YAML makes of it."""
    parts: list[_Part] = []
    margin: int | None = None
    start = 0
    for number, line in enumerate(text.split("\n"), first_line):
        end = min(start + len(line) + 1, len(text))
        shown = line.lstrip(" ")
        if margin is None and shown.strip() and not shown.startswith("#"):
            margin = len(line) - len(shown)
        begins = margin is not None and _begins(shown, len(line) - len(shown) <= margin, parts)
        if begins:
            parts.append(_Part(start, end, number, not _BEGINS_KEY.match(shown)))
        elif parts:
            parts[-1] = parts[-1]._replace(end=end)
        start = end
    return parts


def _begins(shown: str, at_margin: bool, parts: list[_Part]) -> bool:
    """Tell whether a line begins a part; below a stray line only a property does."""
    if not at_margin or not shown.strip() or shown.startswith("#"):
        return False
    if not parts:
        return True
    if _GOES_ON.match(shown):
        return False
    return not parts[-1].stray or _BEGINS_KEY.match(shown) is not None
