from datetime import date

import pytest

from tests.engine_people import TODAY, day, somebody
from vault_tool.config import DEFAULTS
from vault_tool.engine.occasions import birthdays, upcoming


@pytest.mark.parametrize(("weight", "lead"), [(5, 28), (4, 21), (3, 14), (2, 7), (1, 2)])
def test_a_birthday_shows_as_many_days_ahead_as_the_weight_says(weight: int, lead: int) -> None:
    born = day("2026-11-23").replace(year=1990)
    standing = somebody(birthday=born.isoformat(), weight=weight)
    before = date.fromordinal(TODAY.toordinal() - lead)
    assert [each.in_days for each in upcoming(standing, DEFAULTS, before)] == [lead]
    assert upcoming(standing, DEFAULTS, date.fromordinal(before.toordinal() - 1)) == ()


def test_a_birthday_today_is_no_days_away_and_tells_the_age() -> None:
    (found,) = upcoming(somebody(birthday="1984-11-23"), DEFAULTS, TODAY)
    assert (found.in_days, found.turns, found.is_birthday) == (0, 42, True)


def test_without_a_year_nobody_is_any_age() -> None:
    (found,) = upcoming(somebody(birthday="--11-25"), DEFAULTS, TODAY)
    assert (found.in_days, found.turns) == (2, None)


def test_a_birthday_of_which_only_the_year_is_known_never_comes() -> None:
    assert upcoming(somebody(birthday="1984"), DEFAULTS, TODAY, 366) == ()


def test_the_29th_of_february_is_kept_on_the_28th_in_common_years() -> None:
    standing = somebody(birthday="2000-02-29")
    (found,) = upcoming(standing, DEFAULTS, day("2027-02-26"))
    assert (found.on, found.turns) == (day("2027-02-28"), 27)


def test_a_birthday_in_january_is_near_in_december() -> None:
    (found,) = upcoming(somebody(birthday="1990-01-02"), DEFAULTS, day("2026-12-30"))
    assert (found.on, found.in_days) == (day("2027-01-02"), 3)


def test_the_dates_a_note_names_come_back_with_their_label() -> None:
    standing = somebody(dates=[("2015-11-24", "wedding anniversary"), ("--11-23", "name day")])
    assert [
        (each.label, each.in_days, each.turns) for each in upcoming(standing, DEFAULTS, TODAY)
    ] == [
        ("name day", 0, None),
        ("wedding anniversary", 1, 11),
    ]


def test_a_day_still_to_come_for_the_first_time_has_no_years() -> None:
    (found,) = upcoming(somebody(dates=[("2026-11-25", "wedding")]), DEFAULTS, TODAY)
    assert found.turns is None


def test_the_report_goes_by_day_then_name() -> None:
    people = [
        somebody("Zoe", birthday="--11-24"),
        somebody("Ada", birthday="--11-24"),
        somebody("Tom", dates=[("--11-23", "name day")]),
    ]
    found = birthdays(people, DEFAULTS, TODAY)
    assert [(each.name, each.kind) for each in found] == [
        ("Tom", "name day"),
        ("Ada", "birthday"),
        ("Zoe", "birthday"),
    ]


def test_a_number_of_days_shows_everybody_whatever_their_weight() -> None:
    people = [somebody("Ada", birthday="--12-20", weight=1)]
    assert birthdays(people, DEFAULTS, TODAY) == ()
    assert [each.in_days for each in birthdays(people, DEFAULTS, TODAY, 30)] == [27]


def test_the_deceased_are_remembered_on_both_their_days() -> None:
    gone = somebody("Nino", birthday="1930-11-25", died="2024-11-26", status="deceased")
    found = birthdays([gone], DEFAULTS, TODAY)
    assert [(each.kind, each.of, each.turns) for each in found] == [
        ("remembrance", "birthday", 96),
        ("remembrance", "died", 2),
    ]


def test_no_name_day_is_kept_for_the_deceased() -> None:
    gone = somebody("Nino", dates=[("--11-25", "name day")], status="deceased")
    assert birthdays([gone], DEFAULTS, TODAY) == ()


@pytest.mark.parametrize("said", [{"status": "paused"}, {"status": "archived"}, {"me": True}])
def test_who_was_set_aside_is_not_in_the_report(said: dict[str, object]) -> None:
    assert birthdays([somebody(birthday="--11-23", **said)], DEFAULTS, TODAY) == ()  # type: ignore[arg-type]


def test_the_snoozed_and_the_unlooked_at_keep_their_birthday() -> None:
    people = [
        somebody("Ada", birthday="--11-23", snooze_until="2027-01-01"),
        somebody("Zoe", birthday="--11-23", inbox=True),
    ]
    assert [each.name for each in birthdays(people, DEFAULTS, TODAY)] == ["Ada", "Zoe"]
