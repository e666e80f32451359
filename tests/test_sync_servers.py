"""Notes and cards in step through real servers, Radicale and Xandikos, on the loopback interface."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from shutil import copytree

import pytest

from tests.card_servers import named, radicale, xandikos
from tests.card_sides import card_of, changed_card
from tests.commandline import PROJECT, Result, run
from vault_tool.engine.agreeing import said_by_card
from vault_tool.formats.vcard import read_vcards
from vault_tool.sync.carddav import CardDav, find_book
from vault_tool.sync.dav import Dav
from vault_tool.sync.store import CardChanged, Fetched, Listing

pytestmark = pytest.mark.server

SERVERS: dict[str, Callable[[Path], AbstractContextManager[str]]] = {
    "radicale": radicale,
    "xandikos": xandikos,
}


@pytest.fixture(scope="module", params=SERVERS)
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with SERVERS[request.param](tmp_path_factory.mktemp(request.param)) as address:
        yield address


class Book:
    """The address book of a test: emptied first, and seen without vault-tool's memory."""

    def __init__(self, url: str) -> None:
        self.dav = Dav(url, "me", "x")
        self.store = CardDav(self.dav, find_book(self.dav))
        for href, each in self.cards().items():
            self.store.delete(href, each)

    def cards(self) -> dict[str, Fetched]:
        return dict(self.store.fetched(self.store.listed(Listing()).etags))

    def one(self) -> tuple[str, Fetched]:
        ((href, card),) = self.cards().items()
        return href, card

    def change(self, **values: str | list[str]) -> None:
        href, card = self.one()
        self.store.replace(href, changed_card(card.data, values), card)


@pytest.fixture
def book(url: str) -> Iterator[Book]:
    found = Book(url)
    yield found
    found.dav.close()


