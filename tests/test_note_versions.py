"""Two versions of a note that began as one: the laws of their union, and cases to read aloud."""

import random
import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.devices import needs_git
from tests.two_devices import START, WORD, Device, Words
from vault_tool.note.frontmatter import read_front_matter
from vault_tool.note.versions.merge import Merged, merged
from vault_tool.sync.lines import compared

pytestmark = needs_git

unhurried = settings(deadline=None)  # git starts slowly

Three = tuple[str, str, str]


def union(base: str, ours: str, theirs: str) -> Merged:
    found = merged(base.encode(), ours.encode(), theirs.encode(), compared)
    assert found is not None
    return found


def note(head: str, body: str = "") -> str:
    return f"---\n{head}\n---\n{body}"


def log(*entries: str) -> str:
    return note("type: person", "## Log\n\n" + "".join(f"- {each}\n" for each in entries))


def three_edited(number: int) -> Three:
    """Return a note and what two devices made of it."""
    chance, words = random.Random(number), Words()
    device = Device(chance, words)
    base = device.edit(START, chance.randint(0, 4))
    ours = device.edit(base, chance.randint(1, 4))
    return base, ours, device.edit(base, chance.randint(1, 4))


edited = st.integers(0, 10**9).map(three_edited)

# Anything at all, of lines that matter to the parts of a note.
LINES = (
    "---", "type: person", "tags: [a, b]", "tags:", "  - a", "  - c", "email: x", "email: y",
    "last_contact: 2026-09-02", "last_contact: [[2026-10-02]]", "# said", "note: |", "  text", "",
    "# Title", "## Log", "- 2026-09-02 call", "- 2026-09-03 coffee", "  - more", "- plain",
    "- [ ] plans #promise 📅 2026-10-01", "- [x] plans #promise ✅ 2026-10-02", "words", "```",
    "<!--", "-->", "%%", "***", "> quote", "\ttabbed", "| a |", "2. two", "<<<<<<< ours", "=======",
)  # fmt: skip
texts = st.lists(st.sampled_from(LINES), max_size=14).map(lambda lines: "\n".join(lines))
headed = st.builds(
    lambda head, body: "\n".join(["---", *head, "---", *body, ""]),
    st.lists(st.sampled_from(LINES[1:13]), max_size=6),
    st.lists(st.sampled_from(LINES[14:]), max_size=10),
)
notes = texts | headed
anything = st.tuples(notes, notes, notes)


@unhurried
@given(edited | anything)
def test_ours_and_theirs_exchanged_give_the_same_note(three: Three) -> None:
    base, ours, theirs = three

    one, two = union(base, ours, theirs), union(base, theirs, ours)

    assert one.is_clean == two.is_clean
    if one.is_clean:
        assert one.data == two.data


@unhurried
@given(notes, notes)
def test_a_side_that_changed_nothing_has_no_say(base: str, changed: str) -> None:
    assert union(base, changed, base) == union(base, base, changed) == Merged(changed.encode())


@unhurried
@given(notes, notes)
def test_what_both_sides_made_alike_is_the_result(base: str, changed: str) -> None:
    assert union(base, changed, changed) == Merged(changed.encode())


@unhurried
@given(edited)
def test_a_merge_that_is_merged_again_stays(three: Three) -> None:
    base, ours, theirs = three
    first = union(base, ours, theirs).data

    assert union(base, first.decode(), theirs).data == first


@unhurried
@given(edited | anything)
def test_front_matter_is_valid_where_both_sides_were(three: Three) -> None:
    base, ours, theirs = three
    parsed = [read_front_matter(text, "").parsed for text in (ours, theirs)]

    text = union(base, ours, theirs).data.decode()

    if all(parsed) and all(text.startswith("---\n") for text in (ours, theirs)):
        assert read_front_matter(text, "").parsed


