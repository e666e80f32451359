"""Who was in touch with the user, and when; of what was written a word only where it is asked for."""

import json
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.commandline import PROJECT, run
from tests.test_cli_writing import held
from tests.test_formats_tables import zipped
from vault_tool.dates import DateOrder
from vault_tool.formats.contact import Hints
from vault_tool.formats.exchanges import Exchange
from vault_tool.formats.readers import TALKS, read_exchanges

ON = date(2026, 11, 22)


def message(to: str = "Nives <Nives@example.org>", day: str = "22 Nov 2026", more: str = "") -> str:
    head = f"From: Nora <nora@example.org>\nTo: {to}\nDate: {day} 10:00:00 +0100\n{more}"
    return f"{head}Subject: hm\n\nFrom the heart\n\nA secret: x@example.net\n"


def mbox(*messages: str) -> bytes:
    return "".join(f"From x Sun Nov 22 10:00:00 2026\n{each}\n" for each in messages).encode()


def mailed(data: bytes) -> dict[str, Exchange]:
    found = sorted(read_exchanges("mail", data, "x").found, key=lambda each: each.day)
    return {each.email: each for each in found}


def test_the_latest_day_with_every_address_is_found() -> None:
    data = mbox(
        message(), message(day="1 Mar 2025"), message(to="olmo@example.org", day="2 Mar 2025")
    )

    found = mailed(data)

    assert found["nives@example.org"] == Exchange(ON, "email", "", "Nives", "nives@example.org")
    assert found["olmo@example.org"].day == date(2025, 3, 2)
    assert "x@example.net" not in found


def test_a_single_message_is_mail_as_well() -> None:
    assert mailed(message().encode())["nives@example.org"].day == ON


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_mark_of_the_encoding_is_no_part_of_a_head(encoding: str) -> None:
    assert mailed(message().encode(encoding))["nives@example.org"].day == ON
    assert mailed(mbox(message()).decode().encode(encoding))["nives@example.org"].day == ON


@pytest.mark.parametrize(
    "more",
    ["List-Id: <x.example.org>\n", "Precedence: bulk\n", "Auto-Submitted: auto-replied\n"],
)
def test_a_list_or_a_machine_is_no_talk(more: str) -> None:
    assert mailed(mbox(message(more=more))) == {}


def test_a_round_letter_is_no_talk() -> None:
    many = ", ".join(f"p{number}@example.org" for number in range(20))

    assert mailed(mbox(message(to=many))) == {}


def test_a_name_is_read_as_it_is_meant() -> None:
    found = mailed(message(to="=?utf-8?q?Zo=C3=AB?= <zoe@example.org>").encode())

    assert found["zoe@example.org"].name == "Zoë"


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "null", '{"chats":{"list":[1,null,{"messages":3}]}}', "[" * 100_000]
)
def test_what_is_no_export_of_telegram_has_nobody(text: str) -> None:
    assert read_exchanges("telegram", text.encode(), "x").found == ()


@pytest.mark.parametrize(
    ("line", "order", "on"),
    [
        ("[31/12/2025 11:40:26] Nives Sarti: hm", None, date(2025, 12, 31)),
        ("\u200e[9/22/25, 10:15:32\u202fAM] Nives Sarti: hm", None, date(2025, 9, 22)),
        ("22/03/2024, 19:04 - Nives Sarti: hm", None, date(2024, 3, 22)),
        ("1/24/23, 7:02 PM - Nives Sarti: hm", None, date(2023, 1, 24)),
        ("20/6/2017 8:28 p.\u00a0m. - Nives Sarti: hm", None, date(2017, 6, 20)),
        ("2021-03-18, 3:02 p.m. - Nives Sarti: hm", None, date(2021, 3, 18)),
        ("06.03.17, 00:45 - Nives Sarti: hm", None, date(2017, 3, 6)),
        ("03/04/2024, 19:04 - Nives Sarti: hm", "dmy", date(2024, 4, 3)),
        ("1/24/23, 7:02 PM - Nives Sarti: hm", "dmy", date(2023, 1, 24)),
    ],
)
def test_a_chat_is_read_as_every_phone_writes_it(
    line: str, order: DateOrder | None, on: date
) -> None:
    text = f"{line}\nmore: of it\n{line.partition('Nives')[0]}Messages are encrypted.\n"

    found = read_exchanges("whatsapp", text.encode(), "x.txt", Hints(order)).found

    assert found == (Exchange(on, "message", "WhatsApp", "Nives Sarti"),)


