"""The names of properties: which spellings mean which, and how several of one are united.

The table is the format's. `[properties]` in the config adds the user's own spellings.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from vault_tool.config import normal_key
from vault_tool.model import Value
from vault_tool.note.frontmatter import Field, Node, Scalar, plain

_SPELLINGS = {
    "type": "fileclass",
    "email": "emails e_mail mail",
    "phone": "phones mobile tel telephone",
    "url": "urls website",
    "company": "organization organisation organizations org",
    "role": "title position job_title",
    "location": "city lives place",
    "language": "lang",
    "birthday": "bday born birth_date date_of_birth dob",
    "relationship": "relation circle circles groups",
    "weight": "closeness tier priority",
    "frequency": "cadence contact_frequency cadence_days contact_cadence",
    "channel": "preferred_contact_method",
    "met": "first_met met_on met_date",
    "met_at": "met_where",
    "met_how": "how_we_met",
    "met_through": "introduced_by",
    "offers": "skills",
    "last_contact": "last_contacted last_chat last_interaction last_met date_last_contacted",
    "next_contact": "next_contact_due next_followup",
    "snooze_until": "snooze snoozed_until",
    "people": "attendees participants with",
}
_OWN = (
    "name aliases tags dates needs interests tone inbox sources not_same_as status paused archived"
    " deceased died mentions uid me date generated_by"
)
_MANY = (
    "aliases tags email phone url company location dates relationship offers needs interests"
    " sources not_same_as people met_through"
)
LISTS = frozenset(_MANY.split())
CANONICAL: dict[str, str] = {name: name for name in [*_SPELLINGS, *_OWN.split()]} | {
    spelling: name for name, spellings in _SPELLINGS.items() for spelling in spellings.split()
}

_make = tuple.__new__  # a named tuple from its fields, without the detour through its own __new__


class Property(NamedTuple):
    """All fields of a note that mean one property, the one that counts first.

    `key` is canonical, or as written for an unknown property.
    """

    key: str
    fields: tuple[Field, ...]

    @property
    def first(self) -> Field:
        """Return the field that counts where only one can."""
        return self.fields[0]

    def scalars(self) -> list[Scalar]:
        """Return every scalar with a text, lists united, in order; nested maps are left out."""
        node = self.fields[0].node
        if isinstance(node, Scalar) and len(self.fields) == 1:
            return [node] if node.text is not None and node.text.strip() else []
        return [scalar for field in self.fields for scalar in scalars_in(field.node)]

    def text(self) -> Scalar | None:
        """Return the one scalar of a single-valued property; a list of one is the same."""
        for field in self.fields:
            node = field.node
            if isinstance(node, Scalar):
                if node.text is not None and node.text.strip():
                    return node
                continue
            found = scalars_in(node)
            if found:
                return found[0]
        return None

    def value(self) -> Value:
        """Return what the property holds, as text stands in the note; lists are united."""
        if len(self.fields) == 1 or self.key not in LISTS:
            return plain(self.fields[0].node)
        united: list[Value] = []
        for field in self.fields:
            held = plain(field.node)
            united += [
                one for one in (held if isinstance(held, list) else [held])
                if one is not None and one not in united
            ]  # fmt: skip
        return united


def scalars_in(node: Node) -> list[Scalar]:
    """Return every scalar with a text in a node, as `Property.scalars` does."""
    found: list[Scalar] = []
    _collect(node, found)
    return found


def _collect(node: Node, found: list[Scalar]) -> None:
    """Gather scalars; `[[X]]` unquoted, a list in a list, stands for the link that was meant."""
    if isinstance(node, Scalar):
        if node.text is not None and node.text.strip():
            found.append(node)
    elif isinstance(node, list):
        for one in node:
            if isinstance(one, Scalar):
                if one.text is not None and one.text.strip():
                    found.append(one)
                continue
            link = _unquoted_link(one)
            if link is not None:
                found.append(link)
            else:
                _collect(one, found)


def _unquoted_link(node: Node) -> Scalar | None:
    if isinstance(node, list) and len(node) == 1 and isinstance(node[0], Scalar) and node[0].text:
        inner = node[0]
        return inner._replace(text=f"[[{inner.text}]]")
    return None


def united(
    fields: Iterable[Field], inline: Sequence[Field], own: Mapping[str, str]
) -> dict[str, Property]:
    """Return the properties of a note by key: canonical spelling first, then as they stand.

    `inline` fields (Dataview's) are fallbacks: they count only where the front matter is silent.
    """
    found = _gathered(fields, own)
    for key, prop in _gathered(inline, own).items() if inline else ():
        present = found.get(key)
        if present is None or present.text() is None:
            found[key] = prop
    return found


def property_meant(key: str, own: Mapping[str, str]) -> str:
    """Return the canonical key that a spelling means; of an unknown one, the key itself."""
    meant = own.get(normal_key(key)) if own else None
    return CANONICAL.get(meant, meant) if meant else _understood(key)


def _gathered(fields: Iterable[Field], own: Mapping[str, str]) -> dict[str, Property]:
    groups: dict[str, Property] = {}
    for field in fields:
        key = property_meant(field[0], own) if own else _understood(field[0])
        if key not in groups:
            groups[key] = _make(Property, (key, (field,)))
            continue
        group = groups[key].fields
        if normal_key(field.key) == key and normal_key(group[0].key) != key:
            groups[key] = Property(key, (field, *group))
        else:
            groups[key] = Property(key, (*group, field))
    return groups


@lru_cache(4096)
def _understood(key: str) -> str:
    """Return the canonical name of a key in a spelling of the format, any other key itself."""
    return CANONICAL.get(normal_key(key)) or key