def lost_and_doubled(three: Three) -> tuple[list[str], list[str]]:
    """Return the words that the union lacks, and the new ones that it says twice."""
    base, ours, theirs = three
    text = union(base, ours, theirs).data.decode()
    words = set(WORD.findall(ours + theirs))
    wanted = {word for word in words if word not in base or (word in ours and word in theirs)}
    times = Counter(WORD.findall(text))
    return sorted(wanted - set(times)), sorted(
        word for word in words if times[word] > 1 and word not in base
    )


@unhurried
@given(edited)
def test_what_either_device_added_is_there_exactly_once(three: Three) -> None:
    assert lost_and_doubled(three) == ([], [])


@unhurried
@given(anything)
def test_every_line_of_words_that_a_side_added_is_there(three: Three) -> None:
    base, ours, theirs = (set(text.split("\n")) for text in three)
    text = union(*three).data.decode()
    told = text.split("\n")
    head = (
        set(told[: told.index("---", 1)]) if text.startswith("---") and "---" in told[1:] else set()
    )

    for line in (ours | theirs) - base:
        if line.strip() and line not in LINES[1:13] and line not in head and "plans" not in line:
            assert any(line.strip() in each for each in told), line


@unhurried
@given(anything)
def test_a_comment_that_a_side_put_beside_a_value_is_there(three: Three) -> None:
    base, ours, theirs = three

    if "# home" in ours + theirs and "# home" not in base:
        assert "# home" in union(*three).data.decode()


@unhurried
@given(edited)
def test_no_word_is_invented(three: Three) -> None:
    words = [set(re.findall(r"\w+", text)) for text in three]

    told = re.findall(r"\w+", union(*three).data.decode().replace("# CONFLICT other side:", ""))

    assert set(told) <= set.union(*words, {"ours", "theirs"})


HEADS = {
    "each side changes a property of its own": (
        "email: a\nrole: b", "email: c\nrole: b", "email: a\nrole: d", "email: c\nrole: d"),
    "the later day of a last contact counts": (
        "last_contact: 2026-01-01", "last_contact: 2026-03-01", 'last_contact: "[[2026-02-01]]"',
        "last_contact: 2026-03-01"),
    "the later of two times of saving counts": (
        "modified: 2026-01-01T10:00", "modified: 2026-01-03T09:00", "modified: 2026-01-03T11:30",
        "modified: 2026-01-03T11:30"),
    "a list has what both added": (
        "tags: [a]", "tags: [a, b]", "tags: [a, c]", "tags: [a, b, c]"),
    "what one took out of a list stays away": (
        "tags:\n  - a\n  - b", "tags:\n  - b\n  - c", "tags:\n  - a\n  - b\n  - d",
        "tags:\n  - b\n  - d\n  - c"),
    "an item keeps its quotes": (
        'aliases: ["Ann"]', 'aliases: ["Ann", "Nan"]', 'aliases: ["Ann", "A. B."]',
        'aliases: ["Ann", "A. B.", "Nan"]'),
    "both added the same item": ("tags: [a]", "tags: [a, b]", "tags: [a, b, c]", "tags: [a, b, c]"),
    "a new list on both sides": ("type: person", "type: person\ntags: [a]", "type: person\ntags: [b]",
        "type: person\ntags: [a, b]"),
    "a value written in another way is no change": (
        "email: a", 'email: "a"', "email: b", "email: b"),
    "a changed value is not deleted": ("email: a\nrole: x", "role: x", "email: b\nrole: x",
        "email: b\nrole: x"),
    "a property that one side deleted is gone": ("email: a\nrole: x", "role: x", "email: a\nrole: y", "role: y"),
    "two new properties": ("type: person", "type: person\nrole: x", "type: person\nemail: y",
        "type: person\nemail: y\nrole: x"),
    "an order that one side changed": ("b: 1\na: 2", "a: 2\nb: 1", "b: 1\na: 3", "a: 3\nb: 1"),
    "comments of both sides": ("# one\nrole: x", "# one\n# two\nrole: x", "# one\n# three\nrole: y",
        "# one\n# three\n# two\nrole: y"),
    "a comment beside an item of one side": ("tags:\n  - a", "tags:\n  - a # school\n  - b", "tags:\n  - a",
        "tags:\n  - a # school\n  - b"),
    "block text of one side": ("bio: |\n  a\n  b\nx: 1", "bio: |\n  a\n  c\nx: 1", "bio: |\n  a\n  b\nx: 2",
        "bio: |\n  a\n  c\nx: 2"),
}  # fmt: skip


