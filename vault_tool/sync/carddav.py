"""An address book on a server: CardDAV, over what `dav` can ask.

What changed is asked for by the server's token; a server that does not know the token any more is
asked for everything. Every write names the version it is meant for.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from uuid import UUID, uuid5
from xml.sax.saxutils import escape

from vault_tool.errors import SyncStopped
from vault_tool.sync.dav import DAV, Dav, Told
from vault_tool.sync.store import CardChanged, Fetched, Listing

_CARD = "{urn:ietf:params:xml:ns:carddav}"
_NAMES = 'xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:carddav"'
_PRINCIPAL = f"{DAV}current-user-principal"
_HOME = f"{_CARD}addressbook-home-set"
_HOMES = "<C:addressbook-home-set/>"
_AT_ONCE = 50
_MOST_ANSWERS = 100
# How servers say that a token is not theirs, or that they know no tokens.
_NO_TOKEN = (400, 403, 404, 405, 409, 412, 415, 501, 507)
_OURS = UUID("0d6a2f2e-6a39-5f0e-8d7a-5b8f9e6c1d42")
_VCARD = {"Content-Type": "text/vcard; charset=utf-8"}


class Book(NamedTuple):
    """An address book: where it is, and what it is called."""

    url: str
    name: str


def find_book(dav: Dav, wanted: str = "") -> Book:
    """Return the address book that an address leads to: itself, or the one of whoever asks.

    Where there are several, `wanted` is its name. Raises `SyncStopped` when it is not certain.
    """
    found = _books(dav)
    if wanted:
        found = [each for each in found if wanted in (each.name, _last(each.url))]
    if len(found) == 1:
        return found[0]
    if not found:
        raise SyncStopped("no address book was found there", "See url and addressbook.")
    names = ", ".join(f'"{each.name}"' for each in found)
    raise SyncStopped(
        f"there are several address books: {names}", "Say which: addressbook = … in its settings."
    )


class CardDav:
    """A store of cards on a server."""

    def __init__(self, dav: Dav, book: Book) -> None:
        self._dav = dav
        self._url = book.url if book.url.endswith("/") else f"{book.url}/"

    @property
    def key(self) -> str:
        """Return the address of the book."""
        return f"dav:{self._url}"

    def listed(self, before: Listing) -> Listing:
        """Return what there is, by what changed since `before` where the server knows that."""
        if before.token:
            changed = self._changed(before)
            if changed:
                return changed
        token = self._token()
        props = "<prop><getetag/><resourcetype/></prop>"
        _, told = self._dav.tell("PROPFIND", self._url, _propfind(props), "1")
        cards = [each for each in told if self._is_card(each)]
        return Listing({each.href: _etag(each.text(f"{DAV}getetag")) for each in cards}, token)

    def fetched(self, hrefs: Iterable[str]) -> Mapping[str, Fetched]:
        """Return the cards at these places, many at a time."""
        wanted = list(hrefs)
        found: dict[str, Fetched] = {}
        for start in range(0, len(wanted), _AT_ONCE):
            found |= self._several(wanted[start : start + _AT_ONCE])
        return found

    def create(self, uid: str, data: bytes) -> tuple[str, str | None]:
        """Put a card where none is."""
        is_plain = uid.isascii() and all(each.isalnum() or each in "-_." for each in uid)
        stem = uid if is_plain and len(uid) <= 100 else str(uuid5(_OURS, uid))
        return self._put(f"{self._url}{stem}.vcf", data, {"If-None-Match": "*"})

    def replace(self, href: str, data: bytes, old: Fetched) -> tuple[str, str | None]:
        """Put a card in place of the version that was read."""
        return self._put(self._at(href), data, self._only(href, old))

    def delete(self, href: str, old: Fetched) -> None:
        """Delete the version that was read; one that is gone already is gone."""
        answer = self._dav.ask("DELETE", self._at(href), headers=self._only(href, old))
        if answer.status in (409, 412):
            raise CardChanged(f"{href} was changed on the server")
        if answer.status not in (200, 202, 204, 404, 410):
            raise SyncStopped(
                f"the server does not delete {href}: {answer.status}", "May you write there?"
            )

    def _put(self, url: str, data: bytes, only: Mapping[str, str]) -> tuple[str, str | None]:
        answer = self._dav.ask("PUT", url, data, {**_VCARD, **only})
        if answer.status in (404, 409, 412):
            raise CardChanged(f"{url} was changed on the server")
        if answer.status not in (200, 201, 204):
            raise SyncStopped(
                f"the server does not take the card {url}: {answer.status}", "May you write there?"
            )
        where = answer.headers.get("location")
        href = self._dav.place(url, where or url)
        return href, _etag(answer.headers.get("etag"))

    def _only(self, href: str, old: Fetched) -> Mapping[str, str]:
        """Return what lets a write happen to the version that was read alone."""
        if old.etag is not None and not old.etag.startswith("W/"):  # a weak one matches nothing
            return {"If-Match": old.etag}
        now = self.fetched([href]).get(href)
        if now is None or now.data != old.data:
            raise CardChanged(f"{href} was changed on the server")
        return {}

    def _changed(self, before: Listing) -> Listing | None:
        """Return the listing brought up to date; None where the token is not known any more."""
        etags = dict(before.etags)
        token = before.token or ""
        for _ in range(_MOST_ANSWERS):
            body = (
                f'<?xml version="1.0" encoding="utf-8"?><sync-collection xmlns="DAV:">'
                f"<sync-token>{escape(token)}</sync-token><sync-level>1</sync-level>"
                "<prop><getetag/></prop></sync-collection>"
            )
            answer, told = self._dav.tell("REPORT", self._url, body, "0", also=_NO_TOKEN)
            if answer.status != 207:
                return None
            for each in told:
                if each.status == 404:
                    etags.pop(each.href, None)
                elif self._is_card(each):
                    etags[each.href] = _etag(each.text(f"{DAV}getetag"))
            token = self._dav.token_in(answer)
            if not token:
                return None
            if not any(each.status == 507 for each in told):  # there is more
                return Listing(etags, token)
        return None

    def _token(self) -> str | None:
        props = "<prop><sync-token/></prop>"
        _, told = self._dav.tell("PROPFIND", self._url, _propfind(props), "0")
        return next((each.text(f"{DAV}sync-token") for each in told), None)

    def _several(self, hrefs: list[str]) -> dict[str, Fetched]:
        places = "".join(f"<href>{escape(self._path_of(href))}</href>" for href in hrefs)
        body = (
            f'<?xml version="1.0" encoding="utf-8"?><C:addressbook-multiget {_NAMES}>'
            f"<prop><getetag/><C:address-data/></prop>{places}</C:addressbook-multiget>"
        )
        _, told = self._dav.tell("REPORT", self._url, body, "0")
        return {
            each.href: Fetched(_etag(each.text(f"{DAV}getetag")), _card(text))
            for each in told
            if (text := each.text(f"{_CARD}address-data"))
        }

    def _is_card(self, told: Told) -> bool:
        kind = told.found.get(f"{DAV}resourcetype")
        is_folder = kind is not None and kind.find(f"{DAV}collection") is not None
        return told.status == 200 and not is_folder and not told.href.endswith("/")

    def _at(self, href: str) -> str:
        return self._dav.join(self._url, href)

    def _path_of(self, href: str) -> str:
        return href if href.startswith("/") else "/" + href.split("://", 1)[-1].partition("/")[2]


def _books(dav: Dav) -> list[Book]:
    """Return the address books: at the address itself, in the user's home, where servers say."""
    tried = [dav.url, dav.join(dav.url, "/.well-known/carddav"), dav.join(dav.url, "/")]
    for url in dict.fromkeys(tried):
        props = f"<prop><resourcetype/><displayname/><current-user-principal/>{_HOMES}</prop>"
        answer, told = dav.tell("PROPFIND", url, _propfind(props), "0", also=(403, 404, 405))
        here = next(iter(told), None)
        if here is None:
            continue
        if _is_book(here):
            return [_book(dav, answer.url, here)]
        homes = _places(here, _HOME)
        for principal in () if homes else _places(here, _PRINCIPAL):
            where = dav.join(answer.url, principal)
            _, more = dav.tell("PROPFIND", where, _propfind(f"<prop>{_HOMES}</prop>"), "0")
            homes = [dav.join(where, home) for each in more for home in _places(each, _HOME)]
        found = [book for home in homes for book in _in(dav, dav.join(answer.url, home))]
        if found:
            return found
    return []


