"""A note and a copy of it that a syncing program left beside it become one.

What both were before is not known. What both say counts as that, so nothing that either says is
lost: a line that one device deleted comes back.
"""

from collections.abc import Mapping
from difflib import SequenceMatcher

from vault_tool.note.versions.merge import Merged, merged
from vault_tool.note.versions.prose import Compare
from vault_tool.note.versions.style import styled


def united_copy(
    original: bytes, copy: bytes, compare: Compare, own: Mapping[str, str]
) -> Merged | None:
    """Return the note that both become, as if they had begun as what both say; None for no text."""
    one, two = styled(original), styled(copy)
    mine, other = one.text.split("\n"), two.text.split("\n")
    same = SequenceMatcher(None, mine, other, autojunk=False).get_matching_blocks()
    base = "\n".join(line for at, _, size in same for line in mine[at : at + size])
    return merged(one.data(base), original, copy, compare, own)
