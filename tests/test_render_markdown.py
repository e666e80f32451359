"""Text that stays text in Markdown and HTML, and text read out of Markdown."""

import pytest

from vault_tool.render.contact import contact_link
from vault_tool.render.markdown import escaped_markdown, linked_titles, note_link, plain_text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Giulia Rossi", "Giulia Rossi"),
        ("[x](javascript:alert(1))", r"\[x\](javascript:alert(1))"),
        ("![](http://evil.example/pixel)", r"\!\[\](http://evil.example/pixel)"),
        ("[[Somebody else]]", r"\[\[Somebody else\]\]"),
        ("![[Secret]]", r"\!\[\[Secret\]\]"),
        ("<script>", r"\<script\>"),
        ("*so* _much_ ==more== ~~less~~", r"\*so\* \_much\_ \=\=more\=\= \~\~less\~\~"),
        ("`code` $x$ %%gone%%", r"\`code\` \$x\$ \%\%gone\%\%"),
        ("#tag and C# and item #1", r"\#tag and C# and item \#1"),
        ("a | b", r"a \| b"),
        ("note ^block", r"note \^block"),
        ("- item", r"\- item"),
        ("1. first", r"1\. first"),
        ("+39 051", "+39 051"),
        ("# Title", r"\# Title"),
        (r"\[", r"\\\["),
    ],
)
def test_markdown_in_a_note_is_written_as_text(text: str, written: str) -> None:
    assert escaped_markdown(text) == written


@pytest.mark.parametrize(
    ("line", "read"),
    [
        (
            "met [[People/Marco Ferri|Marco]] and [[Ada Montanari#Log]]",
            "met Marco and Ada Montanari",
        ),
        ("see [the page](https://example.org/a_b) ![](x.png)", "see the page"),
        ("call: she **starts** in _May_ #got/info", "call: she starts in May"),
        ("room #3, 2 * 3 * 4, snake_case_name", "room #3, 2 * 3 * 4, snake_case_name"),
        ("[[#Log]] here", "Log here"),
        ("- [ ] send the plans", "send the plans"),
        ("> - quoted", "quoted"),
        ("### 2026-09-02 Coffee", "2026-09-02 Coffee"),
        ("-5 degrees", "-5 degrees"),
    ],
)
def test_a_line_of_a_note_is_read_without_its_marks(line: str, read: str) -> None:
    assert plain_text(line) == read


def test_links_are_named_as_they_are_shown() -> None:
    assert linked_titles("[[People/Marco Ferri]] met [[Ada Montanari|Ada]]") == [
        "Marco Ferri",
        "Ada",
    ]


@pytest.mark.parametrize(
    ("path", "name", "link"),
    [
        ("People/Giulia Rossi.md", "Giulia Rossi", "[[People/Giulia Rossi|Giulia Rossi]]"),
        ("People/x.md", "Ada [x]", "[[People/x]]"),
        ("People/a#b.md", "A", "[A](<People/a%23b.md>)"),
    ],
)
def test_a_person_is_linked_by_path_so_that_names_may_repeat(
    path: str, name: str, link: str
) -> None:
    assert note_link(path, name) == link


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("https://example.org/a?b=c&d", 'href="https://example.org/a?b=c&amp;d"'),
        ("giulia@example.org", 'href="mailto:giulia@example.org"'),
        ("+39 051 555 0112", 'href="tel:+390515550112"'),
        ("javascript:alert(1)", None),
        ("https://example.org/\"onmouseover='x", None),
        ("a@b?bcc=c@d", None),
        ("file:///etc/passwd", None),
    ],
)
def test_only_the_web_mail_and_telephones_are_linked(text: str, html: str | None) -> None:
    shown = contact_link(text)
    assert (html in shown) if html else ("<a" not in shown)
