"""A word on the desktop, once a day: who is due. What shows it is the system's; nothing is needed.

Public: `notify(title, words)`, `Notice`.
"""

import subprocess
import sys
from shutil import which

# In seconds: what shows a notice is quick, or hangs because nobody is logged in.
_PATIENCE = 10
# Names from notes are arguments and variables here, never part of a script.
_MAC = "on run argv\ndisplay notification (item 2 of argv) with title (item 1 of argv)\nend run"
_WINDOWS = """\
[Windows.UI.Notifications.ToastNotificationManager,Windows.UI.Notifications,ContentType=WindowsRuntime]|Out-Null
$made=[Windows.UI.Notifications.ToastNotificationManager]::GetTemplateContent(1)
$texts=$made.GetElementsByTagName('text')
$texts.Item(0).AppendChild($made.CreateTextNode($env:VAULT_TOOL_TITLE))|Out-Null
$texts.Item(1).AppendChild($made.CreateTextNode($env:VAULT_TOOL_WORDS))|Out-Null
$who='{1AC14E77-02E7-4E5D-B744-2EB1AE5198B7}\\WindowsPowerShell\\v1.0\\powershell.exe'
[Windows.UI.Notifications.ToastNotificationManager]::CreateToastNotifier($who).Show($made)
"""


def notify(title: str, words: str, platform: str = sys.platform) -> bool:
    """Show a notice; False where nothing can show it."""
    line, more = _shown_by(title, words, platform)
    if line is None:
        return False
    import os

    try:
        done = subprocess.run(
            line, env={**os.environ, **more}, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, timeout=_PATIENCE, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _shown_by(title: str, words: str, platform: str) -> tuple[list[str] | None, dict[str, str]]:
    """Return the command line that shows it, and what it finds in its environment."""
    if platform == "darwin":
        return (["osascript", "-e", _MAC, title, words] if which("osascript") else None), {}
    if platform == "win32":
        shell = which("powershell")
        line = [shell, "-NoProfile", "-NonInteractive", "-Command", _WINDOWS] if shell else None
        return line, {"VAULT_TOOL_TITLE": title, "VAULT_TOOL_WORDS": words}
    if not which("notify-send"):
        return None, {}
    # The words are a kind of HTML there.
    from html import escape

    return ["notify-send", "--app-name=vault-tool", "--", title, escape(words, quote=False)], {}