@pytest.fixture
def vault(tmp_path: Path, book: Book, url: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    named(tmp_path / "config", "cloud", url)
    root = tmp_path / "vault"
    (root / "People").mkdir(parents=True)
    (root / ".vault-tool").mkdir()
    (root / "People" / "Ada Neri.md").write_text(
        "---\ntype: person\nemail: ada@example.org\nphone: 333 5550101\n---\n# Ada\n"
    )
    return root


def sync(vault: Path, *words: str) -> Result:
    return run("sync-cards", "cloud", "--yes", *words, vault=vault)


def note(vault: Path) -> str:
    return (vault / "People" / "Ada Neri.md").read_text()


def test_everybody_of_the_example_vault_goes_there_and_means_the_same(
    vault: Path, book: Book
) -> None:
    example = Path(copytree(PROJECT / "example-vault", vault.parent / "example"))
    exported = run("export", "vcard", vault=example)
    sync(example)

    there = [read_vcards(each.data).people[0] for each in book.cards().values()]
    known = {
        said_by_card(each).name: said_by_card(each)
        for each in read_vcards(exported.out.encode()).people
    }
    assert len(there) > 20
    for each in there:
        told, meant = dict(said_by_card(each).properties), dict(known[each.name].properties)
        # Radicale reads cards with vobject, which keeps one nickname of several.
        assert set(told.pop("aliases", ())) <= set(meant.pop("aliases", ()))
        assert told == meant
    notes = {path: path.read_bytes() for path in example.rglob("*.md")}
    again = sync(example)
    assert again.out == f"{len(there)} people are in step\n"
    assert {path: path.read_bytes() for path in notes} == notes


def test_both_sides_change_and_only_that_is_asked_for(
    vault: Path, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync(vault)
    fetched: list[int] = []
    real = CardDav.fetched

    def counting(self: CardDav, hrefs: list[str]) -> object:
        fetched.append(len(hrefs))
        return real(self, hrefs)

    book.change(role="baker")
    run("set", "ada", "company=Forno", vault=vault)
    with monkeypatch.context() as patch:
        patch.setattr(CardDav, "fetched", counting)
        sync(vault)
        assert "role: baker" in note(vault)
        assert fetched == [1, 1]  # what changed there, and what was written
        fetched.clear()
        assert sync(vault).out == "1 person is in step\n"
        assert fetched == [0]
    assert b"ORG:Forno" in book.one()[1].data


def test_a_token_that_the_server_does_not_know_asks_for_everything(vault: Path, book: Book) -> None:
    etags = book.store.listed(Listing()).etags
    for token in ("http://radicale.org/ns/sync/0", "not-a-token", "0" * 40):
        found = book.store.listed(Listing({"/gone.vcf": "1"}, token))
        assert found.etags == etags
        assert found.token != token


def test_what_was_removed_there_is_told_and_not_made_again(vault: Path, book: Book) -> None:
    (vault / "People" / "Bo Sol.md").write_text("---\ntype: person\nemail: bo@example.org\n---\n")
    sync(vault)
    href, card = next((h, c) for h, c in book.cards().items() if b"Ada" in c.data)
    book.store.delete(href, card)

    assert "Ada Neri   People/Ada Neri.md" in sync(vault).out
    assert sync(vault).out == "1 person is in step\n"
    assert len(book.cards()) == 1


def test_an_emptied_book_is_refused(vault: Path, book: Book) -> None:
    sync(vault)
    book.store.delete(*book.one())

    result = sync(vault)

    assert result.code == 2
    assert "there is no card of anybody any more" in result.err


def test_a_card_changed_in_the_middle_is_met_in_another_round(
    vault: Path, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync(vault)
    run("set", "ada", "company=Forno", vault=vault)
    real = CardDav.replace
    done: list[str] = []

    def racing(self: CardDav, href: str, data: bytes, old: Fetched) -> object:
        if not done:
            done.append(href)
            real(book.store, href, changed_card(old.data, {"role": "baker"}), old)
        return real(self, href, data, old)

    with monkeypatch.context() as patch:
        patch.setattr(CardDav, "replace", racing)
        assert sync(vault).code == 0

    assert "role: baker" in note(vault)
    assert b"ORG:Forno" in book.one()[1].data
    assert sync(vault).out == "1 person is in step\n"


def test_nothing_is_written_over_what_was_not_read(book: Book) -> None:
    href, etag = book.store.create("u-1", card_of("Ada Neri", {"phone": "1"}, uid="u-1"))
    data = book.store.fetched([href])[href].data
    with pytest.raises(CardChanged):
        book.store.create("u-1", card_of("Bo", {}, uid="u-1"))
    for wrong in (Fetched('"wrong"', data), Fetched(None, b"other"), Fetched("W/x", b"other")):
        with pytest.raises(CardChanged):
            book.store.replace(href, card_of("Bo", {}, uid="u-1"), wrong)
        with pytest.raises(CardChanged):
            book.store.delete(href, wrong)
    assert etag
    assert book.one()[1].data == data


def test_what_nobody_here_knows_stays_and_groups_are_left_alone(vault: Path, book: Book) -> None:
    photo = "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAASABIAAD/"
    group = b"BEGIN:VCARD\r\nVERSION:3.0\r\nUID:g\r\nFN:Friends\r\nN:;;;;\r\nX-ADDRESSBOOKSERVER-KIND:group\r\nEND:VCARD\r\n"
    card = card_of("Ada Neri", {"email": "ada@example.org"}, photo, "X-SPLEEN:b", uid="u-a")
    book.store.create("u-a", card)
    place, _ = book.store.create("g", group)
    before = book.cards()[place]

    sync(vault)
    run("set", "ada", "company=Forno", vault=vault)
    sync(vault)

    there = book.cards()
    assert there[place] == before
    (ada,) = [each.data for href, each in there.items() if href != place]
    assert b"X-SPLEEN:b" in ada
    assert b"/9j/4AAQSkZJRgABAQAASABIAAD/" in ada.replace(b"\r\n ", b"")
    assert b"ORG:Forno" in ada
    assert b"333 5550101" in ada


def test_an_address_book_is_found_from_wherever_one_begins(book: Book, url: str) -> None:
    own = book.store.key.removeprefix("dav:")
    for start in (url, own, url.rstrip("/"), f"{url}.well-known/carddav"):
        dav = Dav(start, "me", "x")
        assert CardDav(dav, find_book(dav)).key == book.store.key
        dav.close()
