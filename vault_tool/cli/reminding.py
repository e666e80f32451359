"""`watch --notify`: once a day, from a set time on, a word on the desktop about who is due."""

from collections.abc import Callable
from datetime import date
from time import monotonic
from typing import TYPE_CHECKING

from vault_tool.cli.clock import now
from vault_tool.cli.notifying import notify
from vault_tool.cli.questions import in_language
from vault_tool.cli.reporting import QUESTIONS

if TYPE_CHECKING:
    from vault_tool.cli.opening import Desk
    from vault_tool.cli.practising import Result

# A notice has room for few lines.
_MOST = 3
# Where nothing is shown: how often it is tried in all, and in seconds how long after one another.
_MOST_TRIES, _PAUSE = 6, 120.0
_NOT_SHOWN = "No notice can be shown on the desktop: notify-send is missing, or did not work."
_SAID = {
    "en": {
        "one": "1 person to reach today",
        "many": "{count} people to reach today",
        "more": "and {count} more",
    },
    "it": {
        "one": "1 persona da sentire oggi",
        "many": "{count} persone da sentire oggi",
        "more": "e altre {count}",
    },
}


class Reminder:
    """Reminds once a day, also across several runs of the watcher."""

    def __init__(
        self, tell: Callable[[str], None], show: Callable[[str, str], bool] = notify
    ) -> None:
        self._tell = tell
        self._show = show
        self._done: date | None = None
        self._tried: date | None = None
        self._tries = 0
        self._next = 0.0

    def remind(self, desk: "Desk") -> None:
        """Say who is due, if it is time and was not said today; nobody due is no news."""
        from vault_tool.vault.running import keep_reminded, reminded

        day = desk.today
        if self._done == day or now().time() < desk.settings.notify_from:
            return
        if self._tried == day and monotonic() < self._next:
            return
        if reminded(desk.root) == day.isoformat():
            self._done = day
            return
        result = QUESTIONS["today"](desk, None, None)
        if not result["items"]:
            return  # somebody may be due later in the day
        if self._show(*_notice(desk, result)):
            self._done = day
            keep_reminded(desk.root, day.isoformat())
        else:
            self._try_again(day)

    def _try_again(self, day: date) -> None:
        """Wait a little: a desktop that has just begun may not show anything yet."""
        self._tries = self._tries + 1 if self._tried == day else 1
        self._tried, self._next = day, monotonic() + _PAUSE
        if self._tries == 1:
            self._tell(_NOT_SHOWN)
        if self._tries >= _MOST_TRIES:
            self._done = day


def _notice(desk: "Desk", result: "Result") -> tuple[str, str]:
    """Return the title and the lines of a notice."""
    from vault_tool.render.harmless import one_line
    from vault_tool.render.templates import said

    words = in_language(_SAID, desk.language)
    items = result["items"]
    title = words["one"] if len(items) == 1 else words["many"].format(count=len(items))
    shown = items[:_MOST]
    reasons = said("reasons", shown, desk.today, language=desk.language, root=desk.root)
    lines = [
        one_line(f"{item['name']}: {reason}" if reason else item["name"])
        for item, reason in zip(shown, reasons, strict=True)
    ]
    if len(items) > _MOST:
        lines.append(words["more"].format(count=len(items) - _MOST))
    return title, "\n".join(lines)
