"""Which values of structured data are copy, by their keys and by how they look."""

from __future__ import annotations

import re

from kratom_lint.expressions import late
from kratom_lint.formats.names import (
    ADDRESSES,
    CATEGORIES,
    CODE,
    KEYWORDS,
    SLUGS,
    TECHNICAL,
    TECHNICAL_IN_DATA,
)

ADDRESS = late(
    r"(?:https?:|mailto:|tel:|//)\S*|/[\w/?#]\S*|\S+\.(?:png|jpe?g|gif|webp|svg|avif|ico|mp4|webm|pdf|html?)(?:[?#]\S*)?",
    re.I,
)
PICTURE = late(r"[^\r\n.!?]{1,100}\.(?:png|jpe?g|gif|webp|svg|avif|mp4|webm)", re.I)
"""The name of a picture or film, spaces in it or not."""
OPAQUE = late(
    r"""[^a-z]*                                                # no letters
    | \#[0-9a-f]{3,8} | (?:rgb|hsl)a?\([^()]*\)                # a colour
    | \d{4}-\d\d-\d\d(?:[t ][\d:.]+)?(?:z|utc|[+-][\d:]+)?     # a date
    | -?[\d.]+(?:px|r?em|v[hwx]|ms|s|fr|deg|k?g|m?l|oz|mg|lb)  # a measure
    | \{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?        # a UUID
    | (?=[a-f]*\d)[0-9a-f]{16,}                                # a hash
    | (?:sha\d+-|data:|blob:|javascript:|gid://|urn:)\S*
    | (?=\S*\d)[\w+/-]{40,}={0,2}                              # base64
    | (?:application|audio|font|image|multipart|text|video)/[\w.+-]+""",
    re.I | re.X,
)
LONG = 60
"""So many characters with a space among them are no date and no colour."""
LETTER = late(r"[^\W\d_]")
NAME = late(r"[A-Za-z][A-Za-z0-9$]*_[\w$]*|[a-z]\w*(?:[.:]\w+)+")
"""One word with underscores, points or colons inside is a name, not copy."""


def kind_of(key: str, value: str) -> str:
    """Return what kind of block a value makes (value, url, slug, keyword), or "" if it is no copy."""
    key = key.lower()
    key = key if " " in key else key.rpartition(".")[2]
    value = value.strip()
    if key in KEYWORDS or key in CATEGORIES:
        return "keyword"
    if key in SLUGS:
        return "slug"
    if not LETTER.search(value) or key in CODE:
        return ""
    if PICTURE.fullmatch(value):
        return "url"
    if any(letter.isspace() for letter in value):
        return "" if len(value) < LONG and value.isascii() and OPAQUE.fullmatch(value) else "value"
    if key in ADDRESSES or ADDRESS.fullmatch(value):
        return "url"
    if key in TECHNICAL or key in TECHNICAL_IN_DATA or (value.isascii() and OPAQUE.fullmatch(value)):
        return ""
    return "slug" if NAME.fullmatch(value) else "value"
