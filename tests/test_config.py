import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_tool.config import DEFAULTS, Reading, Settings, normal_key, parse_config
from vault_tool.config.keys import OPEN_TABLES, TABLES
from vault_tool.dates import Duration
from vault_tool.errors import ConfigError

MANUAL = (Path(__file__).parent.parent / "docs" / "configuration.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```toml\n(.*?)^```$", MANUAL, re.M | re.S)


@pytest.mark.parametrize("text", ["", "\n", "# nothing yet\n", "\ufeff", "[rhythms]\n"])
def test_a_config_that_says_nothing_means_the_defaults(text: str) -> None:
    assert parse_config(text) == DEFAULTS


def test_every_setting_can_be_said() -> None:
    said = parse_config(
        """
        language = "it_IT"
        date_order = "mdy"
        region = "it"
        per_day = 3
        people = ["Persone/", "/Lavoro/Clienti"]
        people_by = ["tag"]
        exclude = "Archive"
        mentions = "all"
        rhythms.5 = "settimanale"
        rhythms.1 = 730
        lead = { 5 = 21 }
        [headings]
        log = "## Diario"
        loops = "In sospeso"
        [urgency]
        cue = 40
        weight = 0.5
        [new]
        after = 0
        days = 30
        [thanks]
        after = 1
        until = 10
        [waiting]
        pause = 1
        gap = 3
        [seat]
        after = 90
        pool = 1
        [properties]
        "Last Seen" = "Last Contact"
        [channels]
        Zoomata = "video"
        [ledger]
        "#Prestato" = "gave/skill"
        [columns]
        "Vorname" = "First Name"
        """
    )
    assert said == Settings(
        reading=Reading(
            people=("Persone", "Lavoro/Clienti"),
            exclude=("Archive",),
            people_by=("tag",),
            mentions="all",
            properties={"last_seen": "last_contact"},
            channels={"zoomata": "video"},
            ledger={"prestato": "gave/skill"},
            log_heading="Diario",
            loops_heading="In sospeso",
        ),
        language="it_IT",
        date_order="mdy",
        region="IT",
        per_day=3,
        rhythms={**DEFAULTS.rhythms, 5: Duration(days=7), 1: Duration(days=730)},
        lead={**DEFAULTS.lead, 5: 21},
        urgency={**DEFAULTS.urgency, "cue": 40.0, "weight": 0.5},
        new_after=0,
        new_days=30,
        thanks_after=1,
        thanks_until=10,
        waiting=1.0,
        gap=3,
        seat_after=90,
        seat_pool=1,
        columns={"Vorname": "First Name"},
    )