@pytest.mark.parametrize(
    ("days", "order", "on"),
    [
        (["1/2/23", "1/3/23", "2/1/23"], None, date(2023, 2, 1)),
        (["1/2/23", "2/1/23"], "dmy", date(2023, 2, 1)),
        (["1/2/23", "1/1/24", "1/2/24"], "dmy", date(2024, 2, 1)),
        (["3/3/23", "5/6/23"], None, None),
    ],
    ids=[
        "rising",
        "rising, whatever the settings say",
        "both rise",
        "a day that is sure and one not",
    ],
)
def test_the_days_of_a_chat_rise(days: list[str], order: DateOrder | None, on: date | None) -> None:
    text = "".join(f"{day}, 19:04 - Nives Sarti: hm\n" for day in days)

    found = read_exchanges("whatsapp", text.encode(), "x.txt", Hints(order)).found

    assert [each.day for each in found] == ([on] if on else [])


@pytest.mark.parametrize(
    "file",
    [
        "WhatsApp Chat with Nives Sarti.txt",
        "WhatsApp Chat - Nives Sarti.zip",
        "Chat WhatsApp con Nives Sarti.txt",
        "WhatsApp Chat mit Nives Sarti.txt",
        "Chat de WhatsApp con Nives Sarti.txt",
        "Discussion WhatsApp avec Nives Sarti.txt",
        "Conversa do WhatsApp com Nives Sarti.txt",
    ],
)
def test_a_chat_names_the_other_one_in_its_file_s_name(file: str) -> None:
    line = b"22/03/2024, 19:04 - Nora: hm\n"

    for name, data in ((file, line), ("x.zip", zipped(file, line.decode()))):
        if name == "x.zip" and file.endswith(".zip"):
            continue
        found = read_exchanges("whatsapp", data, name).found
        assert [each.name for each in found] == ["Nora", "Nives Sarti"]


def test_a_chat_of_an_iphone_is_named_by_its_archive() -> None:
    data = zipped("_chat.txt", "[22/03/2024 19:04:00] Nora: hm\n")

    found = read_exchanges("whatsapp", data, "WhatsApp Chat - Nives Sarti.zip").found

    assert [each.name for each in found] == ["Nora", "Nives Sarti"]


def test_a_number_is_a_number_and_an_archive_is_opened() -> None:
    data = zipped("_chat.txt", "[22/03/2024 19:04:00] +39 333 555 0144: hm\n")

    assert read_exchanges("whatsapp", data, "x.zip").found == (
        Exchange(date(2024, 3, 22), "message", "WhatsApp", phone="+39 333 555 0144"),
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("03/04/2024, 19:04 - Nives: hm\n", "what day its days are cannot be told."),
        (
            "".join(f"22/03/2024, 19:04 - {who}: hm\n" for who in "ABC"),
            "more than two write in it.",
        ),
        ("once upon a time", "this is no chat of WhatsApp."),
    ],
)
def test_what_is_no_talk_of_two_is_said(text: str, says: str) -> None:
    found = read_exchanges("whatsapp", text.encode(), "x.txt")

    assert (found.found, found.problems[0].message) == ((), says)


