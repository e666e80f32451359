"""English cues: which of them are a question, which a noun phrase, and what is `her` to `your`."""

import re
from collections.abc import Sequence

_ASK_HOW = re.compile(
    r"^(?:ask (?:(?:him|her|them) )?)?how (?P<what>.+?) (?P<went>went|goes|is|are|was|were|is going"
    r"|are going|is doing|are doing|turned out|worked out)$",
    re.IGNORECASE,
)
_ASK_ABOUT = re.compile(r"^ask (?:(?:him|her|them) )?(?:about|after) (?P<what>.+)$", re.IGNORECASE)
_ASK_IF = re.compile(r"^(?:ask|check|find out)\b", re.IGNORECASE)
_ASK_OTHER = re.compile(r"^(?:ask|remember|check|find out|see)\b", re.IGNORECASE)
_NOUN = re.compile(
    r"^(?:the|your|his|her|their|this|that|these|those) \w|^\w+['’]s \w", re.IGNORECASE
)
_INDEFINITE = re.compile(r"^an? (?=\w)", re.IGNORECASE)
_POSSESSIVE = re.compile(
    r"\b(?:his|her|their)(?= (?!to|about|at|in|on|with|for|by|if|how|when|and|or)\w)", re.IGNORECASE
)
_THIRD_PERSON = re.compile(
    r"\b(?:he|she|they|him|her|them|his|hers|their|theirs|himself|herself|themselves)\b",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(r"(?<=\s)[A-Z][a-z]+['’]s\b|^[A-Z][a-z]+['’]s\b")

_CAPITAL = re.compile(r"\b[A-Z][a-z]")

_QUESTIONS = {
    "went": "How did {} go?",
    "goes": "How is {} going?",
    "is": "How is {}?",
    "are": "How are {}?",
    "was": "How was {}?",
    "were": "How were {}?",
    "is going": "How is {} going?",
    "are going": "How are {} going?",
    "is doing": "How is {} doing?",
    "are doing": "How are {} doing?",
    "turned out": "How did {} turn out?",
    "worked out": "How did {} work out?",
}


def understood(text: str) -> dict[str, str] | None:
    """Return the cue as a question or a noun phrase, None where its words are better quoted."""
    bare = text.rstrip(" ?")
    if asked := _ASK_HOW.match(bare):
        what = to_you(asked["what"])
        form = _QUESTIONS[asked["went"].lower()]
        return {"kind": "question", "text": form.format(what)} if what else None
    if about := _ASK_ABOUT.match(bare):
        what = to_you(about["what"])
        return {"kind": "noun", "text": what} if what else None
    if text.endswith("?"):
        return None if _ASK_IF.match(text) else _question(text)
    if _ASK_OTHER.match(text):
        return None
    if _NOUN.match(text) or _INDEFINITE.match(text):
        what = to_you(_INDEFINITE.sub("that ", text))
        return {"kind": "noun", "text": what} if what else None
    return None


_TO_THEM = re.compile(
    r"^(?P<verb>\w+) (?:him|her|them)(?= (?:the|a|an|my|some|this|that|those|these|two|three|back"
    r"|about|how|what|where)\b)",
    re.IGNORECASE,
)
_LAST_THEM = re.compile(r"\b(?P<to>to|for|with) (?:him|her|them)$", re.IGNORECASE)


def promised(text: str, names: Sequence[str]) -> str | None:
    """Return a promise said to whom it was made, None where that is not sure.

    `names` are what they are called by: `give Omar the samples` becomes `give you the samples`.
    """
    for name in names:
        text = re.sub(rf"\b{re.escape(name)}\b(?!['’])", "you", text)
    if _CAPITAL.search(text.partition(" ")[2]) is None:
        text = _LAST_THEM.sub(r"\g<to> you", text)
        return to_you(_TO_THEM.sub(r"\g<verb> you", text))
    text = _TO_THEM.sub(r"\g<verb> you", text)  # a name behind it is nobody it could mean
    is_sure = not (_THIRD_PERSON.search(text))
    return text if is_sure else None


def mentions_third(text: str) -> bool:
    """Tell whether the words speak of somebody as he, she or they."""
    return bool(_THIRD_PERSON.search(text))


def _question(text: str) -> dict[str, str] | None:
    if _THIRD_PERSON.search(text):
        return None
    return {"kind": "question", "text": text[0].upper() + text[1:]}


def to_you(what: str) -> str | None:
    """Return a noun phrase said to the person themselves, None where that is not sure.

    `her daughter` becomes `your daughter`, unless somebody else is named it might refer to.
    """
    if _POSSESSIVE.search(what):
        if _SOMEBODY.search(what):
            return None
        what = _POSSESSIVE.sub("your", what)
    if _THIRD_PERSON.search(what):
        return None
    if re.match(r"(?:The|This|That|These|Those|Your|A|An) ", what):
        what = what[0].lower() + what[1:]
    return what
