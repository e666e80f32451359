"""The names of months and weekdays, for reading.

English and Italian are what people type here; the others occur in the names of daily notes. The
beginning of a name stands for it where it is clear which one is meant: `nov`, `sept`, `giov`.
"""

from functools import cache
from unicodedata import category, normalize

SPOKEN = ("en", "it")
WRITTEN = ("en", "it", "de", "fr", "es", "pt", "nl")

_MONTHS = {
    "en": "january february march april may june july august september october november december",
    "it": (
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre"
        " dicembre"
    ),
    "de": "januar februar märz april mai juni juli august september oktober november dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": (
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
    ),
    "pt": (
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro"
    ),
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
}
_WEEKDAYS = {  # from Monday on
    "en": "monday tuesday wednesday thursday friday saturday sunday",
    "it": "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "de": "montag dienstag mittwoch donnerstag freitag samstag sonntag",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "pt": "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
}
_SHORT = 3
_SHORTEST = 2


@cache
def months(languages: tuple[str, ...] = WRITTEN) -> dict[str, int]:
    """Return the number, 1 to 12, of every folded name of a month and every clear beginning."""
    found = _beginnings([_MONTHS[each] for each in languages], _SHORT)
    clear = {word: min(numbers) + 1 for word, numbers in found.items() if len(numbers) == 1}
    return clear | {"mrt": 3} if "nl" in languages else clear  # no beginning of `maart`


@cache
def weekdays(languages: tuple[str, ...] = SPOKEN) -> dict[str, int]:
    """Return the number, Monday is 0, of every folded name of a weekday and every clear beginning.

    `mar` is left out: it may as well be March.
    """
    found = _beginnings([_WEEKDAYS[each] for each in languages], _SHORT)
    clear = {word: min(numbers) for word, numbers in found.items() if len(numbers) == 1}
    return {word: number for word, number in clear.items() if word not in months(languages)}


def is_weekday(word: str) -> bool:
    """Tell whether a folded word names a weekday in any of the languages, however shortened."""
    return word in _beginnings(list(_WEEKDAYS.values()), _SHORTEST)


def folded(text: str) -> str:
    """Return a text without case and accents, as the tables here hold their words."""
    if text.isascii():
        return text.casefold()
    marked = normalize("NFD", text.casefold())
    return "".join(sign for sign in marked if category(sign) != "Mn")


def _beginnings(rows: list[str], shortest: int) -> dict[str, set[int]]:
    """Return for every beginning of a name, and every name, the places in the rows it may mean."""
    found: dict[str, set[int]] = {}
    for row in rows:
        for place, name in enumerate(folded(row).split()):
            for length in range(shortest, len(name) + 1):
                found.setdefault(name[:length], set()).add(place)
    return found
