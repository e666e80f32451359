"""E-mails and mailto links: whatever a note holds, it stays a name, a subject or a text."""

import re
from email import message_from_bytes, policy
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vault_tool.render.letters import address_in, eml, mailto

ADA = ("Ada Neri", "ada@example.org")
HEADERS = {
    "Content-Type", "MIME-Version", "Content-Transfer-Encoding", "X-Unsent", "To", "Subject",
}  # fmt: skip

hostile = st.one_of(
    st.text(max_size=200),
    st.lists(
        st.sampled_from(
            ["\r\nBcc: eve@example.org", "\n", "\r", "=?utf-8?q?x=0D=0ABcc:_e=40e.org?=", "=?",
             "\x00", "\x85", "\u2028", "\u202e", '"', "<e@e.org>", ",", ";", "\\", "è", "🎂", "\ud800",
             "a" * 90, "&bcc=e@e.org", "%0D%0A", "?", "#", " "]
        ),
        max_size=12,
    ).map("".join),
)  # fmt: skip


def lined(text: str) -> str:
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+", " ", text).split())


@given(hostile, hostile, hostile)
@example("Eve\r\nBcc: e@e.org", "=?utf-8?q?x=0ABcc:e@e.org?=", "a\r\n.\r\nb")
def test_an_email_says_what_it_was_given_and_has_no_other_header(
    name: str, subject: str, body: str
) -> None:
    text = eml((name, "ada@example.org"), None, subject, body)
    assert text.isascii()
    assert "\n" not in text.replace("\r\n", "")
    letter = message_from_bytes(text.encode("ascii"), policy=policy.default)
    assert set(letter.keys()) == HEADERS
    assert len(letter.keys()) == len(HEADERS)
    assert letter["X-Unsent"] == "1"
    (to,) = letter["To"].addresses
    assert to.addr_spec == "ada@example.org"
    assert not letter["To"].defects
    plain = message_from_bytes(text.encode("ascii"))
    assert _decoded(plain["Subject"]) == lined(subject)
    content = letter.get_content().replace("\r\n", "\n")
    wanted = re.sub(r"\r\n|\r", "\n", body)
    wanted = re.sub(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]", "", wanted)
    assert content.rstrip("\n") == wanted.rstrip("\n")


@given(hostile, hostile)
def test_a_mailto_link_is_one_address_one_subject_and_one_body(subject: str, body: str) -> None:
    link = mailto("ada+x@example.org", subject, body)
    assert re.fullmatch(r"mailto:[A-Za-z0-9%@._~-]+(\?[A-Za-z0-9%._~=&-]+)?", link)
    parts = urlsplit(link)
    assert unquote(parts.path) == "ada+x@example.org"
    asked = parse_qs(parts.query, keep_blank_values=True)
    assert set(asked) <= {"subject", "body"}
    assert all(len(values) == 1 for values in asked.values())
    assert asked.get("subject", [""])[0] == lined(subject)
    assert "\n" not in asked.get("body", [""])[0].replace("\r\n", "")


def test_a_text_of_a_megabyte_arrives_whole() -> None:
    body = "perché no? " * 90_000
    letter = message_from_bytes(
        eml(ADA, None, "s" * 1_000_000, body).encode(), policy=policy.compat32
    )
    assert letter.get_payload(decode=True).decode("utf-8").rstrip() == body.rstrip()  # type: ignore[union-attr]
    assert max(map(len, eml(ADA, None, "à" * 10_000, body).split("\r\n"))) < 998
    assert unquote(mailto(None, "", body)).endswith("perché no?")


def test_an_email_with_everything_is_read_by_anybody() -> None:
    text = eml(
        ADA,
        ("Nora Fabbri", "nora@example.org"),
        "Tanti auguri, Chiara è qui!",
        "Ciao,\n\nè festa.\n",
    )
    letter = message_from_bytes(text.encode(), policy=policy.default)
    assert str(letter["To"]) == "Ada Neri <ada@example.org>"
    assert str(letter["From"]) == "Nora Fabbri <nora@example.org>"
    assert letter["Subject"] == "Tanti auguri, Chiara è qui!"
    assert letter.get_content() == "Ciao,\r\n\r\nè festa.\r\n"


def test_a_link_breaks_lines_as_mail_does() -> None:
    assert mailto("ada@example.org", "Come va?", "Ciao,\nè festa & ballo\n") == (
        "mailto:ada@example.org?subject=Come%20va%3F&body=Ciao%2C%0D%0A%C3%A8%20festa%20%26%20ballo"
    )
    assert mailto(None, "", "") == "mailto:"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("ada@example.org", "ada@example.org"),
        (" mailto:ada@example.org ", "ada@example.org"),
        ("Ada Neri <ada@example.org>", "ada@example.org"),
        ("[Ada](mailto:ada@example.org)", "ada@example.org"),
        ("ada@bücher.example", "ada@xn--bcher-kva.example"),
        ("ada", None),
        ("", None),
        ("ada@example.org, eve@example.org", None),
        ("ada@example.org\r\nBcc: eve@example.org", None),
        ("ada@example.org\n", "ada@example.org"),
        ("àda@example.org", None),
        ("ada@-example.org", None),
        ("a" * 65 + "@example.org", None),
    ],
)
def test_an_address_is_taken_only_when_it_is_one(text: str, address: str | None) -> None:
    assert address_in(text) == address


@given(hostile)
def test_an_address_never_holds_what_a_header_or_a_link_could_trip_over(text: str) -> None:
    found = address_in(text)
    assert found is None or re.fullmatch(r"[!-~]+@[!-~]+", found)
    assert found is None or not set(found) & set('<>(),;: \r\n\\"')


def _decoded(header: str) -> str:
    from email.header import decode_header, make_header

    return str(make_header(decode_header(header)))
