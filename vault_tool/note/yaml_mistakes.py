"""What is wrong with a block of YAML, in plain words, and what to type instead.

The parser says where it gave up; what the user meant shows in the line itself. Each row of the
tables is a mistake found in real vaults.
"""

import re
from typing import NamedTuple

from vault_tool.errors import Level, Problem
from vault_tool.note.yaml_events import Finding

SHOWN = 60
SEEN = 500


class _Words(NamedTuple):
    """How a code is said; `{it}` is what the finding is about."""

    level: Level
    message: str
    hint: str


class _Mistake(NamedTuple):
    """What the parser says (`said`) of a line (`line`) from the place on (`there`), as patterns.

    In the words, `{it}` is what stands at the place and `{quoted}` the line's value in quotes.
    """

    said: str
    line: str
    there: str
    message: str
    hint: str


_CODES = {
    "duplicate-key": _Words(
        "error",
        'the property "{it}" stands twice, so Obsidian takes none of the properties here.',
        "Keep one of the two.",
    ),
    "unquoted-link": _Words(
        "warning",
        "the link {it} is not quoted, so Obsidian takes it for a list in a list.",
        'Write it with quotation marks: "{it}".',
    ),
    "unfilled-template": _Words(
        "warning", "{it} is a template that was not filled in.", "Fill it in, or quote it."
    ),
    "private-comment": _Words(
        "warning",
        "{it} is a comment to YAML: quote the text, or it is not private.",
        "Write {quoted}.",
    ),
    "odd-key": _Words(
        "warning", "{it} is a list or map where a property's name belongs.", "Quote it."
    ),
    "alias-not-followed": _Words(
        "warning", "{it} stands for a nested value, and is not followed.", "Write the value out."
    ),
    "unknown-alias": _Words(
        "error", "{it} refers to a YAML anchor that is not there.", 'Quote it: "{it}".'
    ),
    "too-many-aliases": _Words(
        "error", "there are more than 64 YAML aliases.", "Write the values out."
    ),
    "too-deep": _Words(
        "error", "lists or maps are nested more than 32 deep.", "Write them less deep."
    ),
    "two-documents": _Words(
        "error", "a second YAML document begins here.", "Keep one, between two lines of ---."
    ),
    "not-a-mapping": _Words(
        "error",
        "between the lines of --- stands {it}, not properties.",
        "Write properties as `name: value`, or leave a line empty above the first ---.",
    ),
    "front-matter-too-large": _Words(
        "error",
        "the properties are longer than 64 KiB and are not read to their end.",
        "Move long text below the closing ---.",
    ),
}

