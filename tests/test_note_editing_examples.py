"""What the editor writes, case by case: values, lists, the log, loops, links."""

from datetime import date

import pytest

from vault_tool.config import Reading
from vault_tool.errors import EditRefused
from vault_tool.note.conventions import Conventions
from vault_tool.note.editing.links import rewrite_links
from vault_tool.note.editing.log import add_item, add_log_line
from vault_tool.note.editing.loops import add_loop, cancel_loop, complete_loop, reword_loop
from vault_tool.note.editing.properties import (
    add_to_property,
    delete_property,
    remove_from_property,
    set_property,
)
from vault_tool.note.editing.prose import append_text
from vault_tool.note.editing.recurrence import next_day, parse_rule
from vault_tool.note.editing.values import scalar_as_written
from vault_tool.note.reading import read_note

WAYS = Conventions()
PATH = "People/Ada Moon.md"
HEAD = "---\ntype: person\n---\n"
DAY = date(2026, 10, 3)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("NO", "NO"), ("yes", "yes"), ("12:30", "12:30"), ("1990-05-14", "1990-05-14"), ("--05-14", "--05-14"),
        ("https://x.y/z#a", "https://x.y/z#a"), ("a, b", "a, b"), ("100%", "100%"), ("3 months", "3 months"),
        ("+39 333 1234567", "+39 333 1234567"), ("5", "5"), ("1.5", "1.5"), ("true", "true"), ("1604", "1604"),
        ("0123", '"0123"'), ("+391", '"+391"'), ("1e3", '"1e3"'), ("0x1F", '"0x1F"'), (".inf", '".inf"'), ("1.50", '"1.50"'),
        ("null", '"null"'), ("~", '"~"'), ("", '""'), ("TRUE", '"TRUE"'), ("1234567890123456", '"1234567890123456"'),
        ("@x", '"@x"'), ("a: b", '"a: b"'), ("key:", '"key:"'), ("#1", '"#1"'), ("a #b", '"a #b"'), ("[[X]]", '"[[X]]"'),
        ("x ", '"x "'), ("- a", '"- a"'), ('say "x": y', "'say \"x\": y'"), ("it's", "it's"), ("'q' \"p\"", '"\'q\' \\"p\\""'),
        ('has "double"', 'has "double"'), ("a\tb", r'"a\tb"'), ("a\u2028b", r'"a\u2028b"'), ("a\nb", r'"a\nb"'),
    ],
)  # fmt: skip
def test_a_value_is_written_as_obsidian_writes_it(text: str, written: str) -> None:
    assert scalar_as_written(text) == written


def test_nothing_is_written_for_nothing_and_a_telephone_number_is_text() -> None:
    assert scalar_as_written(None) == ""
    assert scalar_as_written("555", text_only=True) == '"555"'


def front(fields: str) -> bytes:
    return f"---\n{fields}\n---\nbody\n".encode()


def fields(data: bytes) -> str:
    text = data.decode()
    assert text.startswith("---\n")
    assert text.endswith("\n---\nbody\n")
    return text[4:-10]