@pytest.mark.parametrize("case", HEADS)
def test_properties(case: str) -> None:
    base, ours, theirs, wanted = map(note, HEADS[case])

    found = union(base, ours, theirs)

    assert found.data.decode() == wanted
    assert found.is_clean


DIFFERING = {
    "two values": ("email: a", "email: b", "email: c", "email: b\n# CONFLICT other side: email: c"),
    "a value that both made": ("x: 1", "x: 1\nemail: b", "x: 1\nemail: c",
        "x: 1\nemail: b\n# CONFLICT other side: email: c"),
    "block text": ("bio: |\n  a", "bio: |\n  b", "bio: |\n  c\n\n  d",
        "bio: |\n  b\n# CONFLICT other side: bio: |\n# CONFLICT other side:   c\n"
        "# CONFLICT other side:\n# CONFLICT other side:   d"),
    "days that are none": ("last_contact: 2026-01-01", "last_contact: soon", "last_contact: 2026-02-01",
        "last_contact: soon\n# CONFLICT other side: last_contact: 2026-02-01"),
    "comments beside a value": ("email: a", "email: a # work", "email: a # home",
        "email: a # work\n# CONFLICT other side: email: a # home"),
    "a comment here, a value there": ("email: a", "email: a # work", "email: b",
        "email: a # work\n# CONFLICT other side: email: b"),
    "a comment beside a day": ("last_contact: 2026-01-01", "last_contact: 2026-02-01 # by phone",
        "last_contact: 2026-03-01",
        "last_contact: 2026-02-01 # by phone\n# CONFLICT other side: last_contact: 2026-03-01"),
    "comments beside items": ("tags:\n  - a", "tags:\n  - a # school\n  - b", "tags:\n  - a\n  - c # gym",
        "tags:\n  - a # school\n  - b\n# CONFLICT other side: tags:\n# CONFLICT other side:   - a\n"
        "# CONFLICT other side:   - c # gym"),
    "an item with a comment, taken away": ("tags:\n  - a\n  - b", "tags:\n  - b", "tags:\n  - a # school\n  - b",
        "tags:\n  - b\n# CONFLICT other side: tags:\n# CONFLICT other side:   - a # school\n"
        "# CONFLICT other side:   - b"),
    "maps": ("x: {a: 1}", "x: {a: 2}", "x: {a: 3}", "x: {a: 2}\n# CONFLICT other side: x: {a: 3}"),
}  # fmt: skip


@pytest.mark.parametrize("case", DIFFERING)
def test_of_two_values_ours_stands_and_theirs_is_recorded(case: str) -> None:
    base, ours, theirs, wanted = map(note, DIFFERING[case])

    found = union(base, ours, theirs)

    assert found.data.decode() == wanted
    assert (len(found.properties), found.is_marked) == (1, False)


