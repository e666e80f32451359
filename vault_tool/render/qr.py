"""A text as a QR code: of characters for a terminal, or as a picture. The only user of segno.

Public: `Code`, `code_of(data)`.
"""

from io import BytesIO
from itertools import zip_longest

# Light modules around a code, without which it is not found.
_QUIET = 4
# Two modules above each other in one character, by which of them are dark.
_HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}
_DARK_ON_LIGHT = "\x1b[30;107m"
_END = "\x1b[0m"

Row = tuple[bool, ...]


class Code:
    """A QR code; a module is True where it is dark."""

    def __init__(self, data: bytes) -> None:
        """Make the code of some bytes, with as much correction as its size has room for."""
        import segno

        self._code = segno.make_qr(data, error="l")
        inner = [tuple(bool(each) for each in row) for row in self._code.matrix]
        side = (False,) * _QUIET
        blank = (False,) * (len(inner) + 2 * _QUIET)
        rows = [side + row + side for row in inner]
        self.rows: tuple[Row, ...] = (*[blank] * _QUIET, *rows, *[blank] * _QUIET)

    def columns(self, *, ascii_only: bool) -> int:
        """Return how wide the code is on a terminal."""
        return len(self.rows) * (2 if ascii_only else 1)

    def text(self, *, color: bool, ascii_only: bool) -> str:
        """Return the code in characters.

        With colour it is dark on light. Without it light modules are drawn, as for letters on a
        dark ground.
        """
        if ascii_only:
            lines = ["".join("  " if dark else "##" for dark in row) for row in self.rows]
            return "".join(f"{line}\n" for line in lines)
        pairs = zip_longest(self.rows[::2], self.rows[1::2], fillvalue=(False,) * len(self.rows))
        lines = [
            "".join(
                _HALVES[above is color, below is color] for above, below in zip(*pair, strict=True)
            )
            for pair in pairs
        ]
        start, end = (_DARK_ON_LIGHT, _END) if color else ("", "")
        return "".join(f"{start}{line}{end}\n" for line in lines)

    def svg(self, title: str, description: str) -> str:
        """Return the code as a picture that says of itself what it is."""
        picture = BytesIO()
        self._code.save(
            picture, kind="svg", scale=4, border=_QUIET, dark="#000", light="#fff",
            title=title, desc=description, xmldecl=False,
        )  # fmt: skip
        return picture.getvalue().decode("utf-8").replace("<svg ", '<svg role="img" ', 1)
