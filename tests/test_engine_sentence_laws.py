"""What holds for every sentence of `log`, whatever is typed."""

from collections import Counter
from datetime import date

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.engine_people import TODAY, card
from vault_tool.engine.names import plain_name
from vault_tool.engine.names import words as words_of
from vault_tool.engine.sentence import Named, Sentence, understand
from vault_tool.engine.sentence_line import line_for, line_for_daily
from vault_tool.model import Card
from vault_tool.note.conventions import Conventions
from vault_tool.note.reading import read_note

PEOPLE = [
    card("Giulia Rossi", aliases=["Giuli", "la prof"]),
    card("Giulia Bassi", status="deceased"),
    card("Marco Ferri", path="Clients/Marco Ferri.md"),
    card("Rosa Blu"),
    card("Will Stone"),
    card("Sinéad O’Brien", aliases=["mum"]),
    card("Pieter de Wit"),
    card("Me Myself", me=True),
]
_DAYS = [
    "",
    "yesterday: ",
    "ieri ",
    "-3d ",
    "last monday, ",
    "3 settimane fa: ",
    "2026-09-02 ",
    "il 3 ",
]
_VOCABULARY = (
    "coffee lunch call called met saw wrote sentito visto caffè telefonata Giulia Rossi Giuli Marco"
    " Ferri marco Rosa rosa Will mum Sinéad O'Brien Pieter de Wit with con and e & , ; : . - — at al"
    " da @ Bar Centrale about di that che she told me to a the la 's ( )"
    " [[Nobody]] [[Giuli]] [[rosa|her]] #got/info #waiting #dato/tempo yesterday ieri tomorrow"
    " 14:30 her exam is on 12 Nov ho ha detto Wolfgang Guilia"
)
_LINKS = ("[[Marco Ferri]]", "[[Clients/Marco Ferri|him]]", "[G](People/Giulia%20Rossi.md)")
_WORDS = (*_VOCABULARY.split(), *_LINKS)
_SENTENCES = st.builds(
    lambda day, words: day + " ".join(words),
    st.sampled_from(_DAYS),
    st.lists(st.sampled_from(_WORDS), max_size=14),
)
# What opens code or a comment hides what is written after it; the editor of notes refuses that.
_ANYTHING = st.text(max_size=60).filter(lambda text: not set("`%<~") & set(text))
_CONNECTORS = words_of("with con w and e ed the la il l")


def link_of(person: Card) -> str:
    return f"[[{person.name}]]"


def heard(text: str) -> Sentence:
    return understand(text, PEOPLE, TODAY)


def spoken(text: str) -> list[str]:
    return [word for word in words_of(plain_name(text)) if any(map(str.isalnum, word))]


@settings(max_examples=400)
@given(_SENTENCES | _ANYTHING, st.dates(date(2, 1, 1), date(9990, 1, 1)))
def test_reading_a_sentence_never_fails(text: str, today: date) -> None:
    sentence = understand(text, PEOPLE, today, with_names=[text[:12]] if text[:12].strip() else [])
    for person in sentence.people:
        assert line_for(sentence, person, link_of).startswith(f"- {sentence.day.isoformat()}")
    assert line_for_daily(sentence, link_of).startswith("-")


@settings(max_examples=400)
@given(_SENTENCES)
def test_no_word_is_lost_but_the_date_and_the_owners_own_name(text: str) -> None:
    sentence = heard(text)
    kept = spoken(sentence.words) + spoken(sentence.day_written or "")
    assert sorted(kept) == sorted(spoken(" ".join(text.split())))
    for person in sentence.people:
        left_out = Counter(_CONNECTORS * 9) + Counter(names_in(sentence, person))
        line = Counter(spoken(line_for(sentence, person, link_of)))
        assert Counter(spoken(sentence.words)) - left_out <= line
    first = names_in(sentence, sentence.people[0]) if sentence.people else []
    daily = Counter(spoken(line_for_daily(sentence, link_of)))
    left_out = Counter(_CONNECTORS * 9) + Counter(first)
    assert Counter(spoken(sentence.words)) - left_out <= daily


def names_in(sentence: Sentence, person: Card) -> list[str]:
    """Return the words that name somebody in a sentence."""
    return [
        word
        for piece in sentence.pieces
        if isinstance(piece, Named) and piece.card.path == person.path
        for word in spoken(piece.typed)
    ]


@settings(max_examples=400)
@given(_SENTENCES | _ANYTHING)
def test_a_written_line_is_read_back_as_one_interaction(text: str) -> None:
    sentence = heard(text)
    for person in sentence.people:
        line = line_for(sentence, person, link_of)
        note = read_note(
            person.path, f"---\ntype: person\n---\n## Log\n\n{line}\n".encode(), Conventions()
        )
        assert [(each.day, each.channel) for each in note.interactions] == [
            (sentence.day, sentence.channel)
        ], line
        assert note.interactions[0].tags == sentence.tags


@settings(max_examples=400)
@given(_SENTENCES)
def test_the_line_of_a_daily_note_counts_for_everybody(text: str) -> None:
    sentence = heard(text)
    assume(sentence.people)
    line = line_for_daily(sentence, link_of)
    note = read_note(f"Journal/{sentence.day}.md", f"{line}\n".encode(), Conventions())
    assert len(note.interactions) == 1, line
    linked = {each.rpartition("/")[2].casefold() for each in note.interactions[0].people}
    assert {person.name.casefold() for person in sentence.people} <= linked, line
    if sentence.channel:
        assert note.interactions[0].channel == sentence.channel
