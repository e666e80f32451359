"""A checksum over a whole SQLite file, kept inside it.

One flipped bit in a database gives wrong answers that SQLite's own checks do not see. So the CRC of
all bytes stands in the header's `application_id`, and a file is only read when it is right. The
CRC finds any change of up to 32 bits in a row, and anything else but for one case in 2³².
"""

import os
from typing import BinaryIO
from zlib import crc32

# Where the header of an SQLite file keeps the application's own number, which it does not look at.
_SEAL = slice(68, 72)
_HEADER = 100
_AT_ONCE = 1 << 18


def is_sound(file: BinaryIO) -> bool:
    """Tell whether a file is exactly as it was sealed."""
    file.seek(0)
    header = file.read(_HEADER)
    return len(header) == _HEADER and header[_SEAL] == _checksum(file)


def seal(path: str | os.PathLike[str]) -> None:
    """Write its checksum into a finished database that nobody has open."""
    with open(path, "r+b") as file:
        checksum = _checksum(file)
        file.seek(_SEAL.start)
        file.write(checksum)


def _checksum(file: BinaryIO) -> bytes:
    file.seek(0)
    header = bytearray(file.read(_HEADER))
    header[_SEAL] = bytes(4)
    total = crc32(header)
    buffer = bytearray(_AT_ONCE)
    view = memoryview(buffer)
    while size := file.readinto(buffer):  # type: ignore[attr-defined]  # every binary file has it
        total = crc32(view[:size], total)
    return total.to_bytes(4, "big")
