"""What one can thank for: only what is sure is said, and nothing else of the line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_tool.render.deeds import LONGEST, deed


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("en", "read me a page of Kurrent #got/skill", "reading me a page of Kurrent"),
        ("en", "proofread my English, found eleven mistakes", "proofreading my English"),
        ("en", "mended her bicycle and mine", "mending your bicycle and mine"),
        ("en", "lent me your car and I crashed it", "lending me your car"),
        ("it", "mi ha prestato l'auto e io l'ho distrutta", "avermi prestato l'auto"),
        ("en", "carried the boxes", "carrying the boxes"),
        ("en", "helped me with the move", "helping me with the move"),
        ("en", "the parcel from the aunt: twelve sheets", "the parcel from the aunt"),
        ("en", "forty posters, violet", "the forty posters"),
        ("en", "a parcel: six sheets", "that parcel"),
        ("en", "in his kitchen", None),
        ("en", "hundred of things", None),
        ("en", "gave my name to a library #got/contact [[E]]", "giving my name to a library"),
        ("it", "mi ha insegnato il rubamazzo. Ho vinto", "avermi insegnato il rubamazzo"),
        ("it", "ha letto il contratto e ha trovato il morto", "aver letto il contratto"),
        ("it", "ha portato il miele e l'ha presentato", "aver portato il miele"),
        ("it", "è venuta in treno, il volo no", "essere venuta in treno"),
        ("it", "la ricetta delle crescentine, a occhio", "la ricetta delle crescentine"),
        ("it", "mi ha prestato la sua bicicletta", "avermi prestato la tua bicicletta"),
        ("it", "due giorni al rifugio", None),
        ("it", "read me a page", None),
        ("de", "hat mir geholfen", None),
    ],
)
def test_a_line_becomes_what_stands_behind_thank_you_for(
    language: str, text: str, said: str | None
) -> None:
    assert deed(text, language) == said


def test_a_formal_thank_you_says_la_sua() -> None:
    assert deed("mi ha prestato la sua auto", "it", True) == "avermi prestato la Sua auto"


@given(st.text(max_size=300), st.sampled_from(["en", "it"]), st.booleans())
def test_whatever_is_written_is_thanked_for_in_one_short_line_or_not_at_all(
    text: str, language: str, formal: bool
) -> None:
    said = deed(text, language, formal)
    assert said is None or (said.strip() == said and len(said) <= LONGEST + 20 and "\n" not in said)
