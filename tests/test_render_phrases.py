"""What a cue says, made fit to be said to the person; only what is safe is changed."""

import pytest

from vault_tool.render.phrases import first_name, phrase, promised


@pytest.mark.parametrize(
    ("cue", "question"),
    [
        ("ask how the permit hearing went", "How did the permit hearing go?"),
        ("Ask her how the exam went.", "How did the exam go?"),
        ("ask how the new job is going", "How is the new job going?"),
        ("ask how her daughter's exam went", "How did your daughter's exam go?"),
        ("ask how the twins are doing", "How are the twins doing?"),
        ("ask how it turned out", "How did it turn out?"),
        ("ask how the trip went?", "How did the trip go?"),
        ("has the kiln arrived?", "Has the kiln arrived?"),
    ],
)
def test_an_english_reminder_to_ask_becomes_the_question(cue: str, question: str) -> None:
    assert phrase(cue, "en") == {"kind": "question", "text": question}


@pytest.mark.parametrize(
    ("cue", "noun"),
    [
        ("the transfer viva", "the transfer viva"),
        ("The hearing about the allotment", "the hearing about the allotment"),
        ("ask about the move", "the move"),
        ("ask about [[Toronto]]", "Toronto"),
        ("a job interview in Bath", "that job interview in Bath"),
        ("exam of her daughter".replace("exam", "the exam"), "the exam of your daughter"),
        ("his father's operation #health", "your father's operation"),
        ("Anna's recital", "Anna's recital"),
    ],
)
def test_an_english_noun_phrase_is_said_to_the_person(cue: str, noun: str) -> None:
    assert phrase(cue, "en") == {"kind": "noun", "text": noun}


@pytest.mark.parametrize(
    "cue",
    [
        "ask whether he found a flat",
        "ask how she is",
        "Marco's wedding and her dress",
        "tunnel inspection",
        "ask for the recipe",
        "is he better?",
        "ask if the kiln came?",
        "la faccenda del permesso",
        "the " + "very " * 40 + "long story",
    ],
)
def test_english_words_that_cannot_be_changed_safely_are_quoted_as_they_are(cue: str) -> None:
    assert phrase(cue, "en") == {"kind": "quote", "text": cue}


@pytest.mark.parametrize(
    ("cue", "that", "of", "gender", "matter"),
    [
        ("la faccenda del permesso", "quella faccenda del permesso", "della faccenda del permesso",
         "f", True),
        ("il concorso da coordinatrice", "quel concorso da coordinatrice",
         "del concorso da coordinatrice", "m", False),
        ("lo sfratto", "quello sfratto", "dello sfratto", "m", False),
        ("l'esame di guida", "quell'esame di guida", "dell'esame di guida", None, False),
        ("L’udienza", "quell'udienza", "dell'udienza", "f", False),
        ("i problemi col tetto", "quei problemi col tetto", "dei problemi col tetto", "mp", True),
        ("gli esami", "quegli esami", "degli esami", "mp", False),
        ("le pratiche del condominio", "quelle pratiche del condominio",
         "delle pratiche del condominio", "fp", True),
        ("un esame", "quell'esame", "di un esame", "m", False),
        ("un colloquio", "quel colloquio", "di un colloquio", "m", False),
        ("un'offerta", "quell'offerta", "di un'offerta", "f", False),
        ("la sua mostra", "quella tua mostra", "della tua mostra", "f", False),
        ("chiedere della nipote a Toronto", "quella nipote a Toronto", "della nipote a Toronto",
         "f", False),
        ("chiedi del trasloco", "quel trasloco", "del trasloco", "m", False),
    ],
)  # fmt: skip
def test_an_italian_noun_phrase_gets_its_demonstrative_and_its_preposition(
    cue: str, that: str, of: str, gender: str | None, matter: bool
) -> None:
    found = phrase(cue, "it")
    assert found["kind"] == "noun"
    assert (found["that"], found["of"], found["gender"]) == (that, of, gender)
    assert found["matter"] is matter


