"""What a server may do to us, and may not: redirects, bombs, endless answers, lost lines, odd replies."""

from collections.abc import Iterator

import pytest

from tests.card_servers import Reply, Scripted, scripted
from vault_tool.errors import SyncStopped
from vault_tool.sync import dav as dav_module
from vault_tool.sync.carddav import Book, CardDav, find_book
from vault_tool.sync.dav import Dav
from vault_tool.sync.store import CardChanged, Fetched, Listing

CARD = b"BEGIN:VCARD\r\nVERSION:3.0\r\nUID:u\r\nFN:Ada\r\nEND:VCARD\r\n"
ALL = '<d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:carddav">{}</d:multistatus>'


@pytest.fixture(scope="module")
def running() -> Iterator[Scripted]:
    with scripted() as server:
        yield server


@pytest.fixture
def server(running: Scripted) -> Scripted:
    running.replies.clear()
    running.asked.clear()
    return running


OPEN: list[Dav] = []


@pytest.fixture(autouse=True)
def _lines_closed() -> Iterator[None]:
    yield
    while OPEN:
        OPEN.pop().close()


def connected(server: Scripted, *hosts: str) -> Dav:
    OPEN.append(Dav(server.url, "me", "secret", hosts))
    return OPEN[-1]


def store(server: Scripted) -> CardDav:
    return CardDav(connected(server), Book(f"{server.url}book/", "Book"))


def multi(*responses: str, after: str = "") -> Reply:
    return Reply(207, ALL.format("".join(responses) + after).encode())


def entry(href: str, *props: str, status: int = 200) -> str:
    if status != 200:
        return f"<d:response><d:href>{href}</d:href><d:status>HTTP/1.1 {status} X</d:status></d:response>"
    return (
        f"<d:response><d:href>{href}</d:href><d:propstat><d:prop>{''.join(props)}</d:prop>"
        "<d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>"
    )


def etag(text: str) -> str:
    return f"<d:getetag>{text}</d:getetag>"


def home(url: str) -> str:
    return f"<c:addressbook-home-set><d:href>{url}</d:href></c:addressbook-home-set>"


BOOK = "<d:resourcetype><d:collection/><c:addressbook/></d:resourcetype>"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://cards.example.org/", "not encrypted"),
        ("http://127.0.0.1.example.org/", "not encrypted"),
        ("ftp://example.org/", "no address"),
        ("file:///etc/passwd", "no address"),
        ("https://me:secret@example.org/", "password stands in the address"),
    ],
)
def test_a_password_is_never_sent_where_others_can_read_it(url: str, said: str) -> None:
    with pytest.raises(SyncStopped, match=said):
        Dav(url, "me", "secret")


@pytest.mark.parametrize(
    "where", ["http://evil.example.org/", "https://evil.example.org/x", "//evil.example.org/"]
)
def test_a_redirect_to_another_host_is_not_followed(server: Scripted, where: str) -> None:
    server.says("PROPFIND", "/", Reply(301, headers=(("Location", where),)))

    with pytest.raises(SyncStopped, match=r"leads to another host: evil\.example\.org"):
        find_book(connected(server))


def test_a_redirect_on_the_same_host_is_followed(server: Scripted) -> None:
    server.says("PROPFIND", "/", Reply(404))
    server.says("PROPFIND", "/.well-known/carddav", Reply(301, headers=(("Location", "/dav/"),)))
    server.says("PROPFIND", "/dav/", multi(entry("/dav/", BOOK)))

    assert find_book(connected(server)).url == f"{server.url}dav/"


def test_redirects_in_a_circle_end(server: Scripted) -> None:
    server.says("PROPFIND", "/", Reply(301, headers=(("Location", "/"),)))

    with pytest.raises(SyncStopped):
        find_book(connected(server))


