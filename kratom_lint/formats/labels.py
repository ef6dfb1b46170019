"""Which keys of structured data introduce others, and which are words about their value."""

from __future__ import annotations

import re

from kratom_lint.formats.names import SECTIONS, TEXTS
from kratom_lint.formats.places import HUMP

GENERIC = TEXTS | SECTIONS
"""Words for a place on a page, not for what stands there."""
OPEN = frozenset({"against", "by", "for", "from", "in", "of", "on", "to", "with", "without"})
"""Words after which something must follow."""
LABEL = re.compile(r"[^\W\d_]{2,}")


def is_label(key: str, of_list: bool = False) -> bool:
    """Say whether a key is words that introduce its value (`Helps with`, `good_for`, `uses`), not the name of a place.

    That of a list needs less to be one.
    """
    words = LABEL.findall(HUMP.sub(" ", key).lower())
    if not words or words[-1] in GENERIC or any(letter.isdigit() for letter in key):
        return False
    return of_list or " " in key.strip() or words[-1] in OPEN or (len(words) == 1 and words[0].endswith("s"))
