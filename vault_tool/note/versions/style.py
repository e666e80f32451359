"""How a file is written: byte order mark, line ends, a last line that is ended or not."""

from typing import NamedTuple

from vault_tool.note.text import UTF8_MARK


class Styled(NamedTuple):
    """A file as text whose lines all end with a line feed, and what was taken off for that."""

    text: str
    mark: bytes
    eol: str
    is_ended: bool

    def data(self, text: str) -> bytes:
        """Return the bytes of another text, written in the same way."""
        text = text if self.is_ended else text.removesuffix("\n")
        return self.mark + text.replace("\n", self.eol).encode("utf-8", "surrogateescape")


def styled(data: bytes) -> Styled:
    """Return the text of a file; bytes that are no UTF-8 stay what they are."""
    mark = UTF8_MARK if data.startswith(UTF8_MARK) else b""
    text = data[len(mark) :].decode("utf-8", "surrogateescape")
    eol = "\n"
    if "\r\n" in text and text.count("\r\n") == text.count("\n"):
        text, eol = text.replace("\r\n", "\n"), "\r\n"
    is_ended = text.endswith("\n") or not text
    return Styled(text if is_ended else f"{text}\n", mark, eol, is_ended)
