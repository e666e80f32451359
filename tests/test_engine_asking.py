"""Offer before asking: what somebody needs and who has it, and what the ledger says before one asks."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine_people import TODAY, card, day, gift, somebody
from vault_tool.config import DEFAULTS
from vault_tool.dates import Duration
from vault_tool.engine.acquaintance import Acquaintance
from vault_tool.engine.asking import before_asking, is_early
from vault_tool.engine.offering import Offering, offerings
from vault_tool.model import Card

STRANGERS = Acquaintance({}, {})
ME = card("Nora", me=True, offers=["mending old letters", "viola"])
PAOLA = card("Paola", offers=["old German handwriting", "viola"])


def offered(person: Card, *others: Card, own: tuple[str, ...] = ()) -> list[tuple[str, str, str]]:
    found = offerings(person, [person, *others], own, STRANGERS)
    return [(each.need, each.offer, each.by.name if each.by else "") for each in found]


def test_what_i_can_offer_goes_before_what_others_can() -> None:
    ada = card("Ada", needs=["somebody who reads old German handwriting", "letters mended"])
    assert offered(ada, PAOLA, ME) == [
        ("letters mended", "mending old letters", "Nora"),
        ("somebody who reads old German handwriting", "old German handwriting", "Paola"),
    ]


def test_a_need_is_met_once_and_by_me_where_i_can() -> None:
    ada = card("Ada", needs="viola")
    assert offered(ada, PAOLA, ME) == [("viola", "viola", "Nora")]
    assert offered(ada, PAOLA, own=("viola",)) == [("viola", "viola", "")]
    assert offered(ada, PAOLA) == [("viola", "viola", "Paola")]


@pytest.mark.parametrize(
    "other",
    [
        card("Paola", offers="viola", status="archived"),
        card("Paola", offers="viola", status="deceased"),
        card("Paola", offers="viola", status="paused"),
        card("Paola", offers="viola")._replace(inbox=True),
        card("Paola", offers="viola #private"),
        card("Paola", needs="viola"),
    ],
)
def test_who_is_not_there_offers_nothing(other: Card) -> None:
    assert offered(card("Ada", needs="viola"), other) == []


def test_nobody_is_introduced_to_whom_they_know() -> None:
    ada = card("Ada", needs="viola")
    known = Acquaintance({ada.path: frozenset([PAOLA.path])}, {})
    assert offerings(ada, [ada, PAOLA], (), known) == ()
    assert [each.is_mine for each in offerings(ada, [ada, PAOLA, ME], (), known)] == [True]


things = st.lists(
    st.sampled_from(["viola", "letters", "old maps", "cello lessons", "a"]), max_size=3
)


@given(things, things, things, things)
def test_every_offering_is_a_need_and_somebodys_offer(
    needs: list[str], mine: list[str], theirs: list[str], own: list[str]
) -> None:
    ada, me = card("Ada", needs=[*needs]), card("Me", me=True, offers=[*mine])
    paola = card("Paola", offers=[*theirs])
    found = offerings(ada, [ada, me, paola], tuple(own), STRANGERS)
    assert len({each.need for each in found}) == len(found)
    for each in found:
        assert isinstance(each, Offering)
        assert each.need in needs
        assert each.offer in (own if each.by is None else mine if each.by.me else theirs)
    is_mine = [each.is_mine for each in found]
    assert is_mine == sorted(is_mine, reverse=True)


def kinds(**said: Any) -> list[tuple[str, int]]:
    return [(each.kind, each.number) for each in before_asking(somebody(**said), DEFAULTS, TODAY)]


def test_who_gave_last_is_said_and_what_i_gave_last() -> None:
    gave = gift("gave", "time", "2026-01-01", "an evening")
    got = [gift("got", "time", "2026-02-01"), gift("got", "skill", "2026-03-01")]
    assert kinds(gifts=[gave, *got]) == [("receiving", 2), ("gave", 1)]
    assert kinds(gifts=[gave]) == [("gave", 1)]
    assert kinds(gifts=[gift("asked", "time", "2026-01-01")]) == [("only_asked", 1)]
    assert kinds(gifts=[gift("got", "time", "2027-01-01")]) == []
    assert kinds() == []


@pytest.mark.parametrize(
    ("met", "asked", "early"),
    [
        ("2026-11-07", None, True),
        ("2026-11-23", None, True),
        ("2026-08-25", None, True),
        ("2026-08-24", None, False),
        ("2026-11", None, True),
        ("2026-12-01", None, False),
        ("2026-11-07", "2026-11-20", False),
        ("2026-11-07", "2026-11-30", True),
        (None, None, False),
    ],
)
def test_a_first_ask_within_ninety_days_of_meeting_is_early(
    met: str | None, asked: str | None, early: bool
) -> None:
    gifts = [gift("asked", "info", asked)] if asked else []
    assert bool(is_early(somebody(met=met, gifts=gifts), DEFAULTS, TODAY)) is early


@given(st.integers(0, 400), st.integers(0, 200))
def test_how_early_is_a_setting(days: int, limit: int) -> None:
    met = Duration(days=days).before(TODAY) if days else TODAY
    settings = DEFAULTS._replace(new_days=limit)
    found = is_early(somebody(met=met.isoformat()), settings, TODAY)
    assert bool(found) is (days <= limit)
    assert found is None or (found.number, found.on) == (days, met)


def test_the_day_of_a_gift_is_told() -> None:
    (gave,) = before_asking(
        somebody(gifts=[gift("gave", "info", "2026-04-24", "the book")]), DEFAULTS, TODAY
    )
    assert (gave.on, gave.text, gave.line) == (day("2026-04-24"), "the book", 30)
