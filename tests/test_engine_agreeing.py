"""What a note and a card of one person become, case by case."""

from collections.abc import Mapping, Sequence

import pytest

from tests.card_sides import Device, Shelf, card_of, changed_card, changed_note, note_of
from vault_tool.engine.agreeing import said_by_card
from vault_tool.formats.vcard import read_vcards
from vault_tool.note.versions.choice import settled, still_open

PATH = "People/Ada Neri.md"
EMAIL = {"email": "ada@example.org"}

Values = Mapping[str, str | Sequence[str]]


class Pair:
    """One person on both sides, in step."""

    def __init__(self, note: Values, card: Values | None = None) -> None:
        self.device = Device({PATH: note_of({**EMAIL, **note})})
        told = {**EMAIL, **(note if card is None else card)}
        self.shelf = Shelf({"ada.vcf": card_of("Ada Neri", told, "X-A:b", uid="u-ada")})
        self.device.sync(self.shelf)

    def note(self, key: str, value: str | None, *, away: bool = False) -> "Pair":
        notes = self.device.notes
        notes[PATH] = changed_note(PATH, notes[PATH], key, value, away=away)
        return self

    def card(self, **values: str | list[str] | None) -> "Pair":
        self.shelf.cards["ada.vcf"] = changed_card(self.shelf.cards["ada.vcf"], values)
        return self

    def synced(self) -> "Pair":
        self.plan = self.device.sync(self.shelf)
        return self

    def here(self, key: str) -> object:
        return self.device.people()[0].properties.get(key)

    def there(self, key: str) -> tuple[str, ...]:
        contact = read_vcards(self.shelf.cards["ada.vcf"]).people[0]
        return said_by_card(contact).properties.get(key, ())


def test_a_value_changed_there_is_taken_over_and_one_changed_here_is_given() -> None:
    pair = Pair({"company": "Forno", "role": "baker"})

    pair.note("role", "binder").card(company="Bar").synced()

    assert (pair.here("company"), pair.there("role")) == ("Bar", ("binder",))


def test_a_value_gone_there_goes_here_and_the_other_way_round() -> None:
    pair = Pair({"company": "Forno", "phone": ["333 555 0101", "333 555 0102"]})

    pair.note("phone", "333 555 0101", away=True).card(company=None).synced()

    assert (pair.here("company"), pair.there("phone")) == (None, ("333 555 0102",))


def test_of_what_both_changed_the_notes_word_counts_and_the_other_can_still_be_chosen() -> None:
    pair = Pair({"company": "Forno"})

    pair.note("company", "Forno Due").card(company="Bar").synced()

    assert (pair.here("company"), pair.there("company")) == ("Forno Due", ("Forno Due",))
    note = pair.device.notes[PATH]
    assert [(each.key, each.other) for each in still_open(note)] == [("company", "company: Bar")]
    pair.device.notes[PATH] = settled(PATH, note, "other")
    pair.synced()
    assert (pair.here("company"), pair.there("company")) == ("Bar", ("Bar",))


def test_a_second_difference_takes_the_place_of_the_first() -> None:
    pair = Pair({"company": "Forno"})
    pair.note("company", "Forno Due").card(company="Bar").synced()

    pair.note("company", "Forno Tre").card(company="Bar Due").synced()

    assert [each.other for each in still_open(pair.device.notes[PATH])] == ["company: Bar Due"]


def test_a_change_wins_over_a_deletion() -> None:
    pair = Pair({"company": "Forno", "role": "baker"})

    pair.note("company", None).card(company="Bar", role=None).note("role", "binder").synced()

    assert (pair.here("company"), pair.there("role")) == ("Bar", ("binder",))


@pytest.mark.parametrize("key", ["linkedin", "language", "relationship", "dates", "url"])
def test_what_a_telephone_may_have_lost_is_not_taken_from_the_note(key: str) -> None:
    value = {"dates": "2015-06-20 wedding", "language": "it"}.get(key, "https://example.org/ada")
    pair = Pair({key: value})
    assert pair.here(key) == value

    pair.card(**{key: None}).synced().synced()

    assert pair.here(key) == value