def test_a_home_on_another_host_has_to_be_named(server: Scripted) -> None:
    server.says("PROPFIND", "/", multi(entry("/", home("https://p42.cards.example.org/123/"))))

    with pytest.raises(SyncStopped, match="leads to another host: p42"):
        find_book(connected(server))
    named = connected(server, "cards.example.org")
    assert named.join(server.url, "https://p42.cards.example.org/1/").startswith("https://p42")
    with pytest.raises(SyncStopped):
        named.join(server.url, "https://evilcards.example.org/")


@pytest.mark.parametrize(
    "body",
    [
        b'<!DOCTYPE x [<!ENTITY a "b">]><d:multistatus xmlns:d="DAV:"/>',
        b'<?xml version="1.0"?>' + b" " * 200_000 + b'<!doctype x><d:multistatus xmlns:d="DAV:"/>',
        ('<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x><a/>').encode("utf-16"),
        "<!DOCTYPE x><a/>".encode("utf-16-le"),
        b'<?xml version="1.0" encoding="utf-7"?>+ADw-!DOCTYPE x+AD4-<a/>',
        b"not xml at all",
        b"",
        b"<a>" * 200_000,
    ],
    ids=["entities", "far behind", "utf-16", "utf-16 unmarked", "utf-7", "text", "empty", "deep"],
)
def test_xml_that_declares_anything_or_is_none_is_refused(server: Scripted, body: bytes) -> None:
    server.says("PROPFIND", "/", Reply(207, body))

    with pytest.raises(SyncStopped, match="cannot be read"):
        find_book(connected(server))


def test_an_answer_without_end_is_refused(
    server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dav_module, "_LARGEST", 1000)
    server.says("PROPFIND", "/", Reply(207, b" " * 1001))

    with pytest.raises(SyncStopped, match="sends without end"):
        find_book(connected(server))


def test_a_line_that_was_closed_meanwhile_is_opened_again(server: Scripted) -> None:
    server.says(
        "PROPFIND", "/", multi(entry("/", BOOK)), Reply(hangs_up=True), multi(entry("/", BOOK))
    )
    dav = connected(server)

    assert [find_book(dav).url for _ in range(2)] == [server.url] * 2


def test_a_server_that_is_not_there_is_said(server: Scripted) -> None:
    with pytest.raises(SyncStopped, match="cannot be reached"):
        find_book(Dav("http://127.0.0.1:1/", "me", "x"))


@pytest.mark.parametrize(
    ("status", "said"),
    [(401, "does not take this name"), (503, "failed with 503"), (200, "answered PROPFIND")],
)
def test_what_a_server_refuses_is_said(server: Scripted, status: int, said: str) -> None:
    server.says("PROPFIND", "/", Reply(status))

    with pytest.raises(SyncStopped, match=said):
        find_book(connected(server))


def test_of_several_books_one_has_to_be_named(server: Scripted) -> None:
    name = "<d:displayname>{}</d:displayname>"
    server.says("PROPFIND", "/", multi(entry("/", home("/home/"))))
    server.says(
        "PROPFIND", "/home/",
        multi(entry("/home/"), entry("/home/a/", BOOK, name.format("Work")), entry("/home/b/", BOOK)),
    )  # fmt: skip
    dav = connected(server)

    with pytest.raises(SyncStopped, match='"Work", "b"'):
        find_book(dav)
    assert find_book(dav, "Work").url.endswith("/home/a/")
    assert find_book(dav, "b").url.endswith("/home/b/")
    with pytest.raises(SyncStopped, match="no address book"):
        find_book(dav, "c")


@pytest.mark.parametrize("status", [400, 403, 409, 412, 507])
def test_a_token_that_is_refused_means_a_whole_listing(server: Scripted, status: int) -> None:
    server.says("REPORT", "/book/", Reply(status))
    server.says(
        "PROPFIND", "/book/",
        multi(entry("/book/", "<d:sync-token>new</d:sync-token>")),
        multi(entry("/book/", BOOK), entry("/book/a.vcf", etag('"1"')), entry("/book/b%20c.vcf"), entry("/book/a.vcf", etag('"1"'))),
    )  # fmt: skip

    found = store(server).listed(Listing({"/x": "1"}, "old"))

    assert found == Listing({"/book/a.vcf": '"1"', "/book/b%20c.vcf": None}, "new")


