r"""The bytes of a note to characters, and characters to lines, counted as editors count them.

A line ends at `\n`, `\r\n` or a lone `\r`, and nowhere else: not at the form feeds and the
Unicode separators that `str.splitlines` believes in. What stands between the ends is not looked at.
"""

from vault_tool.errors import Level, Problem

UTF8_MARK = b"\xef\xbb\xbf"
UTF16_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


def decode(data: bytes, path: str) -> tuple[str, tuple[Problem, ...]]:
    """Return the text of a note without its byte order mark, line ends kept, and what is odd in it.

    Never raises: what cannot be decoded becomes U+FFFD, and the first such place is a problem.
    """
    text, problems = _characters(data, path)
    if b"\0" in data and "\0" in text:  # which bytes tell sooner, except those of UTF-16
        message = "the note contains a NUL character."
        hint = "Delete it, or save the note again as plain text."
        problems.append(_problem("nul", path, text, text.index("\0"), "error", message, hint))
    if "\r" in text and text.count("\r") != text.count("\r\n"):
        at = _first_lone_return(text)
        message = "a line ends with a carriage return alone, as on very old Macs."
        hint = "Save the note with ordinary line ends."
        problems.append(_problem("lone-cr", path, text, at, "warning", message, hint))
    return text, tuple(problems)


def lines(text: str) -> list[str]:
    """Return the lines without their ends; the last is empty where the text ends with one."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.split("\n")


def place(text: str, index: int) -> tuple[int, int]:
    """Return line and column, from 1, of the character at an index."""
    before = lines(text[:index])
    return len(before), len(before[-1]) + 1


def _characters(data: bytes, path: str) -> tuple[str, list[Problem]]:
    encoding = UTF16_MARKS.get(data[:2])
    if encoding is None:
        return _decoded(data.removeprefix(UTF8_MARK), "utf-8", path)
    text, problems = _decoded(data[2:], encoding, path)
    message = "the note is UTF-16, which Obsidian does not read."
    hint = "Save it as UTF-8."
    return text, [Problem("utf16", path, 1, 1, "warning", message, hint), *problems]


def _decoded(data: bytes, encoding: str, path: str) -> tuple[str, list[Problem]]:
    try:
        return str(data, encoding), []
    except UnicodeDecodeError as error:
        name = encoding[:-3] if encoding != "utf-8" else encoding
        line, column = place(str(data[: error.start], encoding), error.start)
        message = f"the byte 0x{data[error.start]:02X} is no {name.upper()}."
        hint = "Open the note in the encoding it was written in, and save it as UTF-8."
    text = str(data, encoding, "replace")
    return text, [Problem("utf8", path, line, column, "error", message, hint)]


def _first_lone_return(text: str) -> int:
    at = text.index("\r")
    while text.startswith("\n", at + 1):
        at = text.index("\r", at + 1)
    return at


def _problem(
    code: str, path: str, text: str, index: int, level: Level, message: str, hint: str
) -> Problem:
    line, column = place(text, index)
    return Problem(code, path, line, column, level, message, hint)
