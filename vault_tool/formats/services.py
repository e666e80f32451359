"""Names in other services: which service a page on the web belongs to, and a stable id there.

Public: `handle(service, value)`, `linkedin_id(url)`, `SERVICES`.
"""

import re

from vault_tool.formats.contact import Labelled

SERVICES = (
    "linkedin", "twitter", "facebook", "instagram", "telegram", "signal", "whatsapp", "github",
    "mastodon", "bluesky", "skype", "jabber", "matrix", "threema", "wechat", "line", "icq", "aim",
)  # fmt: skip
_SAME = {"x": "twitter", "xmpp": "jabber", "fb": "facebook", "facebook messenger": "facebook"}
_DOMAINS = {
    "linkedin.com": "linkedin", "twitter.com": "twitter", "x.com": "twitter", "t.me": "telegram",
    "facebook.com": "facebook", "m.me": "facebook", "instagram.com": "instagram",
    "github.com": "github", "bsky.app": "bluesky", "wa.me": "whatsapp",
}  # fmt: skip
_URL = re.compile(r"(?:https?:)?(?://)?(?:[a-z0-9-]+\.)*?([a-z0-9-]+\.[a-z]+)/(.+)", re.IGNORECASE)
_LINKEDIN = re.compile(
    r"(?:https?://)?(?:[a-z]+\.)?linkedin\.com/(?:mwlite/)?in/([^/?#\s]+)", re.IGNORECASE
)
# Apple puts its own scheme before a bare name; others theirs.
_SCHEME = re.compile(r"(?:x-apple|xmpp|skype|aim|ymsgr|im|telegram|matrix):(?!//)", re.IGNORECASE)


def handle(service: str, value: str) -> Labelled | None:
    """Return a name in a service, labelled by the service; None where no service is known.

    Without the service's own name the page's address tells it.
    """
    value = _SCHEME.sub("", value.strip(), count=1)
    name = service.strip().casefold()
    name = _SAME.get(name, name)
    if value and name in SERVICES:
        return Labelled(value, name)
    page = _URL.fullmatch(value)
    known = _DOMAINS.get(page[1].casefold()) if page else None
    return Labelled(value, known) if known else None


def linkedin_id(url: str) -> str | None:
    """Return what LinkedIn calls a person, as an id for `sources`."""
    match = _LINKEDIN.match(url.strip())
    return f"linkedin:{match[1].casefold()}" if match else None
