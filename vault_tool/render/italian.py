"""Italian cues: articles into `quel` and `del`, gender for agreement, `sua` into `tua` or `Sua`."""

import re
from collections.abc import Sequence
from typing import Any

# Article: (demonstrative, with `di`, gender). An elided one leaves the gender to the noun.
_ARTICLES: dict[str, tuple[str, str, str | None]] = {
    "il": ("quel", "del", "m"),
    "lo": ("quello", "dello", "m"),
    "la": ("quella", "della", "f"),
    "l'": ("quell'", "dell'", None),
    "i": ("quei", "dei", "mp"),
    "gli": ("quegli", "degli", "mp"),
    "le": ("quelle", "delle", "fp"),
    "un": ("quel", "di un", "m"),
    "uno": ("quello", "di uno", "m"),
    "una": ("quella", "di una", "f"),
    "un'": ("quell'", "di un'", "f"),
}
_WITH_DI = {with_di: article for article, (_, with_di, _) in _ARTICLES.items()}

_NOUN = re.compile(
    r"^(?P<article>il|lo|la|i|gli|le|uno|una|un)\s+(?P<rest>\S.*)$"
    r"|^(?P<elided>l|un)['’]\s?(?P<of>\S.*)$",
    re.IGNORECASE,
)
_ASK = r"(?:chied(?:i|ere|er(?:gli|le))|domanda(?:re)?|sentire|sapere)\s+"
_ASK_HOW = re.compile(
    rf"^(?:{_ASK})?"
    + r"(?P<how>com(?:['’]|e\s)(?:è|era|e')\s+(?:andat[oa]|finit[oa]|messo|messa)?|come\s+(?:sono"
    r"\s+andat[ei]|va|vanno|procede|procedono|sta|stanno))\s+(?P<what>.+)$",
    re.IGNORECASE,
)
_ASK_OF = re.compile(
    "^"
    + _ASK
    + r"(?:(?P<di>del|dello|della|dei|degli|delle)\s+|(?P<elided>dell)['’]\s?)(?P<what>.+)$",
    re.IGNORECASE,
)
_ASK_OTHER = re.compile("^" + _ASK.removesuffix(r"\s+") + r"\b", re.IGNORECASE)

_POSSESSIVES = {"suo": "tuo", "sua": "tua", "suoi": "tuoi", "sue": "tue"}
_POSSESSIVE = re.compile(r"\b(?:suo|sua|suoi|sue)\b", re.IGNORECASE)
_THIRD_PERSON = re.compile(r"\b(?:lui|lei|loro|egli|ella|essi|esse|gliel\w+|sé)\b", re.IGNORECASE)
_SOMEBODY = re.compile(r"\b(?:di|da|con|a|del|della)\s+[A-ZÀ-Ý][a-zà-ÿ]+")

_TO_THEM = re.compile(
    r"^(?P<verb>\w+r)(?:gli|le)"
    r"(?= (?:il|lo|la|i|gli|le|un|uno|una|due|tre|qualche)\b| (?:l|un)['’])",
    re.IGNORECASE,
)
_OF_THEM = re.compile(
    r"^(?:gli|le) |\w{2}r(?:gli|le|lo|la|li)\b|\w+gliel\w+|\b(?:gli|le) (?:ho|devo|avevo)\b"
)

_MATTERS = frozenset(
    {
        "faccenda", "faccende", "questione", "questioni", "storia", "storie", "problema",
        "problemi", "vicenda", "vicende", "guaio", "guai", "grana", "grane", "pratica",
        "pratiche", "pasticcio", "pasticci", "intoppo", "intoppi", "disguido", "disguidi",
        "lite", "liti", "vertenza", "vertenze", "bega", "beghe", "casino", "contenzioso",
        "malinteso", "malintesi", "imprevisto",
    }
)  # fmt: skip
_FEMININE = ("a", "zione", "sione", "gione", "tà", "tù", "trice")


def understood(text: str, formal: bool) -> dict[str, Any] | None:
    """Return the cue as a question or a noun phrase, None where its words are better quoted."""
    bare = text.rstrip(" ?")
    if asked := _ASK_HOW.match(bare):
        what = to_you(asked["what"], formal)
        how = " ".join(asked["how"].split())
        return _as_question(f"{how} {what}?") if what else None
    if of := _ASK_OF.match(bare):
        article = _WITH_DI[(of["di"] or f"{of['elided']}'").lower()]
        return _noun(article, of["what"], formal)
    if text.endswith("?"):
        return None if _mentions_third(text) or _ASK_OTHER.match(text) else _as_question(text)
    if _ASK_OTHER.match(text):
        return None
    if found := _NOUN.match(text):
        article = (found["article"] or f"{found['elided']}'").lower()
        return _noun(article, found["rest"] or found["of"], formal)
    return None


def with_di(text: str) -> str | None:
    """Return a noun phrase with `di`: `della faccenda del permesso`; None for other words."""
    found = _NOUN.match(text)
    if not found:
        return None
    article = (found["article"] or f"{found['elided']}'").lower()
    return _joined(_ARTICLES[article][1], found["rest"] or found["of"])


def _noun(article: str, rest: str, formal: bool) -> dict[str, Any] | None:
    said = to_you(rest, formal)
    if said is None:
        return None
    that, of, gender = _ARTICLES[article]
    if article == "un" and said[0].lower() in "aeiouàèéìòù":
        that = "quell'"
    first = said.split()[0].lower()
    if gender is None:
        gender = "f" if first.endswith(_FEMININE) else "m" if first.endswith("o") else None
    return {
        "kind": "noun",
        "text": _joined(article, said),
        "that": _joined(that, said),
        "of": _joined(of, said),
        "gender": gender,
        "matter": first in _MATTERS,
    }


def to_you(what: str, formal: bool) -> str | None:
    """Return a noun phrase said to the person themselves, None where that is not sure."""
    if _THIRD_PERSON.search(what):
        return None
    if _POSSESSIVE.search(what):
        if _SOMEBODY.search(what):
            return None
        what = _POSSESSIVE.sub(lambda found: _yours(found[0], formal), what)
    return what


def promised(text: str, names: Sequence[str], formal: bool) -> str | None:
    """Return a promise said to whom it was made, None where that is not sure.

    `names` are what they are called by: `riportarle la pentola` becomes `riportarti la pentola`.
    """
    for name in names:
        text = re.sub(rf"\ba(?:d)? {re.escape(name)}\b", "a Lei" if formal else "a te", text)
    text = _TO_THEM.sub(r"\g<verb>Le" if formal else r"\g<verb>ti", text)
    if _OF_THEM.search(text) or any(re.search(rf"\b{re.escape(name)}\b", text) for name in names):
        return None
    return text if formal and _is_addressed(text) else to_you(text, formal)


def mentions_whom(text: str) -> bool:
    """Tell whether the words speak of somebody as an Italian reminder does: `riportarle`."""
    return bool(_OF_THEM.search(text) or _mentions_third(text))


def _is_addressed(text: str) -> bool:
    return "a Lei" in text and not _mentions_third(text.replace("a Lei", ""))


def _yours(word: str, formal: bool) -> str:
    return word.capitalize() if formal else _POSSESSIVES[word.lower()]


def _mentions_third(text: str) -> bool:
    return bool(_THIRD_PERSON.search(text) or _POSSESSIVE.search(text))


def _as_question(text: str) -> dict[str, Any]:
    return {"kind": "question", "text": text[0].upper() + text[1:]}


def _joined(article: str, rest: str) -> str:
    return f"{article}{rest}" if article.endswith("'") else f"{article} {rest}"
