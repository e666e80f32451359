"""Results for spreadsheets and for other programs."""

import csv
import io

from tests.engine_people import TODAY, card, loop, somebody
from vault_tool.config import DEFAULTS
from vault_tool.engine.agenda import follow_ups
from vault_tool.render import machine
from vault_tool.render.tables import table
from vault_tool.render.templates import worded


def people(*names: str) -> machine.Result:
    """Return what `who` finds."""
    return machine.who([card(name) for name in names], TODAY)


def test_csv_reads_back_as_it_was() -> None:
    result = people('Ada "the cook", Montanari', "Zoë\nof two lines")
    rows = list(csv.DictReader(io.StringIO(table(result, "csv"))))
    assert [row["name"] for row in rows] == ['Ada "the cook", Montanari', "Zoë\nof two lines"]
    assert rows[0]["status"] == "active"


def test_a_spreadsheet_computes_nothing_that_a_note_says() -> None:
    names = ["=1+1", "+39", "-x", "@sum", "\tx", "＝x"]
    safe = csv.DictReader(io.StringIO(table(people(*names), "csv")))
    assert [row["name"] for row in safe] == [f"'{name}" for name in names]
    exact = csv.DictReader(io.StringIO(table(people(*names), "csv", exact=True)))
    assert [row["name"] for row in exact] == names


def test_tsv_has_one_line_and_plain_tabs_for_each_item() -> None:
    header, *rows = table(people('a "b"\tc\nd'), "tsv").splitlines()
    assert header.split("\t")[:3] == ["name", "path", "status"]
    assert [row.split("\t")[0] for row in rows] == ['a "b" c d']


def test_a_follow_up_has_its_reasons_in_words_and_its_numbers_as_numbers() -> None:
    early = somebody(
        "Ada", talks=["2026-11-20"], loops=[loop("promise", "send the plans", "2026-11-20")]
    )
    result = worded(machine.follow_ups(follow_ups([early], DEFAULTS, TODAY), TODAY), language="en")
    (row,) = csv.DictReader(io.StringIO(table(result, "csv")))
    assert row["reasons"] == "promised: send the plans (20 Nov)"
    assert row["days_over"] == "-89"
    assert row["last_contact"] == "2026-11-20"
    assert "along" not in row


def test_nothing_is_written_for_no_item() -> None:
    assert table(people(), "csv") == ""


def test_control_characters_are_harmless_in_both() -> None:
    for layout in ("csv", "tsv"):
        assert "\x1b" not in table(people("\x1b[31mAda"), layout)


def test_people_in_a_column_stand_by_their_names() -> None:
    someone = {"name": "Ada", "path": "Ada.md"}
    items = [{"name": "Rimini", "met": []}, {"name": "Bath", "met": [someone, someone]}]
    assert table({"items": items}, "tsv") == "name\tmet\nRimini\t\nBath\tAda; Ada\n"


def test_what_is_nested_in_one_item_is_left_out_of_all() -> None:
    items = [{"name": "a", "ways": []}, {"name": "b", "ways": [{"by": "email", "value": "x"}]}]
    assert table({"items": items}, "csv") == "name\na\nb\n"
