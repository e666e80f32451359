"""`watch --notify`: once a day, from a set time on, a word on the desktop about who is due."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from vault_tool.cli.clock import now
from vault_tool.cli.notifying import notify
from vault_tool.cli.reporting import QUESTIONS

if TYPE_CHECKING:
    from vault_tool.cli.opening import Desk
    from vault_tool.cli.practising import Result

# A notice has room for few lines.
_MOST = 3
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

    def remind(self, desk: "Desk") -> None:
        """Say who is due, if it is time and was not said today; nobody due is no news."""
        from vault_tool.vault.running import keep_reminded, reminded

        if self._done == desk.today or now().time() < desk.settings.notify_from:
            return
        self._done = desk.today
        if reminded(desk.root) == desk.today.isoformat():
            return
        result = QUESTIONS["today"](desk, None, None)
        if not result["items"]:
            return
        keep_reminded(desk.root, desk.today.isoformat())
        if not self._show(*_notice(desk, result)):
            self._tell("Nothing here can show a notice on the desktop: notify-send is missing.")


def _notice(desk: "Desk", result: "Result") -> tuple[str, str]:
    """Return the title and the lines of a notice."""
    from vault_tool.render.harmless import one_line
    from vault_tool.render.templates import said

    words = _SAID.get(desk.language.replace("_", "-").partition("-")[0].casefold(), _SAID["en"])
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
