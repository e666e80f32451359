"""Two texts of one card become one: nothing that either added is lost, and both orders agree."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vault_tool.formats.contentlines import Property, properties
from vault_tool.formats.vcard_merging import Clash, merged_cards

LINES = (
    "FN:Ada", "FN:Ada Neri", "N:Neri;Ada;;;", "ORG:Acme", "ORG:Bar\\, Sport", "TITLE:baker",
    "EMAIL;TYPE=HOME:a@example.org", "EMAIL;TYPE=WORK:a@example.org", "EMAIL:b@example.org",
    "TEL;TYPE=CELL:+39 333 555 0101", "TEL:+393335550101", "NICKNAME:Adi,Nina", "NICKNAME:Nina,Lea",
    "NOTE:one\\ntwo", "NOTE:two\\nthree", "X-FOO:1", "X-FOO:2", "item1.URL:https://a.example.org\nitem1.X-ABLabel:Home",
    "item2.TEL:051 555\nitem2.X-ABLabel:Oma", "PHOTO;ENCODING=b:AAAA\n BBBB", "BDAY:1984-01-02", "REV:20260102T000000Z", "REV:20260103T000000Z",
)  # fmt: skip


def card(*lines: str, end: str = "\r\n") -> bytes:
    return "".join(
        f"{line}{end}"
        for each in ("BEGIN:VCARD", "VERSION:3.0", "UID:u", *lines, "END:VCARD")
        for line in each.split("\n")
    ).encode()


def merged(ours: bytes, theirs: bytes, base: bytes | None = None) -> bytes:
    return merged_cards(
        ours, theirs, base, lambda name, one, other: "ours" if one > other else "theirs"
    )


def meaning(data: bytes) -> set[tuple[str, str]]:
    found = [each for each in properties(data) if isinstance(each, Property)]
    labels = {each.group: each.text() for each in found if each.name == "X-ABLABEL"}
    return {
        (each.name, part.strip() + (f" ({labels[each.group]})" if each.group in labels else ""))
        for each in found
        if each.name != "X-ABLABEL"
        for part in _parts(each)
    }


def _parts(each: Property) -> list[str]:
    if each.name == "TEL":
        return ["".join(sign for sign in each.text() if sign.isdigit())]
    return each.items() if each.name == "NICKNAME" else each.text().split("\n")


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "result"),
    [
        (None, ["FN:A", "TEL:1"], ["FN:A", "TEL:2"], ["FN:A", "TEL:1", "TEL:2"]),
        (["FN:A", "TEL:1"], ["FN:A"], ["FN:A", "TEL:1", "TEL:2"], ["FN:A", "TEL:2"]),
        (["FN:A"], ["FN:A"], ["FN:B"], ["FN:B"]),
        (["FN:A"], ["FN:B"], ["FN:A"], ["FN:B"]),
        (["FN:A", "ORG:X"], ["FN:A"], ["FN:A", "ORG:X"], ["FN:A"]),
        (["FN:A", "ORG:X"], ["FN:A"], ["FN:A", "ORG:Y"], ["FN:A", "ORG:Y"]),
        (None, ["FN:A", "X-A;B=c:d"], ["FN:A"], ["FN:A", "X-A;B=c:d"]),
        (["TEL:1"], ["TEL;TYPE=HOME:1"], ["TEL:1"], ["TEL;TYPE=HOME:1"]),
        (["TEL:1"], ["TEL:1"], ["TEL;TYPE=HOME:1"], ["TEL;TYPE=HOME:1"]),
        (None, ["NICKNAME:A,B"], ["NICKNAME:B,C"], ["NICKNAME:A,B,C"]),
        (["NOTE:a\\nb"], ["NOTE:a\\nb\\nc"], ["NOTE:b\\nd"], ["NOTE:b\\nc\\nd"]),
        (["REV:20260101"], ["REV:20260102"], ["REV:20260103"], ["REV:20260103"]),
        (
            None,
            ["item1.TEL:1\nitem1.X-ABLabel:Oma"],
            ["item1.TEL:2\nitem1.X-ABLabel:Opa"],
            ["item1.TEL:1\nitem1.X-ABLabel:Oma", "item2.TEL:2\nitem2.X-ABLabel:Opa"],
        ),
    ],
)  # fmt: skip
def test_what_either_changed_counts(
    base: list[str] | None, ours: list[str], theirs: list[str], result: list[str]
) -> None:
    was = card(*base) if base is not None else None

    assert merged(card(*ours), card(*theirs, end="\n"), was) == card(*result)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (card("ORG:A"), card("ORG:B")),
        (card("ORG:A"), card("ORG:A").replace(b"UID:u", b"UID:v")),
        (card("ORG:A"), card("ORG:A").replace(b"3.0", b"4.0")),
        (card("ORG:A"), card("ORG:A") * 2),
        (b"", card("ORG:A")),
        (card("AGENT:x"), card("ORG:A")),
    ],
)
def test_where_somebody_has_to_choose_nothing_is_guessed(ours: bytes, theirs: bytes) -> None:
    with pytest.raises(Clash):
        merged_cards(ours, theirs, None, lambda *_: None)


CARDS = st.lists(st.sampled_from(LINES), unique=True, max_size=8).map(lambda lines: card(*lines))


@settings(max_examples=150, deadline=None)
@given(CARDS, CARDS, CARDS)
def test_laws(ours: bytes, theirs: bytes, base: bytes) -> None:
    assert merged(ours, ours, base) == ours
    if meaning(base) == meaning(ours):
        return
    assert meaning(merged(ours, theirs)) == meaning(merged(theirs, ours))
    one, other = merged(ours, theirs, base), merged(theirs, ours, base)
    assert meaning(one) == meaning(other)
    assert merged(one, other, base) in (one, other)
    several = ("EMAIL", "TEL", "X-FOO", "URL", "NICKNAME", "NOTE")
    mine, there, before = ({e for e in meaning(d) if e[0] in several} for d in (ours, theirs, base))
    new = {name for name, _ in (mine - before) | (there - before)}
    assert new <= {name for name, _ in meaning(one)}


@settings(max_examples=100, deadline=None)
@given(CARDS, CARDS)
def test_one_side_that_changed_nothing_takes_the_other(ours: bytes, base: bytes) -> None:
    assert meaning(merged(ours, base, base)) == meaning(ours)
    assert meaning(merged(base, ours, base)) == meaning(ours)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60), CARDS)
def test_whatever_the_bytes_are_there_is_an_answer(data: bytes, other: bytes) -> None:
    for one, two in (
        (data, other),
        (other, data),
        (b"BEGIN:VCARD\n" + data + b"\nEND:VCARD\n", other),
    ):
        try:
            assert merged(one, two).upper().count(b"BEGIN:VCARD") == 1
        except Clash:
            continue