LOGS: dict[str, tuple[tuple[str, ...], ...]] = {
    "both add a talk: by day": (("2026-09-02 a",), ("2026-09-02 a", "2026-09-09 c"),
        ("2026-09-02 a", "2026-09-05 b"), ("2026-09-02 a", "2026-09-05 b", "2026-09-09 c")),
    "newest first": (("2026-09-02 b", "2026-09-01 a"), ("2026-09-05 d", "2026-09-02 b", "2026-09-01 a"),
        ("2026-09-04 c", "2026-09-02 b", "2026-09-01 a"),
        ("2026-09-05 d", "2026-09-04 c", "2026-09-02 b", "2026-09-01 a")),
    "the same talk on both": (("2026-09-02 a",), ("2026-09-02 a", "2026-09-05 b"),
        ("2026-09-02 a", "2026-09-05 b", "2026-09-06 c"), ("2026-09-02 a", "2026-09-05 b", "2026-09-06 c")),
    "two talks in the same words stay two": (("2026-09-02 a", "2026-09-02 a"),
        ("2026-09-02 a", "2026-09-02 a", "2026-09-05 b"), ("2026-09-02 a", "2026-09-02 a", "2026-09-06 c"),
        ("2026-09-02 a", "2026-09-02 a", "2026-09-05 b", "2026-09-06 c")),
    "one deletes what the other keeps": (("2026-09-02 a", "2026-09-03 b"), ("2026-09-03 b",),
        ("2026-09-02 a", "2026-09-03 b", "2026-09-05 c"), ("2026-09-03 b", "2026-09-05 c")),
    "one deletes what the other changes": (("2026-09-02 a", "2026-09-03 b"), ("2026-09-03 b",),
        ("2026-09-02 a long", "2026-09-03 b"), ("2026-09-02 a long", "2026-09-03 b")),
    "both change one talk: both stay": (("2026-09-02 a",), ("2026-09-02 b",), ("2026-09-02 c",),
        ("2026-09-02 b", "2026-09-02 c")),
    "one tells more below, the other adds a tag": (("2026-09-02 a",), ("2026-09-02 a #got/info",),
        ("2026-09-02 a\n  - more",), ("2026-09-02 a\n  - more", "2026-09-02 a #got/info")),
    "lines below an entry go with it": (("2026-09-02 a",), ("2026-09-02 a", "2026-09-05 b\n  - more\n  text"),
        ("2026-09-02 a", "2026-09-04 c\n\n  far below"),
        ("2026-09-02 a", "2026-09-04 c\n\n  far below", "2026-09-05 b\n  - more\n  text")),
}  # fmt: skip


@pytest.mark.parametrize("case", LOGS)
def test_entries(case: str) -> None:
    base, ours, theirs, wanted = (log(*entries) for entries in LOGS[case])

    found = union(base, ours, theirs)

    assert found.data.decode() == wanted
    assert found.is_clean


LOOPS: dict[str, tuple[str, ...]] = {
    "done wins over put off": ("[ ] plans #promise 📅 2026-10-01", "[x] plans #promise 📅 2026-10-01 ✅ 2026-10-02",
        "[ ] plans #promise 📅 2026-10-09", "[x] plans #promise 📅 2026-10-09 ✅ 2026-10-02"),
    "done on both: the first day": ("[ ] plans", "[x] plans ✅ 2026-10-02", "[x] plans ✅ 2026-10-05",
        "[x] plans ✅ 2026-10-02"),
    "put off twice: the later day": ("[ ] plans 📅 2026-10-01", "[ ] plans 📅 2026-10-03", "[ ] plans 📅 2026-10-02",
        "[ ] plans 📅 2026-10-03"),
    "done and told more of": ("[ ] plans", "[x] plans ✅ 2026-10-02", "[ ] plans\n  - in the drawer",
        "[x] plans ✅ 2026-10-02\n  - in the drawer"),
    "done wins over cancelled": ("[ ] plans", "[x] plans ✅ 2026-10-02", "[-] plans ❌ 2026-10-03",
        "[x] plans ❌ 2026-10-03 ✅ 2026-10-02"),
}  # fmt: skip


@pytest.mark.parametrize("case", LOOPS)
def test_a_loop_is_known_by_its_words(case: str) -> None:
    base, ours, theirs, wanted = (f"# Ada\n\n- {each}\n- [ ] book\n" for each in LOOPS[case])

    found = union(base, ours, theirs)

    assert found.data.decode() == wanted
    assert found.is_clean