@pytest.mark.parametrize(
    ("before", "key", "value", "after"),
    [
        ("name: Ada   # née Sun", "name", "Bea", "name: Bea   # née Sun"),
        ('name: "Ada"', "name", "Bea", 'name: "Bea"'),
        ("name: 'Ada'", "name", "L'Ada", "name: 'L''Ada'"),
        ("name : Ada", "name", "a: b", 'name : "a: b"'),
        ("Last Contact: 2026-01-01", "last_contact", "2026-02-02", "Last Contact: 2026-02-02"),
        ("mail: a@x", "email", "b@x", "mail: b@x"),
        ("tier: 1", "weight", "4", "tier: 2"),
        ("weight: 4", "tier", "1", "weight: 5"),
        ("title: Ada Moon", "role", "pianist", "title: Ada Moon\nrole: pianist"),
        ("email: a@x # c", "email", None, "email: # c"),
        ("email:\n  - a@x", "email", "b@x", "email:\n  - b@x"),
        ("tags: [a, b]", "tags", ["a", "c", "d"], "tags: [a, c, d]"),
        ("tags:\n- a\n# x\n- b", "tags", ["a", "c"], "tags:\n- a\n# x\n- c"),
        ("needs: []", "needs", ["a"], "needs:\n  - a"),
        ("tags: [a]\nneeds: []", "needs", ["b"], "tags: [a]\nneeds: [b]"),
        ("tags:\n- a", "needs", ["x", "y: z"], 'tags:\n- a\nneeds:\n- x\n- "y: z"'),
        ("a: 1", "notes", "one\ntwo", "a: 1\nnotes: |-\n  one\n  two"),
        ("notes: |\n   one\n   two\nb: 2", "notes", "three", "notes: three\nb: 2"),
        ("company: [[Acme]]", "company", "[[Bolt]]", 'company: "[[Bolt]]"'),
        ("due: *x\na: &x 1", "name", "Ada", None),
        ("a: &x 1\ndue: *x", "due", "2", "a: &x 1\ndue: 2"),
        ("a: &x 1\ndue: *x", "a", "2", None),
        ("a: !!str 1", "a", "2", None),
        ("a:\n  k: v", "a", "2", None),
        ("{a: 1}", "a", "2", None),
        ("? a\n: 1", "a", "2", None),
        ("  a: 1", "b", "2", "  a: 1\n  b: 2"),
        ("cite\u0301: x", "cité", "y", "cite\u0301: y"),
        ("2024: x", "2024", "y", "2024: y"),
        ("a: 1", "a: b", "y", 'a: 1\n"a: b": y'),
        ("email: a\nmail: b", "email", ["c"], None),
        ("last_contact: 2026-01-01\nlast_met: 2026-03-03", "last_contact", "2026-04-04", "last_contact: 2026-01-01\nlast_met: 2026-04-04"),
        ("last_contact: 2026-01-01\nlast_met: 2026-03-03", "last_contact", "2025-04-04", None),
        ("role: {{x}}", "role", "pianist", "role: pianist"),
        ("name: Ada", "name", "{{x}}", None),
    ],
)  # fmt: skip
def test_a_property_is_set(
    before: str, key: str, value: str | list[str] | None, after: str | None
) -> None:
    if after is None:
        with pytest.raises(EditRefused, match=r"People/Ada Moon\.md:\d+: "):
            set_property(PATH, front(before), key, value, WAYS)
    else:
        changed = set_property(PATH, front(before), key, value, WAYS)
        assert fields(changed) == after
        assert set_property(PATH, changed, key, value, WAYS) == changed


def test_a_spelling_of_the_users_own_is_the_property() -> None:
    ways = Conventions(Reading(properties={"ruolo": "role"}))
    changed = set_property(PATH, front("Ruolo: x"), "role", "y", ways)
    assert fields(changed) == "Ruolo: y"


@pytest.mark.parametrize(
    ("before", "key", "items", "after"),
    [
        ("email: a@x   # work", "email", ["b@x"], "email:\n  - a@x   # work\n  - b@x"),
        ("aliases: Ada, la Ada", "aliases", ["A."], "aliases:\n  - Ada\n  - la Ada\n  - A."),
        ("tags: a, b", "tags", ["#B", "c"], "tags:\n  - a\n  - b\n  - c"),
        ('x:\n  - "a"\n  - "b"', "x", ["c"], 'x:\n  - "a"\n  - "b"\n  - "c"'),
        ("x: [\n  a,\n  b\n  ]", "x", ["c"], "x: [\n  a,\n  b,\n  c\n  ]"),
        ("x: [a, b,]", "x", ["c, d"], 'x: [a, b, "c, d",]'),
        ("x:", "x", ["a"], "x:\n  - a"),
        ("x: 1", "aliases", ["a"], "x: 1\naliases:\n  - a"),
        ("met_through: [[Bob]]", "met_through", ["[[Eve]]"], 'met_through:\n  - "[[Bob]]"\n  - "[[Eve]]"'),
    ],
)  # fmt: skip
def test_items_are_added(before: str, key: str, items: list[str], after: str) -> None:
    assert fields(add_to_property(PATH, front(before), key, items, WAYS)) == after


