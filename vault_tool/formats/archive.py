"""Files out of an archive, within limits: an archive may promise less than it holds.

Public: `member(data, *endings)`, `members(data, ending)`.
"""

import zlib
from collections.abc import Iterator
from io import BytesIO
from lzma import LZMAError
from zipfile import BadZipFile, ZipFile

LARGEST = 200_000_000
_MOST = 100_000


def member(data: bytes, *endings: str) -> bytes | None:
    """Return the first file in a ZIP archive whose path ends so, None where there is none.

    Damaged, encrypted and oversized ones are none.
    """
    wanted = tuple(f"/{each}" for each in endings)
    return next((content for _, content in _found(data, wanted)), None)


def members(data: bytes, ending: str) -> list[tuple[str, bytes]]:
    """Return the names and the bytes of all files whose path ends so, of one archive's size."""
    return list(_found(data, (ending,)))


def _found(data: bytes, endings: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    left = LARGEST
    try:
        with ZipFile(BytesIO(data)) as archive:
            for entry in archive.infolist()[:_MOST]:
                if f"/{entry.filename.casefold()}".endswith(endings):
                    with archive.open(entry) as file:
                        content = file.read(left + 1)
                    if len(content) > left:
                        return
                    left -= len(content)
                    yield entry.filename.rpartition("/")[2], content
    except (BadZipFile, LZMAError, zlib.error, RuntimeError, NotImplementedError):
        return
    except (OSError, EOFError, ValueError, UnicodeError):
        return
