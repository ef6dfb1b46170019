"""Which values of structured data are copy, by their keys and by how they look."""

from __future__ import annotations

import re

KEYWORDS = frozenset({"tags", "tag", "keywords", "keyword", "categories", "category", "hashtags"})
ADDRESSES = frozenset({"permalink", "url", "uri", "link", "href", "src", "canonical", "canonical_url", "aliases"})
SLUGS = frozenset({"slug", "handle", "url handle", "url_handle"})
NAMES = frozenset(
    """$id $ref $schema @context @id @type _id _key _ref _type alg align availability charset class classname color
    colour component condition contenttype country currency data-testid date direction encoding env etag event field
    font fontfamily format gid gtin guid hash icon id identifier inlanguage integrity key kind lang language layout
    license locale main mime mimetype mode mpn namespace node nodetype ns package position ref rel role scope sha sha1
    sha256 size sku state status style target template theme timezone token tone type unit uuid variant version weight
    width""".split()  # noqa: SIM905
)
"""Keys whose one-word values are names that programs use; a value with a space in it may be copy all the same."""
CODE = frozenset("class classname css d javascript js path query regex script sql style viewbox".split())  # noqa: SIM905
"""Keys whose values are code, spaces or not."""

ADDRESS = re.compile(
    r"(?:https?:|mailto:|tel:|//)\S*|/[\w/?#]\S*|\S+\.(?:png|jpe?g|gif|webp|svg|avif|ico|mp4|webm|pdf|html?)(?:[?#]\S*)?",
    re.I,
)
OPAQUE = re.compile(
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
LETTER = re.compile(r"[^\W\d_]")
NAME = re.compile(r"[A-Za-z][A-Za-z0-9$]*_[\w$]*|[a-z]\w*(?:[.:]\w+)+")
"""One word with underscores, points or colons inside is a name, not copy."""


def kind_of(key: str, value: str) -> str:
    """Return what kind of block a value makes (value, url, slug, keyword), or "" if it is no copy."""
    key = key.lower()
    key = key if " " in key else key.rpartition(".")[2]
    value = value.strip()
    if key in KEYWORDS:
        return "keyword"
    if key in SLUGS:
        return "slug"
    if not LETTER.search(value) or key in CODE:
        return ""
    if any(letter.isspace() for letter in value):
        return "" if len(value) < LONG and value.isascii() and OPAQUE.fullmatch(value) else "value"
    if key in ADDRESSES or ADDRESS.fullmatch(value):
        return "url"
    if key in NAMES or (value.isascii() and OPAQUE.fullmatch(value)):
        return ""
    return "slug" if NAME.fullmatch(value) else "value"