@pytest.mark.parametrize(
    ("before", "items", "after"),
    [
        ("x:\n  - a # c\n  # keep\n  - b", ["a"], "x:\n  # keep\n  - b"),
        ("x:\n  - a\ny: 1", ["a"], "x: []\ny: 1"),
        ("x: [a, b, c]", ["a"], "x: [b, c]"),
        ("x: [a, b, c]", ["b", "c"], "x: [a]"),
        ("x: a", ["a"], "x: []"),
        ("x: a", ["b"], "x: a"),
    ],
)
def test_items_are_removed(before: str, items: list[str], after: str) -> None:
    assert fields(remove_from_property(PATH, front(before), "x", items, WAYS)) == after


def test_deleting_takes_the_lines_and_leaves_other_comments() -> None:
    before = "# above\nx: # own\n  # among\n  - a # its\n  - b\n# below\ny: 1"
    assert (
        fields(delete_property(PATH, front(before), "x", WAYS))
        == "# above\n  # among\n# below\ny: 1"
    )


@pytest.mark.parametrize("value", ["\n  k: v\n  l: w", "\n  - k: v\n  - l", "\n  k:\n    - v"])
@pytest.mark.parametrize("comment", ["# below", "  # below", "\n# below\n"])
def test_deleting_a_map_leaves_the_comment_below_it(value: str, comment: str) -> None:
    before = f"x:{value}\n{comment}\ny: 1"
    assert fields(delete_property(PATH, front(before), "x", WAYS)) == f"{comment}\ny: 1"


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"---\na: 1\na: 2\n---\n", 3),
        (b"---\na: 1\n<<<<<<< HEAD\nb: 2\n---\n", 3),
        (b"---\na: |\n  x\n  =======\n=======: y\n---\n", None),
        (b"---\na: [1\n---\n", 2),
        (b"\xff\xfea\x00", 1),
        (b"---\na: 1\n---\n\0", 4),
        (b"\xef\xbb\xbf\xef\xbb\xbf---\na: 1\n---\n", 1),
        (b"---\na: 1\nno end\n", 1),
        (b"type:: person\nbirthday:: 1990-01-01\n\n- text\n", 1),
    ],
)
def test_what_no_program_should_change_is_refused(data: bytes, line: int | None) -> None:
    if line is None:
        assert set_property(PATH, data, "b", "x", WAYS)
        return
    with pytest.raises(EditRefused) as refusal:
        set_property(PATH, data, "b", "x", WAYS)
    assert refusal.value.message.startswith(f"{PATH}:{line}: ")
    assert refusal.value.hint


def test_front_matter_is_made_with_the_notes_own_line_ends_below_its_mark() -> None:
    changed = set_property(PATH, b"\xef\xbb\xbfBody \xff\r\n", "met", "2026-01-01", WAYS)
    assert changed == b"\xef\xbb\xbf---\r\nmet: 2026-01-01\r\n---\r\nBody \xff\r\n"


def test_values_of_inline_fields_go_along_into_a_new_list() -> None:
    changed = add_to_property(PATH, b"Hello\n\nemail:: a@x\n", "email", ["b@x"], WAYS)
    assert changed == b"---\nemail:\n  - a@x\n  - b@x\n---\nHello\n\nemail:: a@x\n"


