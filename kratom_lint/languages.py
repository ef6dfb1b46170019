"""Which language a name says its text is in. Reads no text and guesses nothing."""

from __future__ import annotations

import re

CODES = frozenset(
    """af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fil fr ga gl gu he hi hr hu hy id is it iw ja ka kk
    km kn ko ky lo lt lv mk ml mn mr ms my nb ne nl nn no pa pl pt ro ru si sk sl sq sr sv sw ta te th tl tr uk ur uz
    vi zh zu""".split()  # noqa: SIM905
)
"""ISO 639 codes of the languages that shops and applications are commonly translated into."""

TAG = re.compile(r"([a-z]{2,3})(?:[-_](?:r?[a-z]{2}|[a-z]{4}|\d{3}))*", re.I)


def language_of(name: str) -> str:
    """Return the language tag that `name` is ("de", "pt-BR", "zh_Hans"), in lower case with hyphens, or ""."""
    found = TAG.fullmatch(name) if len(name) <= 12 else None
    if found is None or found[1].lower() not in CODES:
        return ""
    return name.lower().replace("_", "-")
