"""What holds of every vault: stated once, tried on invented crowds."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine_people import TODAY
from vault_tool.config import DEFAULTS, Settings
from vault_tool.dates import Duration, PartialDate
from vault_tool.engine.agenda import Item, follow_ups, item_of, today
from vault_tool.engine.coverage import bound_of, coverage
from vault_tool.engine.occasions import birthdays, upcoming
from vault_tool.engine.reasons import is_first, reasons
from vault_tool.engine.rhythm import hidden, next_due
from vault_tool.engine.urgency import terms, total
from vault_tool.engine.why import why
from vault_tool.memory import Memory
from vault_tool.model import Gift, Loop, Occasion, Person, Standing, Talk

ORDINAL = TODAY.toordinal()
PATH = "People/Somebody.md"

near = st.integers(ORDINAL - 120, ORDINAL + 20)
ordinals = st.one_of(near, st.integers(ORDINAL - 3000, ORDINAL + 400))
days = ordinals.map(date.fromordinal)
lengths = st.one_of(
    st.builds(Duration, st.just(0), st.integers(1, 90)), st.builds(Duration, st.integers(1, 24))
)
days_of_year = days.map(lambda on: PartialDate(None, on.month, on.day))
whole_dates = days.map(lambda on: PartialDate(on.year, on.month, on.day))
leap_days = st.just(PartialDate(2000, 2, 29))
births = st.one_of(days_of_year, whole_dates, leap_days)
anniversaries = st.builds(
    lambda years, on: PartialDate(on.year - years, on.month, on.day),
    st.sampled_from([1, 2, 5, 10, 15]),
    st.integers(ORDINAL - 9, ORDINAL + 2).map(date.fromordinal),
)
meetings = st.one_of(
    whole_dates,
    days.map(lambda on: PartialDate(on.year, on.month)),
    days_of_year,
    anniversaries,
)


def only_named(make: Any) -> Any:
    """Return a maker that is given no more than what is named: the rest keeps its default."""
    return lambda **fields: make(**fields)


people = st.builds(
    only_named(Person),
    weight=st.integers(1, 5),
    frequency=st.none() | lengths,
    never=st.booleans(),
    status=st.sampled_from(["active", "active", "active", "paused", "archived", "deceased"]),
    inbox=st.sampled_from([False, False, False, True]),
    me=st.sampled_from([False, False, False, False, True]),
    birthday=st.none() | births,
    dates=st.lists(st.builds(Occasion, st.just("name day"), births), max_size=1).map(tuple),
    met=st.none() | meetings,
    next_contact=st.none() | days,
    snooze_until=st.none() | days,
)
talks = st.builds(Talk, ordinals, st.just(PATH), st.just(7))
gifts = st.builds(
    Gift,
    ordinals,
    st.sampled_from(["gave", "got", "asked"]),
    st.sampled_from(["time", "info", "contact"]),
    st.just("a hand"),
    st.just(PATH),
    st.just(7),
)
loops = st.builds(
    Loop,
    st.sampled_from(["promise", "cue", "owed", "intention"]),
    st.just("the plans"),
    st.none() | days,
    st.just(PATH),
    st.just(7),
)


def newest_first(found: list[Any]) -> tuple[Any, ...]:
    return tuple(sorted(set(found), key=lambda each: (-each.day, each)))


standings = st.builds(
    only_named(Standing),
    path=st.integers(0, 10**6).map(lambda number: f"People/{number}.md"),
    name=st.sampled_from(["Ada", "ada", "Bruno", "Élodie", "Zoe"]),
    person=people,
    talks=st.lists(talks, max_size=3).map(newest_first),
    attempts=st.lists(talks, max_size=4).map(newest_first),
    declared=st.none() | talks,
    first_fact=st.none() | ordinals,
    loops=st.lists(loops, max_size=2).map(tuple),
    gifts=st.lists(gifts, max_size=2).map(newest_first),
)
crowds = st.lists(standings, max_size=12, unique_by=lambda each: each.path)
places = st.integers(0, 6)
coefficients = st.fixed_dictionaries(
    {name: st.floats(0, 2000, allow_subnormal=False) for name in DEFAULTS.urgency}
)
settings_of_somebody = st.builds(
    lambda per_day, urgency, waiting, gap: DEFAULTS._replace(
        per_day=per_day, urgency=urgency, waiting=waiting, gap=gap
    ),
    places,
    coefficients,
    st.sampled_from([0.5, 0.5, 0.0, 0.1, 2.0]),
    st.sampled_from([1, 1, 3, 10, 60]),
)


def follow_ups_one_by_one(crowd: list[Standing], of: Settings) -> list[Item]:
    """Return the follow-ups as their rule is written, asking everything of everybody."""
    items = []
    for standing in crowd:
        cause = hidden(standing, of, TODAY)
        item = item_of(standing, of, TODAY)
        if item.reasons and (cause is None or cause.kind == "waiting"):
            items.append(item)

    def order(item: Item) -> tuple[Any, ...]:
        over = -float("inf") if item.days_over is None else item.days_over
        return (not item.first, -item.urgency, -over, item.name.casefold(), item.path)

    return sorted(items, key=order)


@given(crowds, settings_of_somebody)
@settings(max_examples=150, deadline=None)
def test_the_quick_pass_finds_what_the_rule_finds_in_its_order(
    crowd: list[Standing], of: Settings
) -> None:
    assert list(follow_ups(crowd, of, TODAY)) == follow_ups_one_by_one(crowd, of)


@given(crowds, st.none() | st.integers(0, 800), st.just(TODAY) | days)
@settings(max_examples=150, deadline=None)
def test_the_birthdays_are_everybodys_coming_days(
    crowd: list[Standing], within: int | None, on: date
) -> None:
    living = [each for each in crowd if each.person.status == "active" and not each.person.me]
    expected = sorted(
        (coming.on, each.path, coming.label)
        for each in living
        for coming in upcoming(each, DEFAULTS, on, within)
    )
    found = birthdays(living, DEFAULTS, on, within)
    assert sorted((each.on, each.path, each.kind) for each in found) == expected


@given(crowds, crowds, settings_of_somebody)
@settings(max_examples=60, deadline=None)
def test_a_memory_changes_no_answer(
    crowd: list[Standing], other: list[Standing], of: Settings
) -> None:
    memory = Memory()
    for people in (crowd, [*crowd[1:], *other], crowd):
        assert follow_ups(people, of, TODAY, memory) == follow_ups(people, of, TODAY)
        assert today(people, of, TODAY, memory) == today(people, of, TODAY)
        memory.sweep()


@given(crowds, settings_of_somebody, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_the_notes_does_not_matter(
    crowd: list[Standing], of: Settings, chance: Any
) -> None:
    shuffled = list(crowd)
    chance.shuffle(shuffled)
    assert today(crowd, of, TODAY) == today(shuffled, of, TODAY)
    assert follow_ups(crowd, of, TODAY) == follow_ups(shuffled, of, TODAY)


@given(crowds, settings_of_somebody)
@settings(max_examples=80, deadline=None)
def test_today_shows_few_each_once_and_nobody_hidden(crowd: list[Standing], of: Settings) -> None:
    agenda = today(crowd, of, TODAY)
    paths = [item.path for item in agenda.items]
    by_path = {standing.path: standing for standing in crowd}
    assert len(paths) <= of.per_day
    assert len(paths) == len(set(paths))
    for item in agenda.items:
        cause = hidden(by_path[item.path], of, TODAY)
        assert item.reasons
        assert cause is None or cause.kind == "waiting"
    shown_with_reason = sum(
        any(reason.kind != "seat" for reason in item.reasons) for item in agenda.items
    )
    assert agenda.more == len(follow_ups(crowd, of, TODAY)) - shown_with_reason


@given(crowds, settings_of_somebody)
@settings(max_examples=80, deadline=None)
def test_whoever_goes_first_is_never_behind_or_left_out_but_for_the_seat(
    crowd: list[Standing], of: Settings
) -> None:
    ranked = follow_ups(crowd, of, TODAY)
    firsts = [item.first for item in ranked]
    assert firsts == sorted(firsts, reverse=True)
    shown = [
        item.path
        for item in today(crowd, of, TODAY).items
        if all(reason.kind != "seat" for reason in item.reasons)
    ]
    assert shown == [item.path for item in ranked][: len(shown)]


@given(standings, settings_of_somebody)
@settings(max_examples=80, deadline=None)
def test_urgency_is_the_sum_of_its_terms_and_why_says_the_same(
    standing: Standing, of: Settings
) -> None:
    due = next_due(standing, of, TODAY)
    found = reasons(standing, due, of, TODAY)
    summed = terms(found, due, standing.person, of)
    assert abs(total(summed) - sum(term.value * term.coefficient for term in summed)) < 1e-6
    told = why(standing, [standing], of, TODAY)
    assert (told.terms, told.total, told.first) == (summed, total(summed), is_first(found))
    assert (told.place is not None) == bool(follow_ups([standing], of, TODAY))


@given(standings)
@settings(max_examples=80, deadline=None)
def test_a_reason_holds_since_a_day_that_has_come(standing: Standing) -> None:
    due = next_due(standing, DEFAULTS, TODAY)
    for reason in reasons(standing, due, DEFAULTS, TODAY):
        assert reason.since <= TODAY
        assert reason.days is None or reason.days >= 0


dated = st.builds(
    only_named(Standing),
    path=st.integers(0, 10**6).map(lambda number: f"People/{number}.md"),
    name=st.just("Ada"),
    person=st.builds(
        only_named(Person),
        weight=st.integers(1, 5),
        frequency=st.none() | lengths,
        never=st.booleans(),
        birthday=st.none() | births,
    ),
    talks=st.lists(
        st.builds(Talk, st.integers(ORDINAL - 2000, ORDINAL), st.just(PATH), st.just(7)),
        min_size=1,
        max_size=1,
    ).map(tuple),
    loops=st.lists(loops, max_size=1).map(tuple),
)


@given(
    st.lists(dated, min_size=1, max_size=25, unique_by=lambda each: each.path), st.integers(1, 4)
)
@settings(max_examples=40, deadline=None)
def test_whoever_is_not_hidden_comes_up_within_a_bound_whatever_their_weight(
    crowd: list[Standing], per_day: int
) -> None:
    of = DEFAULTS._replace(per_day=per_day)
    bound = bound_of(len(crowd), of)
    waiting = {standing.path: standing for standing in crowd}
    last_shown = dict.fromkeys(waiting, TODAY)
    for ahead in range(2 * bound):
        on = TODAY + timedelta(ahead)
        for item in today(waiting.values(), of, on).items:
            talk = Talk(on.toordinal(), item.path, 7)
            shown = waiting[item.path]
            waiting[item.path] = shown._replace(talks=(talk, *shown.talks))
            last_shown[item.path] = on
        assert all((on - shown).days <= bound for shown in last_shown.values())


@given(crowds)
@settings(max_examples=40, deadline=None)
def test_an_occasion_in_the_coverage_is_as_far_off_as_it_is_today(crowd: list[Standing]) -> None:
    for turn in coverage(crowd, DEFAULTS, TODAY, 30).turns:
        for one in turn.item.reasons:
            if one.kind in ("birthday", "occasion") and one.base is None:
                assert one.on is not None
                assert one.days == (one.on - TODAY).days


@given(st.integers(1, 30))
@settings(max_examples=20, deadline=None)
def test_everybody_never_talked_to_comes_up_once_if_each_is_reached(count: int) -> None:
    crowd = [Standing(f"People/{number}.md", "Ada", Person()) for number in range(count)]
    for ahead in range(count):
        on = TODAY + timedelta(ahead)
        agenda = today(crowd, DEFAULTS, on)
        assert agenda.no_talk_count == count - ahead
        reached = agenda.no_talk_yet[0].path
        crowd = [each for each in crowd if each.path != reached]
    assert crowd == []


def path_of(standing: Standing) -> str:
    return standing.path


somebody_or_other: st.SearchStrategy[Standing] = st.one_of(dated, standings)


@given(st.lists(somebody_or_other, max_size=15, unique_by=path_of), st.integers(1, 4))
@settings(max_examples=20, deadline=None)
def test_nobody_is_excluded_and_the_first_day_is_that_of_today(
    crowd: list[Standing], per_day: int
) -> None:
    of = DEFAULTS._replace(per_day=per_day)
    found = coverage(crowd, of, TODAY)
    active = {
        each.path
        for each in crowd
        if each.person.status == "active" and not each.person.inbox and not each.person.me
    }
    turns = {turn.item.path: turn for turn in found.turns}
    later = {each.path: each for each in found.later}
    assert turns.keys() | later.keys() == active
    assert len(found.turns) + len(found.later) == len(active)
    for standing in crowd:
        if standing.path in active:
            most = found.bound + hidden_for(standing)
            if standing.path in later:  # nobody waits to see so many years go by
                assert most > (found.until - TODAY).days
            else:
                assert turns[standing.path].days <= most
    shown = today(crowd, of, TODAY)
    first = {turn.item.path for turn in found.turns if turn.days == 0}
    assert first == {each.path for each in shown.items} | {each.path for each in shown.no_talk_yet}
    assert [turn.days for turn in found.turns] == sorted(turn.days for turn in found.turns)


def hidden_for(standing: Standing) -> int:
    """Return for how many days somebody may be hidden, at the most."""
    person = standing.person
    waiting = next_due(standing, DEFAULTS, TODAY).hidden
    days = [TODAY, person.snooze_until, person.next_contact, waiting.until if waiting else None]
    return (max(each for each in days if each) - TODAY).days