def test_a_property_that_stands_in_the_text_only_is_not_deleted() -> None:
    with pytest.raises(EditRefused, match=r"People/Ada Moon\.md:3: .*inline field"):
        delete_property(PATH, b"Hello\n\nemail:: a@x\n", "email", WAYS)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "\n## Log\n\n- 2026-10-03 call: hi\n"),
        ("Text", "Text\n\n## Log\n\n- 2026-10-03 call: hi"),
        ("# Ada\n\n# Info\nx\n", "# Ada\n\n# Info\nx\n\n# Log\n\n- 2026-10-03 call: hi\n"),
        ("## Log\n- 2026-01-01 a\n- 2026-12-01 b\n", "## Log\n- 2026-01-01 a\n- 2026-10-03 call: hi\n- 2026-12-01 b\n"),
        ("# log\n\n* 2026-11-01 b\n* 2026-01-01 a\n", "# log\n\n* 2026-11-01 b\n* 2026-10-03 call: hi\n* 2026-01-01 a\n"),
        ("## Log\n- [[2026-01-01]] a\n  more\n", "## Log\n- [[2026-01-01]] a\n  more\n- [[2026-10-03]] call: hi\n"),
        ("## Log\n\n- 2026-01-01 a\n\n- 2026-02-01 b\n", "## Log\n\n- 2026-01-01 a\n\n- 2026-02-01 b\n\n- 2026-10-03 call: hi\n"),
        ("## Log\n\n## X\n", "## Log\n\n- 2026-10-03 call: hi\n\n## X\n"),
        ("```\n## Log\n```\n", "```\n## Log\n```\n\n## Log\n\n- 2026-10-03 call: hi\n"),
        ("> ## Log\n", "> ## Log\n\n## Log\n\n- 2026-10-03 call: hi\n"),
        ("<div>\n## Log\n</div>\n", "<div>\n## Log\n</div>\n\n## Log\n\n- 2026-10-03 call: hi\n"),
        ("## Log\n- [ ] t\n  - 2026-01-01 x\n", "## Log\n- [ ] t\n  - 2026-01-01 x\n- 2026-10-03 call: hi\n"),
        ("## Log\n### 2025\n- 2025-01-01 a\n", "## Log\n### 2025\n- 2025-01-01 a\n\n### 2026\n- 2026-10-03 call: hi\n"),
        ("## Log\n### 2027\n- 2027-01-01 a\n", "## Log\n### 2026\n- 2026-10-03 call: hi\n\n### 2027\n- 2027-01-01 a\n"),
        ("## Log\n### 2025\n- 2025-02-01 b\n- 2025-01-01 a\n", "## Log\n### 2026\n- 2026-10-03 call: hi\n\n### 2025\n- 2025-02-01 b\n- 2025-01-01 a\n"),
        ("## Log\n### Calls\n- 2025\n  - 2025-01-01 a\n", "## Log\n- 2026-10-03 call: hi\n\n### Calls\n- 2025\n  - 2025-01-01 a\n"),
        ("x\n\n[a]: a.md\n", "x\n\n## Log\n\n- 2026-10-03 call: hi\n\n[a]: a.md\n"),
        ("x\n\n%% kanban\n%%", "x\n\n## Log\n\n- 2026-10-03 call: hi\n\n%% kanban\n%%"),
    ],
)  # fmt: skip
def test_a_log_line_is_added(before: str, after: str) -> None:
    data = f"{HEAD}{before}".encode()
    changed = add_log_line(PATH, data, DAY, "call: hi", WAYS)
    assert changed.decode() == f"{HEAD}{after}"
    assert add_log_line(PATH, changed, DAY, "call: hi", WAYS) == changed


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("## Log\n```\nnever closed", "call"),
        ("## Log\n- 2026-01-01 x\n\nText %% c %%\n", "call %% hm"),
        ("## Log\n", "call\n```\ncode"),
        ("<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n", "call"),
    ],
)
def test_a_log_line_that_would_change_more_is_refused(body: str, words: str) -> None:
    data = f"{HEAD}{body}\n\n- 2026-01-01 z\n".encode()
    with pytest.raises(EditRefused, match=r"People/Ada Moon\.md:\d+: "):
        add_log_line(PATH, data, DAY, words, WAYS)


def test_a_note_that_ends_with_its_closing_fence_gets_a_body() -> None:
    changed = add_log_line(PATH, b"---\r\ntype: person\r\n---", DAY, "call", WAYS)
    assert changed == b"---\r\ntype: person\r\n---\r\n\r\n## Log\r\n\r\n- 2026-10-03 call"


def test_an_item_is_added_to_a_daily_note() -> None:
    path = "Journal/2026-10-03.md"
    assert add_item(path, b"- a\n", None, "[ ] b", WAYS) == b"- a\n- [ ] b\n"
    assert (
        add_item(path, b"x\n", "People", "[[Ada]] call", WAYS)
        == b"x\n\n## People\n\n- [[Ada]] call\n"
    )
    assert add_item(path, b"", None, "b", WAYS) == b"- b\n"


