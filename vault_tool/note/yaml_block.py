"""A whole block of front matter to fields and problems, through python-frontmatter.

Decides what is worth telling of a block: everything odd in it, at its place, once.
"""

import re

import frontmatter
from frontmatter.default_handlers import BaseHandler

from vault_tool.note.nodes import Block, Field
from vault_tool.note.yaml_events import Finding, Source, Unreadable, acceptable, read_document
from vault_tool.note.yaml_mistakes import explain
from vault_tool.note.yaml_salvage import salvage, whole_properties

MAX_SIZE = 64 * 1024
MAX_PROBLEMS = 50

# Obsidian does not mind these tabs, libyaml does: on an empty line, before a comment, after a dash.
_HARMLESS_TABS = re.compile(r"^[ \t]++(?=#|$)|(?<=-)\t++(?=\S)", re.MULTILINE)


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
        text = whole_properties(text[:MAX_SIZE])
    source = acceptable(text)
    try:
        document = read_document(source, first_line, {})
    except Unreadable:
        document = salvage(without_harmless_tabs(source), first_line)
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


def without_harmless_tabs(source: Source) -> Source:
    """Return the text with blanks for the tabs that only libyaml minds, all in their places."""
    text = _HARMLESS_TABS.sub(lambda tabs: " " * len(tabs[0]), source.text)
    return source._replace(text=text)