def test_sides_that_met_with_different_words_stay_apart_until_they_say_the_same() -> None:
    pair = Pair({"company": "Forno"}, {"company": "Bar"})
    assert (pair.here("company"), pair.there("company")) == ("Forno", ("Bar",))

    pair.note("company", "Forno Due").synced()
    assert pair.there("company") == ("Bar",)
    pair.card(company="Bar Due").synced()
    assert pair.here("company") == "Forno Due"
    pair.note("company", "Bar Due").synced()
    pair.note("company", "Bar Tre").synced()

    assert pair.there("company") == ("Bar Tre",)


def test_what_is_told_apart_is_told_when_it_changes_and_not_again_and_again() -> None:
    pair = Pair({"company": "Forno"}, {"company": "Bar"})

    assert not [step.apart for step in pair.synced().plan.steps if step.apart]
    told = [
        each for step in pair.card(company="Bar Due").synced().plan.steps for each in step.apart
    ]
    assert [(each.ours, each.theirs, each.kept) for each in told] == [("Forno", "Bar Due", False)]
    assert not [step.apart for step in pair.synced().plan.steps if step.apart]


def test_of_two_birthdays_that_may_be_one_the_fuller_counts_on_both_sides() -> None:
    pair = Pair({"birthday": "--01-22"}, {"birthday": "1984-01-22"})

    assert (pair.here("birthday"), pair.there("birthday")) == ("1984-01-22", ("1984-01-22",))


@pytest.mark.parametrize(
    ("key", "held"),
    [
        ("company", ["[[Forno]]", "Bar"]),
        ("birthday", "in May, I think"),
        ("location", ["Rimini", "Bologna"]),
    ],
)
def test_what_a_note_says_and_a_card_cannot_is_not_written_over(key: str, held: object) -> None:
    pair = Pair({key: held})  # type: ignore[dict-item]
    theirs = {"company": "X", "birthday": "1984-01-22", "location": "Roma"}[key]

    told = [each for step in pair.card(**{key: theirs}).synced().plan.steps for each in step.apart]

    assert pair.here(key) == held
    assert told
    assert told[0].theirs == theirs


def test_a_link_stays_one_while_the_card_says_the_same() -> None:
    pair = Pair({"company": "[[Forno]]"}, {"company": "Forno"})

    pair.card(company="FORNO").note("role", "baker").synced()

    assert pair.here("company") == "[[Forno]]"
    assert pair.there("role") == ("baker",)


def test_every_spelling_of_a_number_goes_when_it_is_gone_there() -> None:
    pair = Pair(
        {"phone": ["+39 333 555 0101", "333-555-0101", "333 555 0102"]}, {"phone": ["333 555 0101"]}
    )

    pair.card(phone=["333 555 0102"]).synced()

    assert pair.here("phone") == ["333 555 0102"]


def test_one_number_in_place_of_another_keeps_the_way_it_is_written() -> None:
    pair = Pair({"phone": "333 555 0101"})

    pair.card(phone="333 555 0102").synced()

    assert b"\nphone: 333 555 0102\n" in pair.device.notes[PATH]


def test_a_name_changed_here_is_given_and_one_changed_there_is_told() -> None:
    pair = Pair({})
    notes = pair.device.notes
    notes["People/Ada Bruni.md"] = notes.pop(PATH)

    pair.synced()
    assert b"FN:Ada Bruni\n" in pair.shelf.cards["ada.vcf"]
    assert len(pair.shelf.cards) == 1
    pair.shelf.cards["ada.vcf"] = pair.shelf.cards["ada.vcf"].replace(b"FN:Ada Bruni", b"FN:Mum")
    told = [each for step in pair.synced().plan.steps for each in step.apart]

    assert [(each.key, each.ours, each.theirs) for each in told] == [("name", "Ada Bruni", "Mum")]
    notes["People/Ada Sol.md"] = notes.pop("People/Ada Bruni.md")
    pair.synced()
    assert b"FN:Mum\n" in pair.shelf.cards["ada.vcf"], "she is called so on the telephone"


def test_a_remark_that_is_new_there_becomes_a_quote_and_only_what_is_new() -> None:
    pair = Pair({})
    card = pair.shelf.cards["ada.vcf"]

    pair.shelf.cards["ada.vcf"] = card.replace(b"X-A:b", b"X-A:b\nNOTE:second door")
    pair.synced()
    pair.shelf.cards["ada.vcf"] = pair.shelf.cards["ada.vcf"].replace(
        b"second door", b"second door\\nring twice"
    )
    pair.synced()

    note = pair.device.notes[PATH]
    assert (note.count(b"> second door"), note.count(b"> ring twice")) == (1, 1)