def task(line: str) -> bytes:
    return f"{HEAD}{line}\n".encode()


def open_loop(data: bytes) -> tuple[int, str]:
    loop = next(loop for loop in read_note(PATH, data, WAYS).loops if loop.state == "open")
    return loop.line, loop.text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- [ ] a 📅 2026-10-01", "- [x] a 📅 2026-10-01 ✅ 2026-10-03"),
        ("* [/] a #promise ^id-1 ", "* [x] a #promise ✅ 2026-10-03 ^id-1 "),
        ("1. [ ] a [due:: 2026-10-01]", "1. [x] a [due:: 2026-10-01]  [completion:: 2026-10-03]"),
        ("- [ ] a ^visit_1", "- [x] a ^visit_1 ✅ 2026-10-03"),
        ("- [ ] a 🔁 every day 📅 2026-10-01", "- [ ] a 🔁 every day 📅 2026-10-02\n- [x] a 🔁 every day 📅 2026-10-01 ✅ 2026-10-03"),
        ("- [ ] a 🔁 every week when done ⏳ 2026-09-01 📅 2026-09-03 ^i",
         "- [ ] a 🔁 every week when done ⏳ 2026-10-08 📅 2026-10-10\n- [x] a 🔁 every week when done ⏳ 2026-09-01 📅 2026-09-03 ✅ 2026-10-03 ^i"),
        ("- [ ] a 🔁 every day 🏁 delete 📅 2026-10-01", "- [ ] a 🔁 every day 🏁 delete 📅 2026-10-02"),
        ("- [ ] a  [repeat:: every month]  [due:: 2026-01-31]",
         "- [ ] a  [repeat:: every month]  [due:: 2026-02-28]\n- [x] a  [repeat:: every month]  [due:: 2026-01-31]  [completion:: 2026-10-03]"),
        ("- [ ] a\n  - 2026-01-01 below", "- [x] a ✅ 2026-10-03\n  - 2026-01-01 below"),
    ],
)  # fmt: skip
def test_a_loop_is_completed_as_the_plugin_completes_it(before: str, after: str) -> None:
    data = task(before)
    assert complete_loop(PATH, data, *open_loop(data), DAY, WAYS) == task(after)


def test_a_loop_that_moved_is_found_by_its_words_when_only_one_has_them() -> None:
    data = task("- [ ] a\n- [ ] b\n- [ ] b\n- [x] c")
    assert complete_loop(PATH, data, 9, "a", DAY, WAYS) == task(
        "- [x] a ✅ 2026-10-03\n- [ ] b\n- [ ] b\n- [x] c"
    )
    for words in ("b", "c", "gone"):
        with pytest.raises(EditRefused, match=r"People/Ada Moon\.md:9: "):
            complete_loop(PATH, data, 9, words, DAY, WAYS)


@pytest.mark.parametrize(
    "rule", ["every full moon", "every hour", "every day on Monday", "every week until 2027"]
)
def test_a_rule_that_is_not_understood_is_left_to_the_plugin(rule: str) -> None:
    data = task(f"- [ ] a 🔁 {rule} 📅 2026-10-01")
    with pytest.raises(EditRefused) as refusal:
        complete_loop(PATH, data, *open_loop(data), DAY, WAYS)
    assert "Obsidian" in refusal.value.hint


def test_a_loop_is_cancelled_reworded_and_added() -> None:
    data = task("- [ ] #promise send the plans #garden 📅 2026-10-01 ^i")
    line, words = open_loop(data)
    assert cancel_loop(PATH, data, line, words, DAY, WAYS) == task(
        "- [-] #promise send the plans #garden 📅 2026-10-01 ❌ 2026-10-03 ^i"
    )
    assert reword_loop(PATH, data, line, words, "bring them #garden", WAYS) == task(
        "- [ ] #promise bring them #garden 📅 2026-10-01 ^i"
    )
    ways = Conventions(task_filter="#task")
    added = add_loop(PATH, HEAD.encode(), "send #promise", ways)
    assert added == f"{HEAD}\n## Open loops\n\n- [ ] #task send #promise\n".encode()
    assert add_loop(PATH, added, "send #promise 📅 2026-12-12", ways) == added