def _in(dav: Dav, home: str) -> list[Book]:
    props = "<prop><resourcetype/><displayname/></prop>"
    answer, told = dav.tell("PROPFIND", home, _propfind(props), "1")
    return [_book(dav, answer.url, each) for each in told if _is_book(each)]


def _is_book(told: Told) -> bool:
    kind = told.found.get(f"{DAV}resourcetype")
    return kind is not None and kind.find(f"{_CARD}addressbook") is not None


def _book(dav: Dav, base: str, told: Told) -> Book:
    url = dav.join(base, told.href)
    return Book(url, told.text(f"{DAV}displayname") or _last(url))


def _places(told: Told, name: str) -> list[str]:
    each = told.found.get(name)
    found = [] if each is None else each.iter(f"{DAV}href")
    return [href.text for href in found if href.text]


def _propfind(props: str) -> str:
    return f'<?xml version="1.0" encoding="utf-8"?><propfind {_NAMES}>{props}</propfind>'


def _last(url: str) -> str:
    return url.rstrip("/").rpartition("/")[2]


def _etag(text: str | None) -> str | None:
    return text.strip() if text and text.strip() else None


def _card(text: str) -> bytes:
    """Return a card as it was sent: XML has taken its line ends, and some servers add a zero."""
    lines = text.rstrip("\0").replace("\r\n", "\n").split("\n")
    return "\r\n".join(lines).encode("utf-8", "surrogateescape")
