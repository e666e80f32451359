"""WebDAV as far as cards need it: requests and the answers in XML. A server is not trusted.

The password goes to the user's host alone, encrypted or on this machine; a redirect elsewhere is an
error. Answers have a size, and XML with a document type of its own is refused: that is where bombs
and foreign files come from.
"""

import http.client
import ssl
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import quote, unquote, urljoin, urlsplit
from xml.etree import ElementTree

from vault_tool.errors import SyncStopped
from vault_tool.version import VERSION

DAV = "{DAV:}"
_PATIENCE = 60.0
_LARGEST = 200_000_000
_MOST_REDIRECTS = 5
_SAFE = "/@:!$&'()*+,;=~"
_MOVED = (301, 302, 307, 308)
_READING = ("PROPFIND", "REPORT", "GET")


class Answer(NamedTuple):
    """What a server said, and the address that it said it of."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str


class Told(NamedTuple):
    """What a server says of one thing: its status, and what could be found of it."""

    href: str
    status: int
    found: Mapping[str, ElementTree.Element]

    def text(self, name: str) -> str | None:
        """Return the text of a property."""
        each = self.found.get(name)
        return each.text if each is not None else None


class Dav:
    """A connection with a server, in the name of somebody."""

    def __init__(
        self, url: str, user: str = "", password: str = "", hosts: tuple[str, ...] = ()
    ) -> None:
        """Know where to ask; raises `SyncStopped` for an address that is not safe."""
        self._hosts = hosts
        self._home = urlsplit(url)
        self.url = url
        self._refuse_open(url)
        self._headers = {"User-Agent": f"vault-tool/{VERSION}"}
        if user:
            both = b64encode(f"{user}:{password}".encode()).decode()
            self._headers["Authorization"] = f"Basic {both}"
        self._lines: dict[tuple[str, str], http.client.HTTPConnection] = {}

    def ask(
        self,
        method: str,
        url: str,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Return what the server answers; raises `SyncStopped` where it cannot be reached."""
        for _ in range(_MOST_REDIRECTS):
            self._refuse_open(url)
            answer = self._answer(method, url, body, headers or {})
            if answer.status not in _MOVED or method not in _READING:
                break
            url = self._led(url, answer.headers.get("location", ""))
        if answer.status == 401:
            raise SyncStopped(
                f"{self._home.hostname} does not take this name and password",
                "See user and password_command; some want a password made for this program.",
            )
        if answer.status >= 500 and answer.status not in (501, 507):
            raise SyncStopped(
                f"{self._home.hostname} failed with {answer.status}", "Try again later."
            )
        return answer

    def tell(
        self, method: str, url: str, body: str, depth: str, also: tuple[int, ...] = ()
    ) -> tuple[Answer, list[Told]]:
        """Ask with XML; return what is said of each thing. `also` are other answers to expect."""
        headers = {"Content-Type": "application/xml; charset=utf-8", "Depth": depth}
        answer = self.ask(method, url, body.encode(), headers)
        if answer.status == 207:
            return answer, list(_told(answer, self.place))
        if answer.status in also:
            return answer, []
        raise SyncStopped(
            f"{self._home.hostname} answered {method} with {answer.status}",
            "Is this the address of a server of cards?",
        )

    def join(self, base: str, href: str) -> str:
        """Return the whole address of a thing; raises `SyncStopped` for one on a foreign host."""
        return self._led(base, href)

    def place(self, base: str, href: str) -> str:
        """Return a place as this server's own address has it, one spelling for each."""
        parts = urlsplit(self._led(base, href))
        path = quote(unquote(parts.path), safe=_SAFE)
        is_home = (parts.scheme, parts.netloc) == (self._home.scheme, self._home.netloc)
        return path if is_home else f"{parts.scheme}://{parts.netloc}{path}"

    def token_in(self, answer: Answer) -> str:
        """Return the token that a server gave for the next time."""
        return (_xml(answer).findtext(f"{DAV}sync-token") or "").strip()

    def _led(self, base: str, href: str) -> str:
        url = urljoin(base, href.strip())
        parts = urlsplit(url)
        host = (parts.hostname or "").casefold()
        known = host == (self._home.hostname or "").casefold()
        known = known and (parts.port == self._home.port or parts.scheme == "https")
        if not known and not any(_is_under(host, each) for each in self._hosts):
            raise SyncStopped(
                f"{self._home.hostname} leads to another host: {host or href[:60]}",
                f'If it is right: hosts = ["{host}"] in its settings.',
            )
        return url

    def _refuse_open(self, url: str) -> None:
        parts = urlsplit(url)
        if not parts.hostname or parts.scheme not in ("http", "https"):
            raise SyncStopped(f"{url!r} is no address of a server", "Write https://…")
        if parts.scheme == "http" and not _is_this_machine(parts.hostname):
            raise SyncStopped(
                f"{url} is not encrypted, and would show your password to everybody",
                "Write https://…",
            )
        if parts.username or parts.password:
            raise SyncStopped("a password stands in the address", "Use password_command.")

    def _answer(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        parts = urlsplit(url)
        where = (parts.scheme, parts.netloc)
        target = parts.path or "/"
        if parts.query:
            target += f"?{parts.query}"
        for is_last in (where not in self._lines, True):
            line = self._lines.get(where) or self._connected(*where)
            try:
                line.request(method, target, body or None, {**self._headers, **headers})
                reply = line.getresponse()
                data = reply.read(_LARGEST + 1)
            except (OSError, http.client.HTTPException) as error:
                line.close()
                self._lines.pop(where, None)
                if is_last:
                    raise SyncStopped(
                        f"{parts.hostname} cannot be reached: {error}", "Try again later."
                    ) from None
                continue  # a line that was kept may have been closed there
            if len(data) > _LARGEST:
                line.close()
                raise SyncStopped(f"{parts.hostname} sends without end", "Ask who runs it.")
            self._lines[where] = line
            found = {name.casefold(): value for name, value in reply.getheaders()}
            return Answer(reply.status, found, data, url)
        raise AssertionError

    def _connected(self, scheme: str, netloc: str) -> http.client.HTTPConnection:
        if scheme == "https":
            context = ssl.create_default_context()
            return http.client.HTTPSConnection(netloc, timeout=_PATIENCE, context=context)
        return http.client.HTTPConnection(netloc, timeout=_PATIENCE)

    def close(self) -> None:
        """Close every line."""
        for line in self._lines.values():
            line.close()
        self._lines.clear()


def _told(answer: Answer, path: Callable[[str, str], str]) -> Iterator[Told]:
    for response in _xml(answer).iter(f"{DAV}response"):
        href = response.findtext(f"{DAV}href")
        if not href:
            continue
        found = {
            each.tag: each
            for part in response.iter(f"{DAV}propstat")
            if _status(part) == 200
            for prop in part.iter(f"{DAV}prop")
            for each in prop
        }
        yield Told(path(answer.url, href), _status(response) or 200, found)


def _xml(answer: Answer) -> ElementTree.Element:
    """Return the document; raises `SyncStopped` for one that declares anything, or is none."""
    odd = SyncStopped(f"{urlsplit(answer.url).hostname} sent what cannot be read", "Try again.")
    start = answer.body[:2]
    if b"\0" in answer.body or start in (b"\xff\xfe", b"\xfe\xff"):
        raise odd
    if b"<!doctype" in answer.body.lower() or b"<!entity" in answer.body.lower():
        raise odd
    if b'encoding="' in answer.body[:200].lower() and b"utf-8" not in answer.body[:200].lower():
        raise odd
    try:
        return ElementTree.fromstring(answer.body)  # noqa: S314  nothing can be declared in it
    except ElementTree.ParseError:
        raise odd from None


def _status(element: ElementTree.Element) -> int:
    words = (element.findtext(f"{DAV}status") or "").split()
    return int(words[1]) if len(words) > 1 and words[1].isdigit() else 0


def _is_under(host: str, name: str) -> bool:
    name = name.strip().casefold().lstrip(".")
    return bool(name) and (host == name or host.endswith(f".{name}"))


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.casefold() == "localhost"