def test_the_formal_italian_you_is_written_large() -> None:
    assert phrase("la sua mostra", "it", formal=True)["that"] == "quella Sua mostra"


@pytest.mark.parametrize(
    ("cue", "question"),
    [
        ("chiedere com'è andata l'udienza", "Com'è andata l'udienza?"),
        ("chiedi come va il nuovo lavoro", "Come va il nuovo lavoro?"),
        ("chiederle come sono andati i suoi esami", "Come sono andati i tuoi esami?"),
        ("com'è andata la gita?", "Com'è andata la gita?"),
        ("chiedere come è andata la gita?", "Come è andata la gita?"),
        ("è arrivato il forno?", "È arrivato il forno?"),
    ],
)
def test_an_italian_reminder_to_ask_becomes_the_question(cue: str, question: str) -> None:
    assert phrase(cue, "it") == {"kind": "question", "text": question}


@pytest.mark.parametrize(
    "cue",
    [
        "chiedere se ha trovato casa",
        "il matrimonio di Marco e il suo vestito",
        "ispezione del tunnel",
        "the transfer viva",
    ],
)
def test_italian_words_that_cannot_be_changed_safely_are_quoted_as_they_are(cue: str) -> None:
    assert phrase(cue, "it") == {"kind": "quote", "text": cue}


def test_in_a_language_without_rules_the_words_are_quoted() -> None:
    assert phrase("die Sache mit dem Dach", "de")["kind"] == "quote"


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Giulia Rossi", "Giulia"),
        ("Dott.ssa Anna Neri", "Anna"),
        ("Rossi, Giulia", "Giulia"),
        ("Don Aldo", "Aldo"),
        ("渡辺潤", "渡辺潤"),
        ("Prof.", "Prof."),
    ],
)
def test_somebody_is_called_by_the_first_name(name: str, called: str) -> None:
    assert first_name(name) == called


@pytest.mark.parametrize(
    ("language", "cue", "question"),
    [
        ("en", "how it went with [[Elisabetta Gori]]", "How did it go with Elisabetta Gori?"),
        ("en", "com'è andata con Omar Diallo", "How did it go with Omar Diallo?"),
        ("it", "how it went with Elisabetta Gori", "Com'è andata con Elisabetta Gori?"),
        ("it", "com'è andata con Omar Diallo", "Com'è andata con Omar Diallo?"),
    ],
)
def test_how_an_introduction_went_is_asked_in_the_language_of_the_message(
    language: str, cue: str, question: str
) -> None:
    assert phrase(cue, language) == {"kind": "question", "text": question}


@pytest.mark.parametrize(
    ("language", "promise", "said"),
    [
        ("en", "send the plans", "send the plans"),
        ("en", "give Omar Diallo the samples", "give you the samples"),
        ("en", "lend him the annotated Zeno", "lend you the annotated Zeno"),
        ("en", "send the photos to her", "send the photos to you"),
        ("en", "return her umbrella", "return your umbrella"),
        ("en", "ask Anna about her recipe", None),
        ("en", "call him", None),
        ("en", "riportarle la pentola", None),
        ("it", "riportarle la pentola a pressione", "riportarti la pentola a pressione"),
        ("it", "stamparle le foto", "stamparti le foto"),
        ("it", "dare a Omar i campioni", "dare a te i campioni"),
        ("it", "accompagnarla in stazione", None),
        ("it", "lend him the Zeno", None),
        ("it", "il libro", "il libro"),
    ],
)
def test_a_promise_is_said_to_whom_it_was_made_or_not_in_its_words(
    language: str, promise: str, said: str | None
) -> None:
    assert promised(promise, language, "Omar Diallo") == said


def test_a_promise_to_somebody_formal_says_lei() -> None:
    assert promised("riportarle la pentola", "it", formal=True) == "riportarLe la pentola"
    assert promised("dare a Omar i campioni", "it", "Omar", True) == "dare a Lei i campioni"
