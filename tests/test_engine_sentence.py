from datetime import date

import pytest

from tests.engine_people import TODAY, card, day
from vault_tool.config import Reading
from vault_tool.engine.companions import companions
from vault_tool.engine.sentence import Sentence, settled, understand
from vault_tool.engine.sentence_line import line_for, line_for_daily
from vault_tool.errors import UsageError
from vault_tool.model import Card

GIULIA = card("Giulia Rossi", aliases=["Giuli"])
MARCO = card("Marco Ferri")
TOM = card("Tom Ashworth")
PEOPLE = [
    GIULIA,
    MARCO,
    TOM,
    card("Anna Neri"),
    card("Bruno Verdi"),
    card("Rosa Blu"),
    card("Will Stone"),
    card("May Lin"),
    card("Grace Okafor"),
    card("Pieter de Wit"),
    card("Иван Петров"),
    card("Sinéad O’Brien", aliases=["mum"]),
    card("Ada Serra", aliases=["Gio"]),
    card("Me Myself", me=True),
]
TWO_ANNAS = [card("Anna Neri"), card("Anna Bassi"), card("Anna Alba", status="archived"), MARCO]


def link_of(person: Card) -> str:
    return f"[[{person.name}]]"


def heard(text: str, **said: object) -> Sentence:
    return understand(text, PEOPLE, TODAY, **said)  # type: ignore[arg-type]


def first_names(sentence: Sentence) -> list[str]:
    return [person.name.split()[0] for person in sentence.people]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("coffee with Giulia and Marco", "Giulia Marco"),
        ("lunch with Anna & Bruno", "Anna Bruno"),
        ("lunch with Anna, Bruno and Marco, and then home", "Anna Bruno Marco"),
        ("zoom with Tom, Anna", "Tom Anna"),
        ("coffee with Giulia/Marco", "Giulia Marco"),
        ("Sunday lunch with Giulia, Tom and their kids", "Giulia Tom"),
        ("lunch with Anna, Bruno said hi", "Anna"),
        ("called Tom about Giulia's birthday", "Tom"),
        ("wrote to Tom", "Tom"),
        ("I met Sinéad O'Brien @ Bagno 27", "Sinéad"),
        ("lunch with pieter de wit", "Pieter"),
        ("lunch with Rossi", "Giulia"),
        ("called mum", "Sinéad"),
        ("introduced Giulia to Marco #gave/contact", "Giulia Marco"),
        ("Anna called", "Anna"),
        ("Giulia told me that Marco moved", "Giulia"),
        ("Anna, Bruno and Marco came for dinner", "Anna Bruno Marco"),
        ("Giulia and Marco: lunch at Bar Centrale", "Giulia Marco"),
        ("email from Giulia: she got the job", "Giulia"),
        ("walk w/ my friend Anna", "Anna"),
        ("coffee with @Giulia", "Giulia"),
        ("coffee with Giulia; then a walk, Marco came too", "Giulia"),
        ("caffè con Giulia e Marco", "Giulia Marco"),
        ("con la Giulia al mare", "Giulia"),
        ("ho sentito Marco", "Marco"),
        ("ho parlato di Giulia con Marco", "Marco"),
        ("ho scritto a Rosa per il libro", "Rosa"),
        ("Marco mi ha chiamato", "Marco"),
        ("messaggio da Marco: arriva domani", "Marco"),
        ("visita di Giulia", "Giulia"),
        ("cena a casa di Anna", "Anna"),
        ("встреча, caffè con Иван Петров", "Иван"),
        ("coffee with giulia and marco", "Giulia Marco"),
        ("called tom about the rose", "Tom"),
        ("called gio", "Ada"),
        ("coffee with Me Myself", ""),
    ],
)
def test_who_took_part_is_told_by_where_a_name_stands(text: str, names: str) -> None:
    sentence = heard(text)
    assert first_names(sentence) == names.split()
    assert not sentence.doubtful