def test_what_changed_is_asked_for_until_there_is_no_more(server: Scripted) -> None:
    token = "<d:sync-token>{}</d:sync-token>"
    server.says(
        "REPORT", "/book/",
        multi(entry("/book/a.vcf", etag('"2"')), entry("/book/", status=507), after=token.format("t1")),
        multi(entry("/book/b.vcf", status=404), entry("/book/c.vcf", etag('"1"')), after=token.format("t2")),
    )  # fmt: skip

    found = store(server).listed(Listing({"/book/a.vcf": '"1"', "/book/b.vcf": '"1"'}, "t0"))

    assert found == Listing({"/book/a.vcf": '"2"', "/book/c.vcf": '"1"'}, "t2")
    assert b"<sync-token>t1</sync-token>" in server.asked[-1].body


def test_many_cards_are_fetched_in_parts_and_as_they_were_sent(server: Scripted) -> None:
    text = CARD.decode().replace("\r\n", "\n") + "\0"
    data = f"<c:address-data>{text[:-1]}</c:address-data>"
    server.says(
        "REPORT",
        "/book/",
        multi(entry("/book/0.vcf", etag('"1"'), data), entry("/book/1.vcf", status=404)),
    )

    found = store(server).fetched([f"/book/{n}.vcf" for n in range(120)])

    assert found == {"/book/0.vcf": Fetched('"1"', CARD)}
    assert [each.body.count(b"<href>") for each in server.asked] == [50, 50, 20]


def test_a_new_card_is_never_put_over_another_and_may_get_another_place(server: Scripted) -> None:
    server.says(
        "PUT",
        "/book/u-1.vcf",
        Reply(201, headers=(("Location", "/book/42"), ("ETag", '"7"'))),
        Reply(412),
    )

    assert store(server).create("u-1", CARD) == ("/book/42", '"7"')
    assert server.asked[0].headers["if-none-match"] == "*"
    with pytest.raises(CardChanged):
        store(server).create("u-1", CARD)


def test_an_odd_id_makes_no_odd_address(server: Scripted) -> None:
    with pytest.raises(CardChanged):
        store(server).create("../../x y?z#", CARD)

    assert server.asked[0].path.startswith("/book/")
    assert server.asked[0].path.count("/") == 2
    assert ".." not in server.asked[0].path


def test_a_weak_mark_is_not_trusted_and_the_card_is_looked_at(server: Scripted) -> None:
    data = f"<c:address-data>{CARD.decode()}</c:address-data>"
    server.says("REPORT", "/book/", multi(entry("/book/a.vcf", etag('W/"1"'), data)))
    server.says("PUT", "/book/a.vcf", Reply(204))

    assert store(server).replace("/book/a.vcf", CARD, Fetched('W/"1"', CARD)) == (
        "/book/a.vcf",
        None,
    )
    assert "if-match" not in server.asked[-1].headers
    with pytest.raises(CardChanged):
        store(server).replace("/book/a.vcf", CARD, Fetched('W/"1"', CARD + b"x"))


@pytest.mark.parametrize(("status", "is_fine"), [(204, True), (404, True), (412, False)])
def test_a_card_is_deleted_as_it_was_read(server: Scripted, status: int, is_fine: bool) -> None:
    server.says("DELETE", "/book/a.vcf", Reply(status))

    if is_fine:
        store(server).delete("/book/a.vcf", Fetched('"1"', CARD))
    else:
        with pytest.raises(CardChanged):
            store(server).delete("/book/a.vcf", Fetched('"1"', CARD))
    assert server.asked[0].headers["if-match"] == '"1"'


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_a_book_that_may_only_be_read_is_said(server: Scripted, method: str) -> None:
    server.says(method, "/book/u.vcf", Reply(403))

    with pytest.raises(SyncStopped, match=r"does not (take|delete)"):
        if method == "PUT":
            store(server).create("u", CARD)
        else:
            store(server).delete("/book/u.vcf", Fetched('"1"', CARD))
