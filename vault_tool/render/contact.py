"""Links out of a page: only to the web, to mail and to the telephone."""

import re

from markupsafe import Markup

_WEB = re.compile(r"https?://[^\s\"'<>]+", re.IGNORECASE)
_EMAIL = re.compile(r"[^\s@:/?&\"'<>]+@[^\s@:/?&\"'<>]+")
_PHONE = re.compile(r"\+?[\d\s()./-]{5,}")


def contact_link(text: str) -> Markup:
    """Return an HTML link for a web address, an e-mail or a phone number; other text stays text."""
    target = None
    if _WEB.fullmatch(text):
        target = text
    elif _EMAIL.fullmatch(text):
        target = f"mailto:{text}"
    elif _PHONE.fullmatch(text):
        target = "tel:" + re.sub(r"[^\d+]", "", text)
    if target is None:
        return Markup("{}").format(text)
    return Markup('<a href="{}" rel="noreferrer noopener">{}</a>').format(target, text)
