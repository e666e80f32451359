"""Names as people type them: without accents, in parts, with a slip, and phones in any form.

Public: `plain_name`, `words`, `link_name`, `phone_digits`, `slips_allowed`, `distance`,
`Lookalikes`.

Knows characters only; whom a name means is decided in `lookup` and `query`.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from unicodedata import combining, normalize

# Letters that Unicode does not take apart, as people without them on the keyboard type them.
_LETTERS = str.maketrans(
    {
        "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i",
        "’": "'", "‘": "'", "ʼ": "'", "`": "'", "‐": "-", "‑": "-", "–": "-",
    }
)  # fmt: skip
_WORD = re.compile(r"(?:[^\W_][+#]*)+")
# `tel:` may stand before a number, and behind it what kind it is: `(work)`, `int. 3`.
_PHONE = re.compile(
    r"\s*(?:[a-z]+:\s*)?([+(\d][\d\s()./–-]*)(?:[\s,;(\[]+[^\W\d_].*)?", re.IGNORECASE
)
# National numbers are compared by their last digits, so that +39, 0039 and 0 do not matter.
PHONE_DIGITS = 9
SHORTEST_PHONE = 6
SHORTEST_SLIP = 4


def plain_name(text: str) -> str:
    """Return the name as it is compared: no case, no accents, single blanks."""
    folded = text.casefold()
    if not folded.isascii():
        apart = normalize("NFKD", folded)
        folded = "".join(each for each in apart if not combining(each)).translate(_LETTERS)
    return " ".join(folded.split())


def words(plain: str) -> list[str]:
    """Return the words of a plain text, without punctuation unless there is nothing else."""
    return _WORD.findall(plain) or plain.split()


def phone_digits(text: str) -> str | None:
    """Return the digits that tell a phone number from others, None for what is no number."""
    found = _PHONE.fullmatch(text)
    digits = "".join(each for each in found[1] if each.isdigit()) if found else ""
    return digits[-PHONE_DIGITS:].lstrip("0") if len(digits) >= SHORTEST_PHONE else None


def link_name(text: str) -> str:
    """Return what a wikilink names (`[[People/Ada|her]]` is `Ada`), other text as it is."""
    inner = text.strip()
    if inner.startswith("[[") and inner.endswith("]]"):
        inner = inner[2:-2].split("|")[0].split("#")[0].split("^")[0]
        inner = inner.rsplit("/", 1)[-1].removesuffix(".md")
    return inner.strip()


def slips_allowed(plain: str) -> int:
    """Return how many slips a typed name may have: none in a very short one, else one or two."""
    if len(plain) < SHORTEST_SLIP:
        return 0
    return 1 if len(plain) <= 5 else 2


def distance(one: str, other: str, limit: int) -> int:
    """Return how many letters differ, at most `limit` + 1; two swapped neighbours count once."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        here = [row]
        for column, against in enumerate(other, 1):
            cost = min(above[column] + 1, here[-1] + 1, above[column - 1] + (letter != against))
            swapped = (
                row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == against
            )
            if swapped:
                cost = min(cost, before[column - 2] + 1)
            here.append(cost)
        if min(here) > limit:
            return limit + 1
        before, above = above, here
    return min(above[-1], limit + 1)


class Lookalikes:
    """Names that one slip tells apart, found without comparing with every name there is."""

    def __init__(self, names: Mapping[str, str]) -> None:
        """Know these names, each with what to call its owner."""
        self._by_part: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for name, owner in names.items():
            plain = plain_name(name)
            if slips_allowed(plain):
                for part in _parts(plain):
                    self._by_part[part][plain] = owner

    def one_slip_from(self, name: str) -> str | None:
        """Return the owner of the only name one slip away, None for several or none."""
        plain = plain_name(name)
        if not slips_allowed(plain):
            return None
        owners = {
            owner
            for part in _parts(plain)
            for known, owner in self._by_part.get(part, {}).items()
            if distance(plain, known, 1) == 1
        }
        return owners.pop() if len(owners) == 1 else None


def _parts(plain: str) -> set[str]:
    """Return the name, and it without each letter: names one slip apart share one of these."""
    return {plain, *(plain[:at] + plain[at + 1 :] for at in range(len(plain)))}