def test_chats_of_two_on_telegram_are_read_with_the_numbers_of_contacts() -> None:
    messages = [
        {"type": "message", "date": "2025-01-15T10:30:00", "from": "Nives", "text": "hm"},
        {"type": "message", "date": "2025-03-01T10:30:00", "from": None, "text": ["a", {}]},
        {"type": "service", "date": "2026-01-01T10:30:00"},
    ]
    chats = [
        {"name": "Nives Sarti", "type": "personal_chat", "id": 7, "messages": messages},
        {"name": "Choir", "type": "private_group", "id": 8, "messages": messages},
        {"name": None, "type": "personal_chat", "id": 9, "messages": messages},
        {"name": "Saved", "type": "personal_chat", "id": 10, "messages": []},
    ]
    contacts = [{"user_id": 7, "first_name": "Nives", "phone_number": "0039 333 555 0144"}]
    whole = {"chats": {"list": chats}, "contacts": {"list": contacts}}
    on = date(2025, 3, 1)

    assert read_exchanges("telegram", json.dumps(whole).encode(), "x").found == (
        Exchange(on, "message", "Telegram", "Nives Sarti", phone="0039 333 555 0144"),
    )
    assert read_exchanges("telegram", json.dumps(chats[0]).encode(), "x").found == (
        Exchange(on, "message", "Telegram", "Nives Sarti"),
    )


def test_a_message_from_the_future_hides_none_that_was_sent(vault: Path, tmp_path: Path) -> None:
    file = tmp_path / "sent.mbox"
    giulia = "giulia.rossi@example.org"
    file.write_bytes(mbox(message(giulia, "1 Jan 2038"), message(giulia)))

    assert run("import", "mail", str(file), vault=vault).code == 0

    assert b"- 2026-11-22 email" in held(vault)["People/Giulia Rossi.md"]


TODAY = Hints(today=date(2026, 11, 23), with_text=True)


def on_whatsapp(*lines: str) -> str:
    return "".join(
        f"{day}, 10:00 - {who}: {words}\n"
        for day, who, words in (each.split(" ", 2) for each in lines)
    )


@pytest.mark.parametrize(
    ("chat", "on", "text"),
    [
        (on_whatsapp("22/11/2026 Nives now", "21/03/2038 Nora later"), ON, "Nives: now"),
        (on_whatsapp("21/03/2038 Nora later", "22/11/2026 Nives now"), ON, "Nives: now"),
        (on_whatsapp("23/11/2026 Nives now"), date(2026, 11, 23), "Nives: now"),
        (
            on_whatsapp("05/01/2026 Nora a", "08/07/2030 Nora b", "03/02/2026 Nives d"),
            date(2026, 2, 3),
            "Nives: d",
        ),
    ],
    ids=["at the end", "at the beginning", "today", "amid days that rise but for it"],
)  # fmt: skip
def test_a_message_of_a_wrong_clock_hides_no_talk_of_a_chat(chat: str, on: date, text: str) -> None:
    found = read_exchanges("whatsapp", chat.encode(), "x", TODAY).found

    assert {(each.day, each.text) for each in found} == {(on, text)}


def test_a_chat_that_is_all_ahead_is_said_to_be() -> None:
    chat = on_whatsapp("21/03/2038 Nora later", "22/03/2038 Nives still")

    found, problems = read_exchanges("whatsapp", chat.encode(), "x", TODAY)

    assert (found, [each.message for each in problems]) == ((), ["all its days are still to come."])


def test_a_message_of_a_wrong_clock_hides_no_talk_on_telegram() -> None:
    messages = [
        {"type": "message", "date": f"{day}T09:30:00", "from": "Nora", "text": day}
        for day in ("2038-01-01", "2026-11-23", "2026-11-24", "2026-11-20")
    ]
    chat = {"name": "Nives Sarti", "type": "personal_chat", "id": 7, "messages": messages}

    (found,) = read_exchanges("telegram", json.dumps(chat).encode(), "x", TODAY).found
    ahead = json.dumps({**chat, "messages": messages[:1]}).encode()

    assert (found.day, found.text) == (date(2026, 11, 23), "Nora: 2026-11-23")
    assert read_exchanges("telegram", ahead, "x", TODAY).found == ()