@pytest.mark.parametrize(
    "text",
    [
        "walked in May",
        "Will the boat float",
        "Grace before dinner",
        "Rosa mi ha scritto",
        "la rosa è fiorita",
        "the rose with a will of its own",
        "a walk from the stone bridge to the wood",
        "coffee at Bar Giulia",
        "visited San Marco",
        "birthday of Anna",
        "il compleanno di Anna",
        "coffee with Giulia's mother",
        "con la rosa in mano",
        "pranzo al Marco Polo",
    ],
)
def test_ordinary_words_and_what_is_spoken_of_are_nobody(text: str) -> None:
    sentence = heard(text)
    assert sentence.names_nobody


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("walked with Will in May", "Will"),
        ("saw Rosa and Grace at the market", "Rosa Grace"),
        ("visto Marco e Rosa in centro", "Marco Rosa"),
        ("with rosa at the park", "Rosa"),
        ("tea with Will and May", "Will May"),
    ],
)
def test_a_name_that_is_a_word_counts_after_with_and_its_like(text: str, names: str) -> None:
    assert first_names(heard(text)) == names.split()


@pytest.mark.parametrize(
    ("text", "iso", "written"),
    [
        ("yesterday: coffee with Giulia", "2026-11-22", "yesterday"),
        ("ieri: caffè con Giulia", "2026-11-22", "ieri"),
        ("called Tom last monday about the allotment", "2026-11-16", "last monday"),
        ("-3d lunch with Anna & Bruno", "2026-11-20", "-3d"),
        ("ho sentito Marco ieri sera", "2026-11-22", "ieri sera"),
        ("coffee with Giulia", "2026-11-23", None),
        ("coffee with Giulia; her hearing is on 12 Nov", "2026-11-23", None),
        ("Gio called about the boat", "2026-11-23", None),
        ("lunch with Anna tomorrow", "2026-11-24", "tomorrow"),
    ],
)
def test_the_day_is_what_the_words_say_and_else_today(
    text: str, iso: str, written: str | None
) -> None:
    sentence = heard(text)
    assert (sentence.day, sentence.day_written) == (day(iso), written)
    assert sentence.is_future == (sentence.day > TODAY)


def test_a_day_given_besides_leaves_the_words_alone() -> None:
    sentence = heard("yesterday: coffee with Anna", when=date(2026, 9, 2))
    assert sentence.day == date(2026, 9, 2)
    assert sentence.words == "yesterday: coffee with Anna"


def test_an_ambiguous_date_is_never_taken_for_today_in_silence() -> None:
    assert heard("03/04: lunch with Anna").unclear == "03/04"
    sentence = heard("03/04: lunch with Anna", order="dmy")
    assert (sentence.unclear, sentence.day) == (None, date(2026, 4, 3))


@pytest.mark.parametrize(
    ("text", "channel", "written"),
    [
        ("coffee with Giulia", "in-person", "coffee"),
        ("call: Giulia moved", "call", "call"),
        ("phone call with Giulia", "call", "phone call"),
        ("14:30 lunch with Giulia", "in-person", "lunch"),
        ("ho sentito Marco", "call", "sentito"),
        ("I emailed Anna", "email", "emailed"),
        ("Marco mi ha scritto", "message", "scritto"),
        ("Giulia and Marco: lunch", "in-person", "lunch"),
        ("Giulia told me about a concert", None, None),
        ("long talk with Giulia; then lunch", None, None),
    ],
)
def test_the_channel_is_named_where_one_says_what_one_did(
    text: str, channel: str | None, written: str | None
) -> None:
    sentence = heard(text)
    assert (sentence.channel, sentence.channel_written) == (channel, written)


def test_a_channel_given_besides_wins_and_is_checked() -> None:
    own = Reading(channels={"zoomata": "video"})
    assert heard("lunch with Anna", via="Zoomata", reading=own).channel == "video"
    with pytest.raises(UsageError, match='"pigeon" is no way'):
        heard("lunch with Anna", via="pigeon")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("coffee with Giulia at Bar Centrale; she moved", "Bar Centrale"),
        ("caffè con Giulia al Bar del Corso, bello", "Bar del Corso"),
        ("pranzo con Anna da Gigi", "Gigi"),
        ("met Tom @ Bagno 27", "Bagno 27"),
        ("lunch with Anna at the Blue Door", "Blue Door"),
        ("dinner at Trattoria da Gino with Anna", "Trattoria da Gino"),
        ("coffee with giulia at bar centrale", "bar centrale"),
        ("sentito Marco al telefono", None),
        ("cena da Giulia", None),
        ("coffee with Giulia", None),
    ],
)
def test_the_place_is_what_is_written_like_a_name(text: str, place: str | None) -> None:
    assert heard(text).place == place


