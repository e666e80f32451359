"""One file out of an archive, within limits: an archive may promise less than it holds.

Public: `member(data, *endings)`.
"""

import zlib
from io import BytesIO
from lzma import LZMAError
from zipfile import BadZipFile, ZipFile

LARGEST = 200_000_000
_MOST = 100_000


def member(data: bytes, *endings: str) -> bytes | None:
    """Return the first file in a ZIP archive whose path ends so, None where there is none.

    Damaged, encrypted and oversized ones are none.
    """
    try:
        with ZipFile(BytesIO(data)) as archive:
            for entry in archive.infolist()[:_MOST]:
                path = f"/{entry.filename.casefold()}"
                if any(path.endswith(f"/{each}") for each in endings):
                    with archive.open(entry) as file:
                        content = file.read(LARGEST + 1)
                    return content if len(content) <= LARGEST else None
    except (BadZipFile, LZMAError, zlib.error, RuntimeError, NotImplementedError):
        return None
    except (OSError, EOFError, ValueError, UnicodeError):
        return None
    return None