ASKED = Hints("dmy", with_text=True)
CHAT = """\
22/03/2024, 19:00 - Nives: the day before
23/03/2024, 19:04 - Nora: one
23/03/2024, 19:05 - Nives: two
and more of it
23/03/2024, 19:05 - Messages are encrypted.
no part of anything
23/03/2024, 19:06 - Nives: <Media omitted>
23/03/2024, 19:06 - Nives: \u200eimage omitted
23/03/2024, 19:07 - Nora: three
23/03/2024, 19:08 - Nora: four
23/03/2024, 19:09 - ~ Nives: five
23/03/2024, 19:10 - Nora: six
"""


def test_of_a_chat_the_end_of_its_last_day_is_read_where_it_is_asked_for() -> None:
    found = read_exchanges("whatsapp", CHAT.encode(), "x.txt", ASKED).found

    assert {each.text for each in found} == {
        "Nives: two and more of it\nNora: three\nNora: four\nNives: five\nNora: six"
    }
    assert {each.text for each in read_exchanges("whatsapp", CHAT.encode(), "x").found} == {""}


def test_a_chat_on_telegram_and_a_subject_are_read_where_they_are_asked_for() -> None:
    messages = [
        {"type": "message", "date": "2025-03-01T09:30:00", "from": "Nora", "text": ["a ", {"text": "b"}, 7]},
        {"type": "message", "date": "2025-03-01T10:30:00", "from": None, "text": "c\nd"},
        {"type": "message", "date": "2025-02-28T10:30:00", "from": "Nora", "text": "before"},
        {"type": "message", "date": "2025-03-01T11:30:00", "from": "Nora", "text": None},
    ]  # fmt: skip
    chat = {"name": "Nives Sarti", "type": "personal_chat", "id": 7, "messages": messages}

    telegram = read_exchanges("telegram", json.dumps(chat).encode(), "x", ASKED).found
    mail = read_exchanges("mail", message().encode(), "x", ASKED).found

    assert [each.text for each in telegram] == ["Nora: a b\nc d"]
    assert {each.text for each in mail} == {"hm"}
    assert {each.text for each in read_exchanges("mail", message().encode(), "x").found} == {""}


@pytest.mark.parametrize("kind", TALKS)
@settings(deadline=None)
@given(data=st.binary(max_size=80), at=st.integers(0, 900), size=st.integers(0, 9))
def test_a_reader_never_raises(kind: str, data: bytes, at: int, size: int) -> None:
    sample = mbox(message(), message()) + CHAT.encode() + b"[31/12/2025 11:40:26] Nives Sarti: hm\n"
    for each in (data, sample[:at] + data + sample[at + size :], b"PK" + data, b"From " + data):
        read_exchanges(kind, each, "x", ASKED)


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return Path(copytree(PROJECT / "example-vault", tmp_path / "vault"))


def test_the_latest_day_goes_into_the_log_once_and_no_word_of_it(
    vault: Path, tmp_path: Path
) -> None:
    file = tmp_path / "sent.mbox"
    file.write_bytes(mbox(message("giulia.rossi@example.org"), message("nobody@example.org")))
    before = held(vault)

    assert run("import", "mail", str(file), vault=vault).code == 0

    after = held(vault)
    assert {path for path in after if after[path] != before.get(path)} == {"People/Giulia Rossi.md"}
    note = after["People/Giulia Rossi.md"].decode()
    assert "- 2026-11-22 email\n" in note
    assert "secret" not in note
    assert run("import", "mail", str(file), vault=vault).code == 0
    assert held(vault) == after
    assert run("undo", vault=vault).code == 0
    assert held(vault) == before


def test_what_the_notes_know_later_stands(vault: Path, tmp_path: Path) -> None:
    file = tmp_path / "sent.mbox"
    file.write_bytes(mbox(message("giulia.rossi@example.org", "1 Mar 2025")))
    before = held(vault)

    result = run("import", "mail", str(file), vault=vault)

    assert (result.code, held(vault)) == (0, before)
    assert "Your notes know of all that" in result.err


