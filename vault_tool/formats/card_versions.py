"""A card in another version: only what must differ does.

Version 2.1 has its own way with letters, parameters and folds, so each of its lines is written
anew; between 3.0 and 4.0 days, pictures, preferred ways and `tel:` addresses differ. What this
version or that has no word for stays as it is: programs pass over what they do not know. What no
server takes a card without, a name and its frame, is added.

Public: `converted(card, version)`.
"""

import re
from collections.abc import Sequence

from vault_tool.dates import PartialDate
from vault_tool.formats.card_lines import CardLines, is_group, phone_of
from vault_tool.formats.card_text import CardText, dialect_of
from vault_tool.formats.characters import one_line, utf8, visible
from vault_tool.formats.contact import Contact
from vault_tool.formats.contentlines import Property
from vault_tool.formats.vcard import cards
from vault_tool.formats.vcard_writing import Line, Version, day, escaped, listed, parted

_PARTED = frozenset(("N", "ORG", "ADR", "X-ANDROID-CUSTOM"))
_LISTED = frozenset(("NICKNAME", "CATEGORIES"))
_MEDIA = {"PHOTO": "image/jpeg", "LOGO": "image/jpeg", "SOUND": "audio/basic"}
_FRAME = frozenset(("BEGIN", "END", "VERSION", "AGENT"))
_QUOTED = frozenset(("QUOTED-PRINTABLE", "Q"))
_BASE64 = frozenset(("B", "BASE64"))
_PLAIN_DAY = re.compile(r"(?:\d{4}-?|--)\d\d-?\d\d")
_DATA = re.compile(r"data:([a-z]+)/([a-z0-9.+-]+);base64,([A-Za-z0-9+/=\s]*)", re.IGNORECASE)
_LETTERS = re.compile(rb"[A-Za-z0-9+/=\s]*")

Params = dict[str, list[str]]


def converted(card: bytes, version: Version) -> bytes:
    """Return a card's text in a version; one that is in it already is returned as it is."""
    data = utf8(card)
    found = next((each for each in cards(data, "", []) if _contact(each)), None)
    if found is None:
        return card
    lines = CardLines(found)
    if found[0].name != "BEGIN":
        return converted(b"BEGIN:VCARD\r\n" + data, version)
    said = [text for _, text in lines.texts("VERSION")]
    is_whole = found[-1].name == "END" and bool(lines.texts("FN"))
    if said[:1] == [version] and is_whole:
        return card
    text = CardText(data, found, version, folds=data.upper().count(b"VERSION:2") <= len(said))
    _write_anew(text, lines, version)
    if not said:
        text.add(Line("VERSION", version), after=found[0].line)
    if not lines.texts("FN"):
        text.add(Line("FN", escaped(_name(found))))
    if found[-1].name != "END":
        text.add(Line("END", "VCARD"))
    return text.text()


def _write_anew(text: CardText, lines: CardLines, version: Version) -> None:
    """Write the lines that must differ."""
    days = {each.line.line: each.on for each in lines.birthdays() if each.on}
    days |= {line.line: each.on for line, each in lines.dates()}
    is_old = dialect_of(lines.lines) == "2.1"
    for line in lines.lines:
        if line.name == "VERSION":
            text.rewrite(line, "VERSION", version)
        elif line.name not in _FRAME:
            params: Params = {key: list(values) for key, values in line.params.items()}
            value = _value(line, params, version, days.get(line.line), is_old=is_old)
            if value is not None:
                text.rewrite(line, _head(line, params), value)


def _contact(card: Sequence[Property]) -> Contact | None:
    return None if is_group(card) else CardLines(card).contact()


def _name(card: Sequence[Property]) -> str:
    contact = _contact(card)
    return contact.name if contact else ""


def _value(
    line: Property, params: Params, version: Version, on: PartialDate | None, *, is_old: bool
) -> str | None:
    """Return a line's value in a version, with its parameters changed; None where it may stay."""
    encoding = line.param("ENCODING").upper()
    coded = encoding in _QUOTED or "CHARSET" in params
    is_preferred = _prefer(line, params, version)
    if encoding in _BASE64:
        return _media(line, params, version) or (_text(line, params) if is_old else None)
    if version == "3.0" and line.name in _MEDIA and (picture := _DATA.fullmatch(line.text())):
        params.pop("MEDIATYPE", None)
        params |= {"ENCODING": ["b"], "TYPE": [picture[2].upper()]}
        return "".join(picture[3].split())
    if on and line.name != "X-ANDROID-CUSTOM" and _PLAIN_DAY.fullmatch(one_line(line.text())):
        _drop(params, "X-APPLE-OMIT-YEAR", "ENCODING", "CHARSET")
        added, value = day(on, version)
        for name, _, text in (word.partition("=") for word in added.split(";") if word):
            params[name] = [text]
        return value
    if version == "3.0" and line.name == "TEL" and line.text()[:4].casefold() == "tel:":
        _drop(params, "VALUE", "ENCODING", "CHARSET")
        return escaped(phone_of(line))
    return _text(line, params) if is_old or coded or is_preferred else None


def _text(line: Property, params: Params) -> str:
    """Return a value in letters alone, its parts parted as they were."""
    is_coded = "ENCODING" in params or "CHARSET" in params
    _drop(params, "ENCODING", "CHARSET")
    if line.name in _PARTED:
        return parted(line.parts())
    if line.name in _LISTED:
        return listed(line.items())
    if line.name.startswith("X-") and not is_coded:
        return visible(line.raw.decode("utf-8", "replace")).replace("\n", "\\n")
    return escaped(line.text())


def _media(line: Property, params: Params, version: Version) -> str | None:
    """Return a picture's value; None for what is none."""
    if line.name not in _MEDIA or not _LETTERS.fullmatch(line.raw):
        return None
    letters = b"".join(line.raw.split()).decode("ascii")
    if version == "3.0":
        params["ENCODING"] = ["b"]
        return letters
    kind = next((each for each in line.types() if each != "pref"), "")
    family, _, usual = _MEDIA[line.name].partition("/")
    sub = "jpeg" if kind == "jpg" else re.sub(r"[^a-z0-9.+-]", "", kind) or usual
    _drop(params, "ENCODING", "TYPE", "VALUE")
    return f"data:{family}/{sub};base64,{letters}"


def _prefer(line: Property, params: Params, version: Version) -> bool:
    """Say which way is preferred as the version does; tell whether that changed anything."""
    types = params.get("TYPE", [])
    if version == "4.0" and line.is_a("pref"):
        params["TYPE"] = [each for each in types if each.casefold() != "pref"]
        params.setdefault("PREF", ["1"])
    elif version == "3.0" and params.get("PREF") == ["1"]:
        params.pop("PREF")
        params["TYPE"] = [*types, "pref"]
    else:
        return False
    return True


def _drop(params: Params, *names: str) -> None:
    for name in names:
        params.pop(name, None)


def _head(line: Property, params: Params) -> str:
    name = f"{line.group}.{line.name}" if line.group else line.name
    words = [f"{key}={','.join(map(_param, values))}" for key, values in params.items() if values]
    return ";".join([name, *words])


def _param(value: str) -> str:
    told = value.replace("^", "^^").replace("\n", "^n").replace('"', "^'")
    return f'"{told}"' if set(told) & set(":;,") else told