@pytest.mark.parametrize(
    ("text", "name", "line"),
    [
        (
            "yesterday: coffee with Giulia and Marco at Bar Centrale; her hearing is on 12 Nov #got/info",
            "Giulia",
            "- 2026-11-22 coffee with [[Marco Ferri]] at Bar Centrale; her hearing is on 12 Nov #got/info",
        ),
        (
            "yesterday: coffee with Giulia and Marco at Bar Centrale; her hearing is on 12 Nov #got/info",
            "Marco",
            "- 2026-11-22 coffee with [[Giulia Rossi]] at Bar Centrale; her hearing is on 12 Nov #got/info",
        ),
        (
            "ieri: caffè con Giulia al Bar Centrale, mi ha detto del permesso #ricevuto/info",
            "Giulia",
            "- 2026-11-22 caffè al Bar Centrale, mi ha detto del permesso #ricevuto/info",
        ),
        (
            "called Tom last monday about the allotment",
            "Tom",
            "- 2026-11-16 called Tom about the allotment",
        ),
        ("-3d lunch with Anna & Bruno", "Bruno", "- 2026-11-20 lunch with [[Anna Neri]]"),
        ("ho sentito Marco ieri sera", "Marco", "- 2026-11-22 telefonata: ho sentito Marco"),
        ("I called Tom", "Tom", "- 2026-11-23 call: I called Tom"),
        ("lunch with Anna, Bruno and Marco", "Anna", "- 2026-11-23 lunch with [[Bruno Verdi]] and [[Marco Ferri]]"),
        ("lunch with Anna, Bruno and Marco", "Marco", "- 2026-11-23 lunch with [[Anna Neri]] and [[Bruno Verdi]]"),
        ("lunch with Anna and Giuli", "Anna", "- 2026-11-23 lunch with [[Giulia Rossi|Giuli]]"),
        ("lunch with Anna and [[Marco Ferri|him]]", "Anna", "- 2026-11-23 lunch with [[Marco Ferri|him]]"),
        ("lunch with Anna and [[Giuli]]", "Anna", "- 2026-11-23 lunch with [[Giulia Rossi|Giuli]]"),
        ("caffè con Giulia che mi ha parlato di Marco", "Giulia", "- 2026-11-23 caffè con Giulia che mi ha parlato di Marco"),
        ("Giulia: coffee, she moved", "Giulia", "- 2026-11-23 coffee, she moved"),
        ("yesterday 14:30: coffee with Anna", "Anna", "- 2026-11-22 14:30: coffee"),
        ("dinner at Anna's", "Anna", "- 2026-11-23 dinner at Anna's"),
    ],
)  # fmt: skip
def test_a_line_keeps_the_words_and_links_the_others(text: str, name: str, line: str) -> None:
    sentence = heard(text)
    owner = next(each for each in sentence.people if each.name.startswith(name))
    assert line_for(sentence, owner, link_of) == line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("coffee with Giulia and Marco", "- coffee with [[Giulia Rossi]] and [[Marco Ferri]]"),
        ("ho sentito Marco ieri", "- ho sentito [[Marco Ferri]]"),
        ("Giulia told me she moved", "- [[Giulia Rossi]] told me she moved"),
        ("long talk with Giulia in the garden", "- [[Giulia Rossi]]: long talk in the garden"),
    ],
)
def test_a_daily_line_links_everybody_and_says_why_it_counts(text: str, line: str) -> None:
    assert line_for_daily(heard(text), link_of) == line


def test_people_given_besides_stand_before_the_tags() -> None:
    sentence = heard("she moved #got/info", with_names=["Giulia", "marco ferri"], via="whatsapp")
    assert first_names(sentence) == ["Giulia", "Marco"]
    assert line_for(sentence, GIULIA, link_of) == (
        "- 2026-11-23 whatsapp: she moved (with [[Marco Ferri]]) #got/info"
    )
    assert line_for_daily(sentence, link_of) == (
        "- whatsapp: she moved (with [[Giulia Rossi]] and [[Marco Ferri]]) #got/info"
    )


