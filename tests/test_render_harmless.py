"""What notes say is shown, never obeyed."""

import json

import pytest

from vault_tool.render.harmless import escaped, harmless, one_line

HARMFUL = [
    "\x1b[31m", "\x1b]52;c;cm0=\x07", "\x9b31m", "\x7f", "\x00", "\x08", "\u202e", "\u2066",
    "\u200b", "\ufeff", "\ud83d",
]  # fmt: skip


@pytest.mark.parametrize("sign", HARMFUL, ids=ascii)
def test_what_a_terminal_would_obey_or_hide_becomes_visible(sign: str) -> None:
    for shown in (harmless(f"a{sign}b"), one_line(f"a{sign}b")):
        assert not set(shown) & set("\x00\x07\x08\x1b\x7f\x9b\u202e\u2066\u200b\ufeff\ud83d")
        assert "\ufffd" in shown
        assert shown.startswith("a")
        assert shown.endswith("b")


def test_ordinary_text_of_any_script_stays_as_it_is() -> None:
    text = "Zoë, Đặng, 渡辺 潤, ليلى, 👩‍👩‍👧, naïve – «ok»"
    assert harmless(text) is text
    assert one_line(text) is text


def test_line_breaks_stay_in_text_and_become_blanks_in_a_line() -> None:
    assert harmless("one\ntwo\tthree") == "one\ntwo\tthree"
    assert one_line(" one \n\n two\r\nthree\u2028four\x85five\tsix") == (
        "one two three four five six"
    )


def test_json_says_the_same_after_its_harmful_signs_are_escaped() -> None:
    text = "".join(HARMFUL[:-1]) + "\n\u2029"
    said = escaped(json.dumps({"name": text}, ensure_ascii=False))
    assert json.loads(said) == {"name": text}
    assert said.isprintable()
