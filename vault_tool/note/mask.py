"""What in a body is no speech: code, comments. Blanked out, so that positions stay.

Two views of one body have the same length: `shown` without comments (what a person reads) and
`masked` without code as well (where structure, links and tags are looked for).
"""

import re
from bisect import bisect_left

_OPENING = re.compile(
    r"(?P<fence>^[ \t]*(?:(?:[-*+]|\d+[.)])[ \t]+)?(?P<run>`{3,}|~{3,}))|(?P<ticks>`+)|%%|<!--",
    re.M,
)
_BLANK_LINE = re.compile(r"\n[ \t]*\r?\n")
_SPEECH = re.compile(r"[^\r\n]")


def is_all_speech(body: str) -> bool:
    """Tell whether there is certainly neither code nor comment in a body."""
    if (
        "`" in body
        or ("~" in body and "~~~" in body)
        or ("%" in body and "%%" in body)
        or ("<" in body and "<!--" in body)
    ):
        return not _OPENING.search(body)
    return True


def views(body: str) -> tuple[str, str]:
    """Return (shown, masked): the body without comments, and without code either."""
    return (body, body) if is_all_speech(body) else _Blanker(body).views()


def hidden_spans(body: str) -> list[tuple[int, int]]:
    """Return where code and comments stand, in order, each as (start, end)."""
    if not _OPENING.search(body):
        return []
    return [span for span in _Blanker(body).spans()[1] if span[1] > span[0]]


class _Blanker:
    """Walks a body once, from left to right: what opens first decides what the rest means."""

    def __init__(self, body: str) -> None:
        self.body = body
        self.flat = body.replace("\r", "\n")
        self.runs: dict[int, list[int]] = {}
        for match in re.finditer("`+", body):
            self.runs.setdefault(len(match[0]), []).append(match.start())
        self.blank_lines = [match.start() for match in _BLANK_LINE.finditer(body)]

    def views(self) -> tuple[str, str]:
        comments, hidden = self.spans()
        return _blanked(self.body, comments), _blanked(self.body, hidden)

    def spans(self) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        """Return where comments stand, and where comments and code do."""
        comments: list[tuple[int, int]] = []
        hidden: list[tuple[int, int]] = []
        at = 0
        while match := _OPENING.search(self.body, at):
            start, at = match.start(), match.end()
            if match["fence"]:
                end = self._fence_end(match)
                hidden.append((start, end))
            elif match["ticks"]:
                end = self._ticks_end(match)
                hidden.append((start, end))
            else:
                end = self._comment_end(match)
                comments.append((start, end))
                hidden.append((start, end))
            at = max(at, end)
        return comments, hidden

    def _fence_end(self, opening: re.Match[str]) -> int:
        run = opening["run"]
        closing = re.compile(rf"^[ \t]*{re.escape(run[0])}{{{len(run)},}}[ \t]*$", re.M)
        line_end = self.flat.find("\n", opening.end())
        match = closing.search(self.flat, line_end) if line_end >= 0 else None
        return match.end() if match else len(self.body)

    def _ticks_end(self, opening: re.Match[str]) -> int:
        """Return the end of an inline code span, or of the bare ticks where nothing closes it."""
        length = len(opening["ticks"])
        starts = self.runs[length]
        after = bisect_left(starts, opening.end())
        if after == len(starts):
            return opening.start()
        gap = bisect_left(self.blank_lines, opening.end())
        if gap < len(self.blank_lines) and self.blank_lines[gap] < starts[after]:
            return opening.start()
        return starts[after] + length

    def _comment_end(self, opening: re.Match[str]) -> int:
        """Return a comment's end; an open one goes on to the end, `<!--` if a line begins so."""
        closing = "%%" if opening[0] == "%%" else "-->"
        end = self.body.find(closing, opening.end())
        if end >= 0:
            return end + len(closing)
        line_start = self.body.rfind("\n", 0, opening.start()) + 1
        inside_line = self.body[line_start : opening.start()].strip()
        if closing == "-->" and inside_line:
            return opening.start()
        return len(self.body)


def _blanked(body: str, spans: list[tuple[int, int]]) -> str:
    parts, at = [], 0
    for start, end in spans:
        if end > start:
            parts += [body[at:start], _SPEECH.sub(" ", body[start:end])]
            at = end
    return "".join([*parts, body[at:]]) if parts else body
