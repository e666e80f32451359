"""The example vault as files: clean for Obsidian, every link leads somewhere, everything invented.

Nothing of the tool is used here.
"""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

EXAMPLE = Path(__file__).parents[1] / "example-vault"
BROKEN = "People/Beatrice Conti.md"

FILES = sorted(path for path in EXAMPLE.rglob("*") if path.is_file())
TEXTS = {path.relative_to(EXAMPLE).as_posix(): path.read_bytes().decode("utf-8") for path in FILES}
NOTES = {path: text for path, text in TEXTS.items() if path.endswith(".md")}
TYPES: dict[str, str] = json.loads(TEXTS[".obsidian/types.json"])["types"]

# Plain scalars that YAML 1.2 reads as something else than a text.
NO_TEXT = re.compile(
    r"~|null|Null|NULL|true|True|TRUE|false|False|FALSE|[-+]?\d+|0o[0-7]+|0x[0-9a-fA-F]+"
    r"|[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
)
LINK = re.compile(r"\[\[([^\]|#]+)(?:#[^\]|]*)?(?:\|[^\]]*)?\]\]")


@pytest.mark.parametrize("path", TEXTS)
def test_every_file_is_plain_text_as_obsidian_leaves_it(path: str) -> None:
    text = TEXTS[path]
    assert not re.search("[\r\t\ufeff\0]", text)
    assert text.endswith("\n") or path.startswith(".obsidian/")
    assert unicodedata.is_normalized("NFC", text)


def test_names_are_fit_for_every_system_and_differ_by_more_than_case() -> None:
    folded = Counter(path.casefold() for path in TEXTS)
    assert [path for path, count in folded.items() if count > 1] == []
    assert [path for path in TEXTS if not unicodedata.is_normalized("NFC", path)] == []
    assert [path for path in TEXTS if re.search(r'[#^\[\]|:\\?*<>"]|[. ](/|$)', path)] == []


def test_no_two_notes_bear_the_same_name() -> None:
    names = Counter(Path(path).stem.casefold() for path in NOTES)
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("path", [path for path in NOTES if path != BROKEN])
def test_properties_are_yaml_with_one_of_each_key_and_lists_in_obsidians_style(path: str) -> None:
    block = front_matter(NOTES[path])
    for key, value in pairs(block):
        assert isinstance(value, yaml.ScalarNode | yaml.SequenceNode), key
        if isinstance(value, yaml.SequenceNode):
            assert all(isinstance(each, yaml.ScalarNode) for each in value.value), key
            assert value.flow_style is (value.value == []), key
    events = list(yaml.parse(block, Loader=yaml.BaseLoader))
    assert not [each for each in events if getattr(each, "anchor", None) or getattr(each, "tag", 0)]


def test_one_note_alone_is_no_yaml_and_says_where() -> None:
    with pytest.raises(yaml.YAMLError) as refused:
        pairs(front_matter(NOTES[BROKEN]))
    assert isinstance(refused.value, yaml.MarkedYAMLError)
    assert refused.value.problem_mark is not None
    # The block begins on the second line of the note, and marks count from 0.
    assert refused.value.problem_mark.line + 2 == 5
    assert NOTES[BROKEN].splitlines()[4] == "nickname: @bea"


@pytest.mark.parametrize("path", [path for path in TEXTS if path.endswith(".json")])
def test_obsidians_settings_are_json(path: str) -> None:
    assert json.loads(TEXTS[path])


def test_property_types_are_obsidians() -> None:
    codes = {"aliases", "tags", "text", "multitext", "number", "checkbox", "date", "datetime"}
    assert set(TYPES.values()) <= codes
    assert TYPES["aliases"] == "aliases"
    assert TYPES["tags"] == "tags"


@pytest.mark.parametrize("path", [path for path in NOTES if path.startswith(("People", "Journal"))])
def test_every_property_has_a_type_and_fits_it(path: str) -> None:
    if path == BROKEN:
        return
    wrong = [
        key
        for key, value in pairs(front_matter(NOTES[path]))
        if key not in TYPES or not fits(value, TYPES[key])
    ]
    assert wrong == []


def test_daily_notes_have_their_folder_and_template() -> None:
    said = json.loads(TEXTS[".obsidian/daily-notes.json"])
    assert f"{said['template']}.md" in NOTES
    assert any(path.startswith(f"{said['folder']}/2026-11-22") for path in NOTES)
    assert any(
        path.startswith(json.loads(TEXTS[".obsidian/templates.json"])["folder"]) for path in NOTES
    )


def test_every_link_leads_to_one_file() -> None:
    known = Counter(Path(path).name for path in TEXTS)
    lost = [
        (path, target) for path, target in links() if known[target] + known[f"{target}.md"] != 1
    ]
    assert lost == []
    assert len({target for _, target in links()}) > 30


def test_everyone_is_linked_but_a_landlord_a_plumber_and_a_man_met_once_a_year() -> None:
    linked = {target for _, target in links()}
    alone = {Path(path).stem for path in NOTES if path.startswith("People/")} - linked
    assert alone == {"Aldo Pirazzini", "Gianni Idraulico", "Pieter de Wit"}


def test_addresses_are_at_example_domains_only() -> None:
    everything = "\n".join(TEXTS.values())
    hosts = re.findall(r"[\w.+-]+@([\w.-]+\w)", everything)
    hosts += re.findall(r"\w+://([^\s/\")]+)", everything)
    assert len(hosts) > 20
    assert {host for host in hosts if not re.fullmatch(r"example\.(org|com|net)", host)} == set()
    assert "www." not in everything


def test_telephone_numbers_are_from_ranges_kept_for_invention() -> None:
    numbers = re.findall(r"(?:\+|\b00)\d[\d ().-]{6,}\d", "\n".join(TEXTS.values()))
    invented = re.compile(r"\+39 051 555 01\d\d|\+44 20 7946 0\d{3}|\+44 7700 900\d{3}")
    assert len(numbers) > 20
    assert [number for number in numbers if not invented.fullmatch(number)] == []
    assert [number for number, count in Counter(numbers).items() if count > 1] == []


def front_matter(text: str) -> str:
    """Return the block between the fences, nothing where there is none."""
    block = re.match(r"---\n(.*?)^---$", text, re.DOTALL | re.MULTILINE)
    return block[1] if block else ""


def pairs(block: str) -> list[tuple[str, Any]]:
    """Return the keys and nodes of a block whose keys are unique."""
    node = yaml.compose(block, Loader=yaml.BaseLoader)
    if node is None:
        return []
    assert isinstance(node, yaml.MappingNode)
    found = [(key.value, value) for key, value in node.value]
    assert [key for key, count in Counter(key for key, _ in found).items() if count > 1] == []
    return found


def fits(node: Any, kind: str) -> bool:
    """Tell whether Obsidian shows a value in a property of this type without a warning."""
    if isinstance(node, yaml.SequenceNode):
        return kind in ("multitext", "tags", "aliases") and all(fits(e, "text") for e in node.value)
    if kind in ("text", "multitext", "tags", "aliases"):
        is_text = bool(node.style) or not NO_TEXT.fullmatch(node.value)
        return kind == "text" and (is_text or node.value == "")
    forms = {"number": r"\d+", "checkbox": "true|false", "date": r"\d{4}-\d\d-\d\d"}
    return node.style is None and re.fullmatch(forms[kind], node.value) is not None


def links() -> Iterator[tuple[str, str]]:
    """Yield every link with the note it stands in, front matter and embeds included."""
    for path, text in NOTES.items():
        for match in LINK.finditer(text):
            yield path, match[1].strip()