def test_a_channel_alone_is_a_line() -> None:
    sentence = heard("", with_names=["Giulia"], via="call")
    assert line_for(sentence, GIULIA, link_of) == "- 2026-11-23 call"


def test_two_of_one_first_name_are_a_doubt_ordered_by_company_then_status() -> None:
    together = companions([("People/Anna Neri.md", "People/Marco Ferri.md")])
    sentence = understand("coffee with Marco and Anna", TWO_ANNAS, TODAY, companions=together)
    (doubt,) = sentence.doubtful
    assert (doubt.words, doubt.exact) == ("Anna", True)
    assert [each.name for each in doubt.candidates] == ["Anna Neri", "Anna Bassi", "Anna Alba"]
    assert sentence.people == (MARCO,)
    alone = understand("coffee with Anna", TWO_ANNAS, TODAY).doubtful[0]
    assert [each.name for each in alone.candidates] == ["Anna Bassi", "Anna Neri", "Anna Alba"]


def test_a_doubt_is_settled_by_a_person_or_by_nobody() -> None:
    sentence = understand("coffee with Marco and Anna", TWO_ANNAS, TODAY)
    (doubt,) = sentence.doubtful
    chosen = settled(sentence, doubt, TWO_ANNAS[1])
    assert chosen.people == (MARCO, TWO_ANNAS[1])
    assert line_for(chosen, MARCO, link_of) == "- 2026-11-23 coffee with [[Anna Bassi]]"
    nobody = settled(sentence, doubt, None)
    assert (nobody.people, nobody.doubtful) == ((MARCO,), ())
    assert nobody.words == "coffee with Marco and Anna"


def test_a_full_name_given_besides_settles_the_first_name_in_the_sentence() -> None:
    sentence = understand("coffee with Anna", TWO_ANNAS, TODAY, with_names=["Anna Bassi"])
    assert (sentence.people, sentence.beside, sentence.doubtful) == ((TWO_ANNAS[1],), (), ())


@pytest.mark.parametrize(
    ("text", "words", "candidate"),
    [
        ("coffee with Guilia", "Guilia", "Giulia Rossi"),
        ("coffee with Giulia Bianchi", "Giulia Bianchi", "Giulia Rossi"),
        ("called Marcco about Tom", "Marcco", "Marco Ferri"),
        ("pranzo con Pieterr", "Pieterr", "Pieter de Wit"),
    ],
)
def test_a_slip_and_a_longer_name_are_doubts_and_never_taken(
    text: str, words: str, candidate: str
) -> None:
    sentence = heard(text)
    assert sentence.people == ()
    assert [(each.words, each.exact, each.candidates[0].name) for each in sentence.doubtful] == [
        (words, False, candidate)
    ]


def test_a_link_or_a_name_given_besides_that_fits_nobody_is_unknown() -> None:
    sentence = heard("coffee with [[Wolfgang Grau]]", with_names=["Margo Feri"])
    assert [each.words for each in sentence.unknown] == ["Wolfgang Grau"]
    assert [each.candidates[0].name for each in sentence.doubtful] == ["Marco Ferri"]
    assert heard("coffee at [[Bar Centrale]] with Anna").unknown == ()


def test_a_plain_name_after_with_that_fits_nobody_is_a_stranger() -> None:
    sentence = heard("coffee with Wolfgang and Giulia")
    assert (sentence.strangers, first_names(sentence)) == (("Wolfgang",), ["Giulia"])


def test_tags_are_read_in_their_canonical_form_and_stay_as_typed() -> None:
    sentence = heard("caffè con Giulia #ricevuto/info #waiting")
    assert sentence.tags == ("got/info", "waiting")
    assert line_for(sentence, GIULIA, link_of).endswith("#ricevuto/info #waiting")


@pytest.mark.parametrize("sign", [",", ":", ";", " -", " –", "."])
def test_what_stood_behind_a_name_that_went_does_not_open_the_line(sign: str) -> None:
    sentence = heard(f"with Giulia{sign} it was nice")
    assert line_for(sentence, GIULIA, link_of) == "- 2026-11-23 it was nice"
