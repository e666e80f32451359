"""What a text of a few words is about: its telling words, in forms that can be compared.

Public: `Subject`, `subject(text)`, `fits(one, other)`.

English and Italian: singular and plural are the same, words that say nothing alone are left out,
and a few dozen words that people offer and look for are known in both languages. It is no
dictionary; what it does not know it compares as it stands.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from vault_tool.engine.names import link_name, plain_name

_SAYS_NOTHING = frozenset(
    """
    a about actually after again all almost also always an and any anybody anyone anything are as
    at back be been before but by can could do does doing each else even ever every everybody
    everything few find finding first for from get getting give giving good great had has have
    having he help helping her his how i if in into is it its just keep kind know knows known
    learn learning like little look looking lot made make makes making many me more most much my
    need needs never new next no nobody not now of off offer old on once one only onto or other
    our out over own part people person place please real really right same see she should so
    some somebody someone something sometimes somewhere still such take taking than that the their
    them then there these they thing things this those through to told too two up us use used
    very want wants was way we well were what when where which while who whole whom whose why
    will with without would year years you your

    ad ai agli al alcuni alla alle allo altra altre altri altro anche ancora avere bella belle
    bello bene bisogno buon buona buone buoni buono cerca cerco che chi chiunque ci cio come con
    conosce cosa cose cui da dagli dai dal dalla dalle dallo dare degli dei del della delle dello
    di dopo dove due e ed era essere fa far fare fatto gli ha hai hanno ho i il in io la le lei li
    lo loro lui ma mai me meglio meno mi mia mie miei mio molta molte molti molto ne nei nel nella
    nelle nello nessuno niente no noi non nostra nostro nuova nuove nuovi nuovo o ogni ognuno per
    piu poca pochi poco poi posso prima proprio puo qualche qualcosa qualcuno qualsiasi qualunque
    quando quanto quasi quel quella quelle quelli quello questa queste questi questo qui sa sapere
    se sempre senza si sia so solo sono sta stare sua subito sue sugli sui sul sulla sulle sullo
    suo suoi su tanta tanti tanto te ti tra fra trova trovare tu tutta tutte tutti tutto un una
    uno usata usate usati usato va vecchia vecchie vecchi vecchio vi voi vuole
    """.split()  # noqa: SIM905
)

# What says something beside another word, and too little alone: so many offer lessons.
_WEAK = frozenset(
    """
    afternoon big buy buys cheap class classes companion company course courses day days
    evening evenings expert free friday group hour hours large lesson lessons
    local monday month months morning night nights read reading reads saturday small spare sunday
    teach teacher teaches teaching thursday time tour tuesday visit visits wednesday week weekend
    weeks work write writes writing

    amico amica avanzata avanzato compagna compagnia compagno corsi corso domenica esperta esperto
    giorni giorno giovedi grande gratis gruppo insegnante insegnare lavoro leggere lettura lezione
    lezioni libera libero lunedi martedi mattina mercoledi mese mesi notte ora ore
    piccola piccolo pomeriggio sabato sera sere settimana settimane tempo venerdi visita visite
    """.split()  # noqa: SIM905
)

# Behind these words, and behind a sign, a text tells more of what it named before.
_THEN = frozenset(
    """
    about after at before between by during for from in on since that to until when where which
    while who whose with
    a ad ai al alla alle allo che con da dagli dai dal dalla dalle dallo dopo dove durante in nei
    nel nella nelle nello per prima quando su sui sul sulla sulle tra fra
    """.split()  # noqa: SIM905
)
_PIECE = re.compile(r"[^\W_]+[+#]*|[,;:(—–]")

# One idea a line, its words in both languages: the first stands for all.
_BOTH = {
    other: first
    for line in """
        accountant commercialista ragioniere
        accounting contabilita
        advice consiglio consulenza
        apartment appartamento flat
        archive archivio
        bicycle bicicletta bici bike
        boat barca
        boiler caldaia
        book libro
        bookbinding legatoria rilegatura
        bread pane
        car auto automobile macchina
        carpenter falegname
        carpentry falegnameria
        cat gatto
        cellar cantina
        cello violoncello
        child bambino bimbo children
        childcare babysitter babysitting
        choir coro
        contract contratto
        conversation conversazione
        cooking cucina
        course corso
        dentist dentista
        designer grafico
        doctor medico dottore
        dog cane
        drawing disegno
        driver autista
        electrician elettricista
        english inglese
        flute flauto
        french francese
        garden giardino orto
        gardening giardinaggio
        german tedesco
        guitar chitarra
        gym palestra
        handwriting calligrafia grafia
        honey miele
        house casa
        illustration illustrazione
        illustrator illustratore illustratrice
        insurance assicurazione
        italian italiano
        japanese giapponese
        key chiave
        language lingua
        latin latino
        lawyer avvocato avvocata solicitor
        lesson lezione
        letter lettera
        ladder scala
        manuscript manoscritto
        mathematics matematica math maths
        mechanic meccanico
        mountain montagna
        music musica
        notary notaio notaia
        nurse infermiere infermiera
        painter imbianchino
        painting pittura
        paper carta
        photograph fotografia foto photo
        photographer fotografo fotografa
        physics fisica
        piano pianoforte
        plant pianta
        plumber idraulico
        poem poesia
        printer tipografo
        printing stampa
        programmer programmatore programmatrice
        proofreading revisione
        recipe ricetta
        restoration restauro
        room stanza camera
        russian russo
        sailing vela
        school scuola
        seed seme
        sewing cucito
        singing canto
        spanish spagnolo
        swimming nuoto
        tailor sarto sarta
        tax tassa imposta
        teacher insegnante professore professoressa
        theatre teatro theater
        tool attrezzo
        train treno
        translation traduzione
        translator traduttore traduttrice
        tree albero
        van furgone
        violin violino
        website sito
        wine vino
        wood legno
        workshop bottega officina
        writing scrittura
    """.strip().splitlines()
    for first, *others in [line.split()]
    for other in (first, *others)
}


class Subject(NamedTuple):
    """A text as it stands, and its telling words: each with the forms it may be compared in.

    `strong` are the words that can stand for the whole, `main` those of them it begins with: what
    it is about, before it tells more of that. `forms` are all forms of each of these three, and
    `keys` those by which a match is looked up: what fits shares one of them.
    """

    text: str
    words: tuple[frozenset[str], ...]
    strong: tuple[frozenset[str], ...]
    main: tuple[frozenset[str], ...]
    forms: tuple[frozenset[str], frozenset[str], frozenset[str]]
    keys: frozenset[str]


@lru_cache(16_384)
def subject(text: str) -> Subject:
    """Return what a text is about; a link counts as its words."""
    shown = " ".join(link_name(text).split())
    telling: dict[frozenset[str], None] = {}
    strong: dict[frozenset[str], None] = {}
    main: dict[frozenset[str], None] = {}
    goes_on = False
    for word in _PIECE.findall(plain_name(shown)):
        goes_on = goes_on or bool(telling and (word in _THEN or not word[0].isalnum()))
        if len(word) < 2 or word in _SAYS_NOTHING or word.isdigit():
            continue
        forms = _forms(word)
        telling[forms] = None
        if word not in _WEAK:
            strong[forms] = None
            if not goes_on:
                main[forms] = None
    of_all, of_strong, of_main = (frozenset[str]().union(*each) for each in (telling, strong, main))
    return Subject(
        shown, tuple(telling), tuple(strong), tuple(main), (of_all, of_strong, of_main),
        of_strong or of_all,
    )  # fmt: skip


def fits(one: Subject, other: Subject) -> float:
    """Return how well two texts speak of the same, 0 for not at all, 1 for the same words.

    Two words in common are enough, one of them strong; or one that both are about, and that is half
    of it. `Italian tomato seeds` and `Italian conversation, severe` have only a colour in common.
    """
    shared = _in_common(one.words, other.words, one.forms[0], other.forms[0])
    most = max(len(one.words), len(other.words))
    if not shared or (shared < most and not _is_enough(shared, one, other)):
        return 0.0
    return shared / most


def _is_enough(shared: int, one: Subject, other: Subject) -> bool:
    if shared > 1 and not one.forms[1].isdisjoint(other.forms[1]):
        return True
    both = _in_common(one.main, other.main, one.forms[2], other.forms[2])
    least, most = sorted((len(one.main), len(other.main)))
    return bool(both) and (both == least or 2 * both >= most)


def _in_common(
    one: tuple[frozenset[str], ...],
    other: tuple[frozenset[str], ...],
    forms: frozenset[str],
    other_forms: frozenset[str],
) -> int:
    """Return how many words of each side are found in the other, the lesser number."""
    found = sum([not word.isdisjoint(other_forms) for word in one])
    return min(found, sum([not word.isdisjoint(forms) for word in other])) if found else 0


@lru_cache(16_384)
def _forms(word: str) -> frozenset[str]:
    """Return the forms of a word: as written, its singular, the word of the other language."""
    forms = {word, *_singulars(word)}
    return frozenset(forms | {_BOTH[form] for form in forms if form in _BOTH})


# How a plural ends, how long the word is at least, and how its singular may end. A form that is no
# word does no harm.
_PLURALS = (
    ("s", 4, ("",)), ("es", 5, ("",)), ("ies", 5, ("y",)),
    ("i", 4, ("o", "e", "io")), ("isti", 5, ("ista",)), ("chi", 5, ("co",)), ("ghi", 5, ("go",)),
    ("e", 4, ("a",)), ("che", 5, ("ca",)), ("ghe", 5, ("ga",)), ("ce", 5, ("cia",)),
    ("ge", 5, ("gia",)), ("ing", 6, ("", "e")),
)  # fmt: skip


def _singulars(word: str) -> set[str]:
    found = {
        word[: -len(plural)] + ending
        for plural, least, endings in _PLURALS
        if len(word) >= least and word.endswith(plural)
        for ending in endings
    }
    if word.endswith("ing") and len(word) > 6 and word[-4] == word[-5]:
        found.add(word[:-4])
    return found
