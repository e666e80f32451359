"""The words of a sentence that tell who was there, who was only spoken of, and where it was.

English and Italian, plain (no case, no accents). Knows words only; what follows from where they
stand is decided in `named`.
"""

from vault_tool.dates.names import SPOKEN, months, weekdays
from vault_tool.engine.names import plain_name
from vault_tool.note.channels import CHANNELS

# Who follows these was there: with Ada, con Ada.
COMPANY = frozenset(("with", "con", "w"))
# Who follows these and somebody else was there as much as that one: Ada and Bruno.
LINKING = frozenset(("and", "e", "ed", "&", "+", "y", "und"))
# After a verb of telling, who follows was told: wrote to Ada, scritto ad Ada.
TOWARDS = frozenset(("to", "a", "ad", "alla", "al", "all"))
ARTICLES = frozenset(("the", "la", "il", "lo", "l", "i", "le", "gli"))

_TITLES = (
    "dr dott dottor dottore dottoressa dottssa prof professor professore professoressa mr mrs ms"
    " miss sig signor signora signorina avv avvocato ing don suor aunt uncle zia zio cugino cugina"
    " cousin mamma nonna nonno my mio mia our friend amico amica"
)
_TELLING = (
    "told asked thanked helped visited joined invited hosted ran bumped talk talked spoke spoken"
    " speak wrote written write said listened replied answered reply hello"
    " detto chiesto ringraziato aiutato invitato ospitato parlato risposto telefonato scritto"
    " raccontato incrociato salutato insieme assieme accanto chiacchierato vediamo visto trovato"
    " caught catching meeting seeing calling ringing hung phoning skyped facetimed zoomed"
)
TITLES = frozenset(_TITLES.split())
TELLING = frozenset(_TELLING.split()) | {plain_name(word) for word in CHANNELS}
# Verbs and nouns after which even `al` leads to a person and not to a place: telefonato al Gianni.
ADDRESSING = frozenset(_TELLING.split()) | {
    plain_name(word) for word, of in CHANNELS.items() if of not in ("in-person", "event")
}

_CALLS = (
    "call calls message messages letter letters mail email postcard visit text card note"
    " telefonata telefonate chiamata chiamate messaggio messaggi lettera lettere cartolina visita"
    " visite casa"
)
# `a message from Ada`, `la visita di Ada`: it was her who called, and at her home she was there.
CALLS = frozenset(_CALLS.split())

_TOPIC = (
    "about of for per su sul sulla sui sulle di d del dello della dell dei delle regarding re"
    " without senza than like come as contro against"
)
# Who follows these was spoken of: about Ada, di Ada.
TOPIC = frozenset(_TOPIC.split())

_OPENING = (
    "that che who whose she he they because perche if se when quando while mentre where dove lei"
    " lui loro but ma so after before dopo prima since then poi"
)
# These begin another clause, and who is named there is somebody's story.
OPENING = frozenset(_OPENING.split())

_PLACE = "at @ al allo alla all ai agli alle da dal dallo dalla dall presso"
PLACE = frozenset(_PLACE.split())
HOST = frozenset(("da", "from"))
_HOMES = "house place home flat apartment office"
HOMES = frozenset(_HOMES.split())
_PLACE_PARTICLES = "the of and da del della dello dell di d de dei delle e la il le l"
PLACE_PARTICLES = frozenset(_PLACE_PARTICLES.split())

_ORDINARY = (
    "will grace hope faith joy bill rose iris lily olive ginger crystal melody harmony charity"
    " chance chase hunter grant mason dean duke king major sunny art chip dawn earl guy mark miles"
    " pearl rich rusty sandy sky star ward violet summer autumn winter spring young long brown"
    " white green black gray baker cook page price stone wood hill field park bush cross day angel"
    " rosemary sage basil bay wren finch may april june july august"
    " rosa bianca chiara felice fiore perla margherita natale domenica sabato sole luce stella"
    " viola gioia speranza pace biondo moro fortuna fede luna mare vera vero giusto santa santo"
    " beato bella bello bianchi rossi neri verdi ricci conti ferri leone delfino fabbri galli amato"
    " celeste azzurra italia asia india china paris florence siena milan verona vita mia dolce"
    " massimo marzo maggio primo"
)
# Names that are words too: a capital letter alone does not make a person of them.
ORDINARY = frozenset(_ORDINARY.split())

_SMALL = (
    "i im ive id we you it its in on to from had have has was were is are been a an this my our"
    " today yesterday tomorrow quick long short nice great big good just also"
    " ho abbiamo mi ci si ha e un uno una nel nella in per molto bel bella lungo lunga breve"
    " oggi ieri domani dopo poi"
)
# Words that are no part of a name though a sentence may begin with them, so with a capital.
SMALL = frozenset(_SMALL.split())
GRAMMAR = (
    COMPANY | LINKING | TOWARDS | ARTICLES | TITLES | TELLING | TOPIC | OPENING | PLACE | SMALL
    | frozenset(months(SPOKEN)) | frozenset(weekdays())
)  # fmt: skip