def test_a_chat_is_logged_with_its_service_in_the_language_of_the_vault(
    vault: Path, tmp_path: Path
) -> None:
    file = tmp_path / "WhatsApp Chat with Giulia Rossi.txt"
    file.write_text("20/11/2026, 19:04 - Nora: il segreto\n", "utf-8")

    assert run("import", "whatsapp", str(file), "--lang", "it", vault=vault).code == 0

    assert "- 2026-11-20 messaggio: WhatsApp\n" in (vault / "People" / "Giulia Rossi.md").read_text(
        "utf-8"
    )


def test_a_chat_that_is_none_is_refused(vault: Path, tmp_path: Path) -> None:
    file = tmp_path / "x.txt"
    file.write_text("once upon a time")

    result = run("import", "whatsapp", str(file), vault=vault)

    assert result.code == 2
    assert "x.txt: this is no chat of WhatsApp" in result.err


@pytest.mark.parametrize(
    ("kind", "name", "text", "lines"),
    [
        ("mail", "m.eml", message("giulia.rossi@example.org"), "- 2026-11-22 email: “hm”\n"),
        (
            "whatsapp",
            "c.txt",
            "20/11/2026, 19:04 - Giulia Rossi: [[x]] #promise\n",
            "- 2026-11-20 messaggio: WhatsApp\n  > Giulia Rossi: \\[\\[x\\]\\] \\#promise\n",
        ),
        (
            "ics",
            "c.ics",
            "BEGIN:VEVENT\nDTSTART:20261122\nSUMMARY:Call with Giulia Rossi\nEND:VEVENT\n",
            "- 2026-11-22 telefonata: “Call with Giulia Rossi”\n",
        ),
    ],
)
def test_words_are_quoted_where_they_are_asked_for_and_come_once(
    vault: Path, tmp_path: Path, kind: str, name: str, text: str, lines: str
) -> None:
    file = tmp_path / name
    file.write_text(text, "utf-8")
    before = held(vault)
    words = ("import", kind, str(file), "--lang", "it", "--with-text")

    assert run(*words, "--dry-run", vault=vault).out.count(lines.split("\n")[0]) == 1
    assert held(vault) == before
    assert run(*words, vault=vault).code == 0

    after = held(vault)
    assert lines in after["People/Giulia Rossi.md"].decode()
    assert run(*words[:-1], vault=vault).code == run(*words, vault=vault).code == 0
    assert held(vault) == after


def test_a_folder_of_calendars_tells_whom_one_met_and_never_of_today(
    vault: Path, tmp_path: Path
) -> None:
    giulia = "ATTENDEE:mailto:giulia.rossi@example.org\nATTENDEE:mailto:nora.fabbri@example.org\n"
    own = "ATTENDEE;PARTSTAT=DECLINED:mailto:nora.fabbri@example.org\n"
    for name, on, who in (
        ("a.ics", "20261119", giulia),
        ("b.ics", "20261123", giulia),
        ("c.ics", "20261121", giulia.partition("\n")[0] + "\n" + own),
        ("d.txt", "20261122", giulia),
    ):
        event = f"BEGIN:VEVENT\nDTSTART:{on}\n{who}SUMMARY:A secret\nEND:VEVENT\n"
        (tmp_path / name).write_text(event, "utf-8")
    before = held(vault)

    assert run("import", "ics", str(tmp_path), vault=vault).code == 0

    after = held(vault)
    assert {path for path in after if after[path] != before.get(path)} == {"People/Giulia Rossi.md"}
    assert "- 2026-11-19 met\n" in after["People/Giulia Rossi.md"].decode()


def test_a_card_has_no_words_to_quote(vault: Path, tmp_path: Path) -> None:
    result = run("import", "vcard", str(tmp_path / "x.vcf"), "--with-text", vault=vault)

    assert (result.code, "mail, telegram, whatsapp, ics" in result.err) == (2, True)
