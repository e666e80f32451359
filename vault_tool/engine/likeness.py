"""How alike two names of people are: their words in any order, without case, accents and titles.

Letters alone cannot tell Mike from Mark, nor find Liz in Elizabeth: what is alike is asked about,
never taken for the same. The only user of rapidfuzz.

Public: `name_key(name)`, `is_full(key)`, `likeness(one, other)`, `may_be_one(names, others)`,
`much_like(names, known)`.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from vault_tool.engine.names import plain_name, words

# From here on two names may well be one, misspelled.
MUCH = 85
_WITHIN = 0.8
# Umlauts, as they are written without them.
_TRANSCRIBED = re.compile("([aou])e")
_TITLES = frozenset((
    "mr", "mrs", "ms", "miss", "dr", "prof", "ing", "avv", "arch", "dott", "dottssa", "sig",
    "signora", "signor", "phd", "mba", "jr", "sr",
))  # fmt: skip
_SHORT = {
    "bob": "robert", "rob": "robert", "bill": "william", "will": "william", "liz": "elizabeth",
    "beth": "elizabeth", "kate": "katherine", "mike": "michael", "jim": "james", "tom": "thomas",
    "dick": "richard", "tony": "anthony", "meg": "margaret", "peggy": "margaret", "sam": "samuel",
    "alex": "alexander", "chris": "christopher", "dan": "daniel", "dave": "david",
    "nick": "nicholas", "beppe": "giuseppe", "pino": "giuseppe", "peppe": "giuseppe",
    "gigi": "luigi", "gianni": "giovanni", "nino": "antonino", "toni": "antonio",
    "checco": "francesco", "franco": "francesco", "lele": "emanuele", "nando": "ferdinando",
    "sandro": "alessandro", "ale": "alessandra", "betta": "elisabetta", "lisa": "elisabetta",
    "mimmo": "domenico", "pippo": "filippo", "teo": "matteo", "vale": "valentina",
    "ele": "eleonora", "fede": "federica", "giusi": "giuseppina",
}  # fmt: skip


@lru_cache(65536)
def name_key(name: str) -> str:
    """Return a name as names are compared: its words in alphabetical order, titles left out."""
    found = words(plain_name(name.split(",")[0] if _has_title_behind(name) else name))
    kept = [word for word in found if word not in _TITLES] or found
    return " ".join(sorted(kept))


def is_full(key: str) -> bool:
    """Tell whether a key holds a name and a surname: one word alone has many bearers."""
    return " " in key


def likeness(one: str, other: str) -> float:
    """Return how alike two names are, from 0 to 1; a part of a name is much like the whole."""
    from rapidfuzz.fuzz import ratio

    mine, theirs = name_key(one), name_key(other)
    if mine == theirs:
        return 1.0
    alike: float = ratio(mine, theirs) / 100
    a, b = set(mine.split()), set(theirs.split())
    if a <= b or b <= a or _called(a) & _called(b) == _called(min(a, b, key=len)):
        return max(alike, _WITHIN)
    return alike


def may_be_one(names: Collection[str], others: Collection[str]) -> bool:
    """Tell whether one person may have both names: some words of the other, short forms, initials.

    One letter tells Paolo from Paola, so names of several words that are spelled otherwise are two.
    A name of one word says too little and may be anybody's, and an address is no name.
    """
    mine, theirs = (
        {name_key(each) for each in found if _is_whole(each)} for found in (names, others)
    )
    if not mine or not theirs:
        return True
    return any(_is_within(one, other) or _is_within(other, one) for one in mine for other in theirs)


def _is_whole(name: str) -> bool:
    return "@" not in name and any(map(str.isalpha, name)) and is_full(name_key(name))


def _is_within(one: str, other: str) -> bool:
    """Tell whether each word of a name is one of the other's, or the first letter of one."""
    mine, theirs = (_called(set(_TRANSCRIBED.sub(r"\1", key).split())) for key in (one, other))
    return all(
        word in theirs or (len(word) == 1 and any(each.startswith(word) for each in theirs))
        for word in mine
    )


def much_like(names: Sequence[str], known: Mapping[str, str]) -> dict[str, str]:
    """Return for each name the one that is known (a key of `known`) and much like it, if any."""
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import extractOne

    keys = {key: name for name in known if is_full(key := name_key(name))}
    choices = list(keys)
    found = {}
    for name in names:
        mine = name_key(name)
        best = is_full(mine) and extractOne(mine, choices, scorer=ratio, score_cutoff=MUCH)
        if best and best[0] != mine:
            found[name] = keys[best[0]]
    return found


def _has_title_behind(name: str) -> bool:
    """Tell whether only credentials follow the first comma: `Anna Neri, PhD`."""
    before, _, behind = name.partition(",")
    found = behind.replace(",", " ").replace(".", "").split()
    return " " in before.strip() and all(
        word.casefold() in _TITLES or (word.isupper() and len(word) <= 5) for word in found
    )


def _called(found: set[str]) -> set[str]:
    return {_SHORT.get(word, word) for word in found}
