"""What somebody gave, as a log line tells it, made fit to thank them for.

`mi ha insegnato a stendere la sfoglia. La mia …` becomes `avermi insegnato a stendere la sfoglia`,
`read me a page of Kurrent` becomes `reading me a page of Kurrent`. Only the beginning of a line is
used, and only what is sure: whatever else is written gives None.
"""

import re

from vault_tool.render import english, italian
from vault_tool.render.markdown import plain_text

LONGEST = 90

_END = re.compile(r"[.:;,!?…—–()«»“”\"]")
_AND_IT = re.compile(
    r"\s+e\s+(?:(?:io|noi)\s+|(?:mi|ci|me|l['’]|lo|la|li|le)\s*)*(?:ha|hanno|ho|è)\b"
)
_AND_EN = re.compile(r"\s+and\s+(?:I|we|he|she|they|then|\w+ed)\b")

_AVERE = re.compile(
    r"^(?P<whom>mi|ci)?\s*ha\s+(?P<what>(?:\w+(?:at|ut|it|tt|st|rt|lt|nt|os|es|rs|us))[oaie]\b.*)$",
    re.IGNORECASE,
)
_ESSERE = re.compile(
    r"^è\s+(?P<what>(?:venut|stat|passat|rimast|tornat|arrivat|cors)[oa]\b.*)$", re.IGNORECASE
)

# Irregular pasts with what follows "for".
_ING = {
    "read": "reading", "proofread": "proofreading", "gave": "giving", "lent": "lending",
    "taught": "teaching", "told": "telling", "found": "finding", "sent": "sending",
    "brought": "bringing", "made": "making", "drove": "driving", "took": "taking",
    "bought": "buying", "built": "building", "wrote": "writing", "drew": "drawing",
    "spoke": "speaking", "came": "coming", "got": "getting", "put": "putting", "sang": "singing",
    "kept": "keeping", "stood": "standing", "let": "letting", "showed": "showing",
}  # fmt: skip
_REGULAR = re.compile(r"^\w{2,}ed$")
_VERB = re.compile(
    r"^(?:(?:he|she|they)\s+)?(?P<verb>[a-z]+)\s+(?P<what>(?:me|us|my|our|the|an?|his|her|their"
    r"|it|over|to|with|for)\b.*)$"
)
_COUNTED = re.compile(
    r"^(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty"
    r"|\d+) \w"
)


def deed(text: str, language: str, formal: bool = False) -> str | None:
    """Return what stands behind `thank you for` or `grazie per`, None where that is not sure."""
    said = _beginning(plain_text(text.split(" #")[0]), _AND_IT if language == "it" else _AND_EN)
    if not said or len(said) > LONGEST:
        return None
    if language == "it":
        return _italian(said, formal)
    return _english(said) if language == "en" else None


def _beginning(text: str, another: re.Pattern[str]) -> str:
    """Return the first clause of a line."""
    head = _END.split(text, maxsplit=1)[0]
    return another.split(head, maxsplit=1)[0].strip()


def _italian(said: str, formal: bool) -> str | None:
    if found := _AVERE.match(said):
        what = italian.to_you(found["what"], formal)
        whom = (found["whom"] or "").lower()
        return f"aver{whom} {what}" if what else None
    if found := _ESSERE.match(said):
        what = italian.to_you(found["what"], formal)
        return f"essere {what}" if what else None
    noun = italian.understood(said, formal)
    return str(noun["text"]) if noun and noun["kind"] == "noun" else None


def _english(said: str) -> str | None:
    if found := _VERB.match(said):
        verb, what = found["verb"], english.to_you(found["what"])
        doing = _ING.get(verb) or (_doing(verb) if _REGULAR.match(verb) else None)
        if doing:
            return f"{doing} {what}" if what else None
    if _COUNTED.match(said):
        what = english.to_you(said)
        return f"the {what}" if what else None
    noun = english.understood(said)
    return noun["text"] if noun and noun["kind"] == "noun" else None


def _doing(verb: str) -> str:
    if verb.endswith("ied"):
        return f"{verb[:-3]}ying"
    return f"{verb[:-1]}ing" if verb.endswith("eed") else f"{verb[:-2]}ing"