def test_the_whole_vault_may_be_people_or_none_of_its_folders() -> None:
    assert parse_config('people = "."').reading.people == ("",)
    assert parse_config("people = []").reading.people == ()


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("per-day = 3", 1, 'Did you mean "per_day"?'),
        ("# ours\n\npeopel = []", 3, 'Did you mean "people"?'),
        ("color = 1", 1, "Known are: language, date_order, region,"),
        ("[lead]\n5 = 3\nper_day = 4", 3, "It belongs above the first [table]."),
        ("pool = 3", 1, "It belongs under [seat]."),
        ("[nwe]\ndays = 3", 1, 'Did you mean "new"?'),
        ("[urgency]\ncue = 3\nrythm = 3", 3, 'Did you mean "rhythm"?'),
        ("[rhythms]\n6 = 14", 2, "Known are: 5, 4, 3, 2, 1."),
        ("new = 14", 1, "Write [new] and its keys below."),
        ("[[seat]]\npool = 3", 1, "Write [seat] and its keys below."),
        ("per_day = 0", 1, "per_day = 5"),
        ("per_day = true", 1, "is not a whole number, 1 to 100000: true"),
        ('per_day = "5"', 1, 'is not a whole number, 1 to 100000: "5"'),
        ("per_day = 5.0", 1, "per_day = 5"),
        ("people = 3", 1, 'people = ["People"]'),
        ('people = ["People", 3]', 1, "is not a list of folders"),
        ('people = ["../Other"]', 1, "is not a list of folders"),
        ('people = [""]', 1, "is not a list of folders"),
        ('exclude = ["."]', 1, "exclude"),
        ('people_by = ["name"]', 1, "type, tag and folder"),
        ("people_by = []", 1, "type, tag and folder"),
        ('mentions = "none"', 1, '"links" or "all"'),
        ('date_order = "ymd"', 1, 'is not "dmy" or "mdy": "ymd".'),
        ('language = ""', 1, 'language = "it"'),
        ('\n[rhythms]\n5 = "never"', 3, '"5" in [rhythms] is not a rhythm: "never".'),
        ('[rhythms]\n"4" = "often"', 2, "is not a rhythm"),
        ("[lead]\n3 = -1", 2, "is not a number of days"),
        ("urgency.cue = -1", 1, '"cue" in [urgency] is not a number'),
        ('per_day = 5\nurgency = { rhythm = 1, cue = "x" }', 2, '"cue" in [urgency]'),
        ("[waiting]\npause = nan", 2, "pause = 0.5"),
        ("[waiting]\npause = inf", 2, "pause = 0.5"),
        ('[headings]\nlog = "#"', 2, "is not a heading"),
        ('[headings]\nlog = """a\nb"""', 2, "is not a heading"),
        ('[channels]\nzoomata = "vidio"', 2, "is not a channel (call, video, in-person,"),
        ('[properties]\n"last seen" = ["last_contact"]', 2, "is not a property"),
        ('[ledger]\nprestato = "lent/skill"', 2, "gave, got or asked"),
        ('[ledger]\nprestato = "gave/money"', 2, "gave, got or asked"),
        ("[new]\ndays = 90\nafter = 100", 3, 'later than "days", which is 90'),
        ("[thanks]\nuntil = 3", 2, 'later than "until", which is 3'),
        ("per_day = 5\nlanguage = it", 2, "this is not TOML: Invalid value."),
        ("per_day = 5\nper_day = 6", 2, "this is not TOML"),
        ("a = [", 1, "this is not TOML"),
        ("a = " + "[" * 5000, 1, "nested too deeply"),
        ("per_day = " + "9" * 5000, 1, "this is not TOML"),
        ('per_day = "' + "x" * 500 + '"', 1, "…"),
        ("per_day = 1\x00", 1, "this is not TOML"),
    ],
)
def test_what_cannot_be_understood_is_refused_with_its_line_and_a_way_out(
    text: str, line: int, says: str
) -> None:
    with pytest.raises(ConfigError) as refused:
        parse_config(text)
    assert refused.value.message.startswith(f".vault-tool/config.toml:{line}: ")
    assert says in f"{refused.value.message} {refused.value.hint}"
    assert refused.value.hint.endswith((".", "?"))
    assert len(refused.value.message) < 250


@given(st.text(max_size=60) | st.text(alphabet='[]{}="#.\n per_daylistn5', max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        assert parse_config(text).per_day >= 1
    except ConfigError as error:
        assert error.hint


@pytest.mark.parametrize(
    "key",
    [
        "last_contact", "Last Contact", "last-contact", "LAST  CONTACT", " last contact ",
        "**Last Contact**", "_last_contact_", "Last-_Contact",
    ],
)  # fmt: skip
def test_a_property_has_one_name_however_it_is_spelled(key: str) -> None:
    assert normal_key(key) == "last_contact"


def test_accents_in_a_property_count_but_not_how_they_are_encoded() -> None:
    assert (
        normal_key("Fo\u0308dselsdag") == normal_key("f\u00f6dselsdag") != normal_key("fodselsdag")
    )


@given(st.text(max_size=30))
def test_a_normal_name_is_normal(key: str) -> None:
    assert normal_key(normal_key(key)) == normal_key(key)


# The manual


def test_the_manual_shows_every_default() -> None:
    assert parse_config(EXAMPLES[0]) == DEFAULTS


@pytest.mark.parametrize("example", EXAMPLES[1:], ids=lambda text: text.split("\n")[0])
def test_every_example_of_the_manual_changes_something(example: str) -> None:
    assert parse_config(example) != DEFAULTS


def test_every_key_is_in_the_manual_twice_as_a_default_and_in_an_example() -> None:
    for table, known in TABLES.items():
        for key in known:
            said = (
                rf"^{key} = |^# {key} = "
                if not table
                else rf"^\[{table}\]\n(?:.+\n)*?(?:# )?{key} = "
            )
            assert re.search(said, EXAMPLES[0], re.M), key
    for table in OPEN_TABLES:
        assert f"[{table}]" in EXAMPLES[0]


def test_every_setting_has_a_key() -> None:
    known = {setting.field for table in TABLES.values() for setting in table.values()}
    known |= {setting.field for setting in OPEN_TABLES.values()}
    assert known == {*Settings._fields, *Reading._fields} - {"reading"}


def test_every_example_of_an_error_is_one_that_can_be_read() -> None:
    for table, known in TABLES.items():
        for setting in known.values():
            text = f"[{table}]\n{setting.example}" if table else setting.example
            assert parse_config(text)
    for table, setting in OPEN_TABLES.items():
        assert parse_config(f"[{table}]\n{setting.example}") != DEFAULTS