def test_each_device_begins_a_section_of_its_own() -> None:
    base = "# Ada\n"
    ours = base + "\n## Open loops\n\n- [ ] plans\n"
    theirs = base + "\n## Log\n\n- 2026-09-02 call\n"

    found = union(base, ours, theirs)

    assert found.is_clean
    assert found.data.decode().count("## ") == 2
    assert "## Log\n\n- 2026-09-02 call\n" in found.data.decode()


def test_two_devices_make_the_same_daily_note() -> None:
    made = "---\ntags: [daily]\n---\n# Monday\n\n## Log\n\n"

    found = union("", made + "- called [[Ada]]\n", made + "- wrote to [[Bob]]\n")

    assert found == Merged((made + "- called [[Ada]]\n- wrote to [[Bob]]\n").encode())


def test_prose_that_both_changed_is_marked_and_the_properties_are_not() -> None:
    base = note("role: x", "words\n\n## Log\n\n- 2026-09-01 a\n")
    ours = base.replace("words", "our words") + "- 2026-09-02 b\n"
    theirs = base.replace("words", "their words").replace("x", "y") + "- 2026-09-03 c\n"

    found = union(base, ours, theirs)

    assert found.data.decode() == note(
        "role: y",
        "<<<<<<< ours\nour words\n=======\ntheir words\n>>>>>>> theirs\n\n## Log\n\n"
        "- 2026-09-01 a\n- 2026-09-02 b\n- 2026-09-03 c\n",
    )
    assert found.is_marked


@pytest.mark.parametrize("style", ["crlf", "mark", "unended"])
def test_how_a_file_is_written_stays(style: str) -> None:
    def styled(text: str) -> bytes:
        data = text.encode()
        if style == "crlf":
            return data.replace(b"\n", b"\r\n")
        return b"\xef\xbb\xbf" + data if style == "mark" else data.removesuffix(b"\n")

    base, ours, theirs, wanted = (styled(log(*each)) for each in LOGS["both add a talk: by day"])

    found = merged(base, ours, theirs, compared)

    assert found is not None
    assert found.data == wanted


def test_line_ends_that_one_device_changed_are_a_change_like_others() -> None:
    base, ours, theirs = (log(*each).encode() for each in LOGS["both add a talk: by day"][:3])

    found = merged(base, ours.replace(b"\n", b"\r\n"), theirs, compared)

    assert found is not None
    assert found.data.count(b"\r\n") == found.data.count(b"\n") == 8


def test_where_some_lines_end_in_another_way_both_sides_are_between_marks() -> None:
    base = b"# Ada\r\n\ntea\r\n"
    ours, theirs = (base.replace(b"tea", each) for each in (b"green tea", b"black tea"))

    found = merged(base, ours, theirs, compared)

    assert found is not None
    assert found.is_marked
    assert found.data == (
        b"# Ada\r\n\n<<<<<<< ours\ngreen tea\r\n=======\nblack tea\r\n>>>>>>> theirs\n"
    )


def test_how_a_note_is_written_that_both_made_is_the_same_from_either_side() -> None:
    one, two = b"# Ada\r\n\r\ntea", b"# Ada\n\ntea\n"

    assert merged(b"", one, two, compared) == merged(b"", two, one, compared)


def test_bytes_that_are_no_text_are_not_merged() -> None:
    assert merged(b"a", b"a\0b", b"a\0c", compared) is None


def test_bytes_that_are_no_utf8_stay() -> None:
    found = merged(b"a\n\nb\n", b"\xe9\n\nb\n", b"a\n\n\xe8\n", compared)

    assert found == Merged(b"\xe9\n\n\xe8\n")


@pytest.mark.storm
def test_three_thousand_notes_that_two_devices_edited() -> None:
    stopped = 0
    for number in range(3000):
        three = three_edited(number)
        assert lost_and_doubled(three) == ([], []), number
        found = union(*three)
        stopped += not found.is_clean
        assert read_front_matter(found.data.decode(), "").parsed, number

    assert stopped <= 300
