"""A draft as other programs take it: an e-mail that is not sent yet, and a `mailto:` link.

Public: `address_in(text)`, `eml(…)`, `mailto(…)`.

Whatever a name, a subject or a text holds stays a name, a subject or a text: nothing of it becomes
a header or a further address. Headers are encoded words (RFC 2047) unless they are plain ASCII.
"""

import re

# What an address is made of; comments, quoted local parts and routes are for other programs.
_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}"
    r"@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*"
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_LINE_END = re.compile(r"\r\n|\r|\n")
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def address_in(text: str) -> str | None:
    """Return the e-mail address of a property's text, None where it holds none.

    `Ada <ada@example.org>`, `mailto:ada@example.org` and a Markdown link are understood; a domain
    in other letters is written as mail servers know it.
    """
    said = text.strip()
    for opening, closing in (("<", ">"), ("(", ")")):
        if said.endswith(closing) and opening in said:
            said = said[said.rindex(opening) + 1 : -1]
    said = said.removeprefix("mailto:").removeprefix("MAILTO:").strip()
    local, at, domain = said.rpartition("@")
    if at and not domain.isascii():
        try:
            said = f"{local}@{domain.encode('idna').decode('ascii')}"
        except UnicodeError:
            return None
    return said if _ADDRESS.fullmatch(said) and len(said) <= 254 else None


def eml(to: tuple[str, str] | None, sender: tuple[str, str] | None, subject: str, body: str) -> str:
    """Return an e-mail to be opened, looked at and sent by a mail program; lines end in CRLF.

    `to` and `sender` are a name and an address each, None where there is none.
    """
    from email.charset import QP, Charset
    from email.message import Message
    from email.policy import compat32

    charset = Charset("utf-8")
    charset.body_encoding = QP
    letter = Message()
    letter.set_payload(_NOT_TEXT.sub("", "\n".join(_LINE_END.split(body))), charset)
    letter["X-Unsent"] = "1"
    for header, who in (("From", sender), ("To", to)):
        if who:
            letter[header] = _mailbox(*who)
    letter["Subject"] = _header(subject)
    return letter.as_bytes(policy=compat32.clone(linesep="\r\n")).decode("ascii")


def mailto(to: str | None, subject: str, body: str) -> str:
    """Return a `mailto:` link (RFC 6068) that opens the message in a mail program."""
    lines = [_NOT_TEXT.sub("", line) for line in _LINE_END.split(body.strip())]
    fields = (("subject", _one_line(subject)), ("body", "\r\n".join(lines)))
    said = "&".join(f"{name}={_quoted(text)}" for name, text in fields if text)
    return f"mailto:{_quoted(to or '', safe='@')}" + (f"?{said}" if said else "")


def _mailbox(name: str, address: str) -> str:
    shown = _header(name)
    if not shown:
        return address
    if shown.startswith("=?"):
        return f"{shown} <{address}>"
    escaped = shown.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}" <{address}>'


def _header(text: str) -> str:
    """Return a text as a header's value; what could be read as more than text is encoded."""
    from email.header import Header

    said = _one_line(text)
    plain = said.isascii() and "=?" not in said and len(said) <= 60
    return said if plain else Header(said, "utf-8", maxlinelen=75, header_name="Subject").encode()


def _one_line(text: str) -> str:
    return " ".join(_CONTROL.sub(" ", text).split())


def _quoted(text: str, safe: str = "") -> str:
    from urllib.parse import quote

    return quote(text, safe=safe)