@pytest.mark.parametrize(
    ("rule", "start", "following"),
    [
        ("every day", "2026-12-31", "2027-01-01"), ("every 3 days", "2026-10-01", "2026-10-04"),
        ("every week", "2026-10-01", "2026-10-08"), ("every 2 weeks", "2026-10-01", "2026-10-15"),
        ("every month", "2026-01-31", "2026-02-28"), ("every 3 months", "2026-01-31", "2026-04-30"),
        ("every year", "2024-02-29", "2025-02-28"), ("every 2 years", "2024-02-29", "2026-02-28"),
        ("every weekday", "2026-10-02", "2026-10-05"), ("every week on Monday, Thursday", "2026-10-01", "2026-10-05"),
        ("every 2 weeks on Monday", "2026-10-01", "2026-10-12"), ("every Tuesday and Friday", "2026-10-01", "2026-10-02"),
        ("every month on the 15th", "2026-10-15", "2026-11-15"), ("every month on the 31st", "2026-10-31", "2026-12-31"),
        ("every month on the last", "2026-02-28", "2026-03-31"), ("every month on the last Friday", "2026-10-01", "2026-10-30"),
        ("every month on the 2nd Tuesday", "2026-10-13", "2026-11-10"), ("every January on the 15th", "2026-10-13", "2027-01-15"),
        ("every week on weekdays", "2026-10-01", None), ("every 0 days", "2026-10-01", None), ("sometimes", "2026-10-01", None),
        ("every 999 years", "9001-01-01", None),
    ],
)  # fmt: skip
def test_when_a_recurring_task_comes_back(rule: str, start: str, following: str | None) -> None:
    parsed = parse_rule(rule)
    day = next_day(parsed, date.fromisoformat(start)) if parsed else None
    assert (day.isoformat() if day else None) == following


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[[Old]] ![[old|100]] [[Old.md#H|t]]", "[[New è]] ![[New è|100]] [[New è.md#H|t]]"),
        ("| [[Old\\|t]] |", "| [[New è\\|t]] |"),
        ("[t](Old.md) [t](<Old.md#h> \"x\") [t](Old)", "[t](New%20è.md) [t](<New è.md#h> \"x\") [t](New%20è)"),
        ("`[[Old]]` %%[[Old]]%% [[Older]] [[#Old]] [x](https://Old)", "`[[Old]]` %%[[Old]]%% [[Older]] [[#Old]] [x](https://Old)"),
        ("    [[Old]]", "    [[Old]]"),
        ("- a\n  - [[Old]]\n\n  [[Old]]", "- a\n  - [[New è]]\n\n  [[New è]]"),
        ("> [!note] [[ Old ]]", "> [!note] [[ New è ]]"),
    ],
)  # fmt: skip
def test_links_are_rewritten(before: str, after: str) -> None:
    head = "---\na: \"[[Old]]\"\nb: '[[Old|L''x]]'\nc: see [[Old#h]] # [[Old]]\n---\n"
    lead = {"Old": "New è", "old": "New è"}
    changed = rewrite_links("Note.md", f"{head}{before}\n".encode(), lead.get, WAYS)
    now = "---\na: \"[[New è]]\"\nb: '[[New è|L''x]]'\nc: see [[New è#h]] # [[Old]]\n---\n"
    assert changed.decode() == f"{now}{after}\n"


def test_a_name_that_no_link_can_hold_is_refused() -> None:
    with pytest.raises(EditRefused, match=r"Note\.md:1: "):
        rewrite_links("Note.md", b"[[Old]]", lambda _: "a|b", WAYS)


def test_text_is_appended_above_what_must_stay_last() -> None:
    changed = append_text(PATH, f"{HEAD}x\n\n[a]: a.md\n".encode(), "## B\r\n\r\ny\n", WAYS)
    assert changed == f"{HEAD}x\n\n## B\n\ny\n\n[a]: a.md\n".encode()
