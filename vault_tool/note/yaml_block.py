"""A whole block of front matter to fields and problems, through python-frontmatter.

A block that is not valid YAML is no reason to forget what else it says: reading goes on behind
each mistake, and every key whose own lines can be read is a field.
"""

import re
from typing import NamedTuple

import frontmatter
from frontmatter.default_handlers import BaseHandler

from vault_tool.note.nodes import Block, Field, Node
from vault_tool.note.yaml_events import (
    Document,
    Finding,
    Source,
    Unreadable,
    acceptable,
    read_document,
)
from vault_tool.note.yaml_mistakes import explain

MAX_SIZE = 64 * 1024
MAX_PROBLEMS = 50
# As many are read at once behind a mistake; a block of thousands of mistakes must not take long.
MAX_PARTS = 100

_BEGINS_KEY = re.compile(r"\?(?=[ \t]|$)|.*?:(?=[ \t]|$)")
_GOES_ON = re.compile(r"-(?=[ \t]|$)|[\]}:\t]")
# Obsidian's YAML does not mind these tabs, libyaml does: on an empty line, and behind a dash.
_HARMLESS_TABS = re.compile(r"^[ \t]++$|(?<=-)\t++(?=\S)", re.MULTILINE)
# What the parser finds wrong with a key when the mistake is the line above, which is no property.
_BLAMES_NEXT = re.compile("mapping values are not allowed|expected '-'")


class ObsidianHandler(BaseHandler):
    """Lets python-frontmatter split and load as Obsidian does.

    The dict it gives knows neither places nor a key's twin; the `block` does.
    """

    FM_BOUNDARY = re.compile(r"^---[ \t]*$", re.MULTILINE)

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
        self.block = Block((), (), True)

    def load(self, fm: str) -> dict[str, object]:
        """Read what stands between the fences. It begins at the end of the first one's line."""
        self.block = read_block(fm, self.path, first_line=1)
        return {field.key: field.node for field in self.block.fields}


def load_block(text: str, path: str) -> Block:
    """Return what the lines between a note's fences say, each with its end.

    The body is kept from it: it would lose its first and last blanks, and its line ends.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    handler = ObsidianHandler(path)
    frontmatter.parse(f"---\n{lines}---", handler=handler)
    return handler.block


def read_block(text: str, path: str, first_line: int) -> Block:
    r"""Return fields and problems of a block whose lines end with `\n` alone."""
    findings: list[Finding] = []
    if len(text) > MAX_SIZE:
        findings.append(Finding("front-matter-too-large", 1, 1))
        text = _whole_properties(text[:MAX_SIZE])
    source = acceptable(text)
    try:
        document = read_document(source, first_line, {})
    except Unreadable:
        document = _salvage(_without_harmless_tabs(source), first_line)
    findings += document.findings
    findings += _twins(document.fields)
    return _block(document.fields, findings, text.split("\n"), path, first_line)


def _block(
    fields: tuple[Field, ...], findings: list[Finding], lines: list[str], path: str, first_line: int
) -> Block:
    findings = sorted(dict.fromkeys(findings), key=lambda finding: (finding.line, finding.column))
    problems = []
    for finding in findings[:MAX_PROBLEMS]:
        line = min(max(finding.line - first_line, 0), len(lines) - 1)
        problems.append(explain(finding, lines[line], path))
    return Block(fields, tuple(problems), all(problem.level != "error" for problem in problems))


def _twins(fields: tuple[Field, ...]) -> list[Finding]:
    seen: set[str] = set()
    twins = []
    for field in fields:
        if field.key in seen:
            twins.append(Finding("duplicate-key", field.line, field.column, field.key))
        seen.add(field.key)
    return twins


def _without_harmless_tabs(source: Source) -> Source:
    text = _HARMLESS_TABS.sub(lambda tabs: " " * len(tabs[0]), source.text)
    return source._replace(text=text)


class _Part(NamedTuple):
    """The lines of one property, or lines between properties that are none (`stray`)."""

    start: int
    end: int
    line: int
    stray: bool


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


def _whole_properties(text: str) -> str:
    """Return a cut-off text without its last property, which is not whole."""
    parts = _parts(text, 0)
    return text[: parts[-1].start] if parts else ""


def _salvage(source: Source, first_line: int) -> Document:
    """Return the fields of all parts that can be read, and one finding for each mistake.

    A range of parts that cannot be read is read again as what stands before its mistake, the
    part with the mistake, and what stands behind it.
    """
    parts = _parts(source.text, first_line)
    anchors: dict[str, Node] = {}
    fields: list[Field] = []
    findings: list[Finding] = []
    ranges = [
        (begin, min(begin + MAX_PARTS, len(parts)), True)
        for begin in reversed(range(0, len(parts), MAX_PARTS))
    ]
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
                ranges += (
                    (broken + 1, end, True),
                    (broken, broken + 1, False),
                    (begin, broken, True),
                )
        else:
            fields += document.fields
            findings += document.findings
    return Document(tuple(fields), tuple(findings))


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