_QUOTE = "Quote it: {quoted}."
_MISTAKES = (
    _Mistake("", r"\{\{.*", "", "a template was not filled in here.", "Fill it in, or quote it."),
    _Mistake("", r"<%", "", "a Templater command was not run here.", "Fill it in, or quote it."),
    _Mistake(
        "",
        r"^[ -]*\t",
        "",
        "a tab indents this line, and YAML takes only blanks.",
        "Put two blanks in place of each tab.",
    ),
    _Mistake("cannot start", "", "", "a value cannot begin with {it}.", _QUOTE),
    _Mistake("an alias|an anchor", "", "[*&]", "a value cannot begin with {it}.", _QUOTE),
    _Mistake("a tag|tag handle", "", "!", "a value cannot begin with {it}.", _QUOTE),
    _Mistake("node content", "", r"[\]},]", "a value cannot begin with {it}.", _QUOTE),
    _Mistake(
        "block scalar", "", "[|>]", "text follows {it}, which begins a text of lines.", _QUOTE
    ),
    _Mistake("mapping keys", "", r"\?", "a value cannot begin with {it}.", _QUOTE),
    _Mistake(
        "directive|YAML document",
        "",
        "%",
        "a line cannot begin with {it}.",
        "Quote the property's name.",
    ),
    _Mistake(
        "quoted scalar.*(?:end of stream|document indicator)",
        "",
        "",
        "the quotation mark {it} is opened here and never closed.",
        "Close it, or put the value in the other kind of quotation marks.",
    ),
    _Mistake(
        "quoted scalar",
        "",
        "",
        "a backslash in double quotes begins no valid escape here.",
        r"Put the value in single quotes, or write \\ for each \.",
    ),
    _Mistake(
        "flow",
        "",
        r"[\[{]",
        "what {it} opens here is not closed, or holds what must be quoted.",
        "Close it, and quote what is in it.",
    ),
    _Mistake(
        "mapping values",
        r"^ +[^\s:-][^:]*:(?=\s|$)",
        "",
        "this line is indented as if it went on with the value above.",
        "Begin it where the other properties begin, or quote the value above.",
    ),
    _Mistake("mapping values", "", "", "a second colon with a blank stands in this value.", _QUOTE),
    _Mistake(
        "entries are not allowed",
        "",
        "-",
        "a list cannot begin on the line of its property.",
        "Begin it on the next line, or quote the value: {quoted}.",
    ),
    _Mistake(
        "expected key|block end|simple key",
        r"\[\[.*\]\]",
        "",
        "links that are not quoted cannot be read here.",
        'Write a list: on each line "- " and one link in quotation marks.',
    ),
    _Mistake(
        "expected key|block end",
        "",
        "- |-$",
        "a list stands here, but the property above has a value already.",
        "Take the value away, or make it the list's first line.",
    ),
    _Mistake(
        "expected key|block end",
        r":\s+[\"'\[{]",
        "",
        "text follows a value that has ended.",
        _QUOTE,
    ),
    _Mistake(
        "simple key",
        r"^\s*[^\s:]+:\u00a0",
        "",
        "the blank behind the colon is a no-break space, so this is no property.",
        "Type an ordinary blank.",
    ),
    _Mistake(
        "simple key",
        r"^\s*[^\s:]+:[^\s:]",
        "",
        "no blank stands behind the colon, so this is no property.",
        "Put a blank behind the colon.",
    ),
    _Mistake(
        "simple key",
        "",
        "",
        "this line is no property: it has no colon with a blank behind it.",
        "Indent it if it goes on with the value above, or move it below the closing ---.",
    ),
    _Mistake(
        "document start",
        "",
        "",
        "this line stands outside of the properties above.",
        "Begin it where they begin, and take out a line of ... if there is one.",
    ),
    _Mistake(
        "expected", r"^\s*:", ":", "this property has no name.", "Write one in front of the colon."
    ),
    _Mistake(
        "expected",
        "",
        "",
        "this line is not indented like the others.",
        "Begin it where the other properties begin.",
    ),
)
_VALUE = re.compile(r"\s*(?:- +)*(?:[^:]*?:\s+)?(.*?)\s*")


def explain(finding: Finding, line: str, path: str) -> Problem:
    """Return the problem a finding is. `line` is the one it stands in."""
    there = line[finding.column - 1 :]
    # What is wrong with a line of many thousand characters shows at its beginning, too.
    line = line[:SEEN]
    if finding.code in _CODES:
        words, it = _CODES[finding.code], _short(finding.detail)
    else:
        words, it = _said(finding.detail, line, there), there[:1]
    said = {"it": it, "quoted": _quoted(line), "parser": finding.detail}
    message, hint = words.message.format(**said), words.hint.format(**said)
    return Problem(finding.code, path, finding.line, finding.column, words.level, message, hint)


def _said(said: str, line: str, there: str) -> _Words:
    for mistake in _MISTAKES:
        if (
            re.search(mistake.said, said)
            and re.search(mistake.line, line)
            and re.match(mistake.there, there)
        ):
            return _Words("error", mistake.message, mistake.hint)
    return _Words("error", "this is not valid YAML: {parser}.", "")


def _quoted(line: str) -> str:
    """Return the value of a line as it would stand in quotes."""
    match = _VALUE.fullmatch(line)
    value = _short(match[1]) if match else ""
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1]
    if '"' not in value and "\\" not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"


def _short(text: str) -> str:
    """Return enough of a text to recognise it by, on one line."""
    text = " ".join(text.split())
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
