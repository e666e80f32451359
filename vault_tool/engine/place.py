"""Where something was, as a sentence says it: `at Bar Centrale`, `al Bar del Corso`, `@ Bagno 27`.

Public: `place_in(tokens, people)`.

Only what is written like a name is a place: `at lunch` and `al telefono` are none.
"""

from collections.abc import Sequence

from vault_tool.engine.grammar import COMPANY, GRAMMAR, HOST, LINKING, PLACE, PLACE_PARTICLES
from vault_tool.engine.tokens import Token, is_cased

_NO_PLACES = (
    "telefono phone lunch dinner breakfast noon night home last first least once all mattino fine"
    " inizio pranzo cena volo contrario solito momento work lavoro university school scuola weekend"
)
_NO_PLACE = frozenset(_NO_PLACES.split())
_MOST_SMALL_WORDS = 2


def place_in(tokens: Sequence[Token], people: Sequence[tuple[int, int]]) -> str | None:
    """Return the first place that is named, as written; `people` are the places of names."""
    taken = {start for start, _ in people}
    cased = is_cased(tokens)
    for at, token in enumerate(tokens[:-1]):
        if token.plain not in PLACE:
            continue
        found = _named(tokens, at + 1) if cased else _small(tokens, at + 1)
        if found and found[0].start not in taken:
            return "".join(
                (each.before if index else "") + each.text for index, each in enumerate(found)
            )
    return None


def _named(tokens: Sequence[Token], first: int) -> list[Token]:
    """Return the words from here on that have capitals, with the small ones between them."""
    while first < len(tokens) and tokens[first].plain in ("the", "la", "il", "l"):
        first += 1
    found: list[Token] = []
    for at in range(first, len(tokens)):
        token = tokens[at]
        if token.kind == "link" and not found:
            return []
        is_apart = token.kind != "word" or token.breaks or token.comma
        if is_apart and (found or token.kind != "word"):
            break
        if not (token.capital or (found and (token.plain.isdigit() or _joins(tokens, at)))):
            break
        found.append(token)
    return found


def _joins(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a small word stands within a name: `Bar del Corso`."""
    following = tokens[at + 1 : at + 2]
    is_small = tokens[at].plain in PLACE_PARTICLES or tokens[at].plain == "s"
    return is_small and bool(following) and following[0].capital and not following[0].breaks


def _small(tokens: Sequence[Token], first: int) -> list[Token]:
    """Return the place where nothing has capitals: a word or two, up to the next small word."""
    found: list[Token] = []
    for token in tokens[first : first + _MOST_SMALL_WORDS]:
        is_apart = bool(found) and (token.breaks or token.comma or not token.is_beside)
        ends = token.plain in GRAMMAR | COMPANY | LINKING | HOST | _NO_PLACE
        if token.kind != "word" or is_apart or ends or token.plain.isdigit():
            break
        found.append(token)
    return found
