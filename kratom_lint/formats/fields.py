"""Which strings of code, of templates and of components are copy: by the name they are given, else by their looks."""

from __future__ import annotations

import re
from functools import lru_cache

from kratom_lint.expressions import late
from kratom_lint.formats.looks import PICTURE
from kratom_lint.formats.names import (
    ADDRESSES,
    CODE,
    KEYWORDS,
    LEADS,
    TECHNICAL,
    TECHNICAL_IN_SCRIPTS,
    TELLING,
    TEXTS,
)

SHOWN_AS = frozenset({"alt", "title", "placeholder", "aria-label", "aria-description"})
"""Names that are block kinds of their own; any other copy is a `value`."""

COPY = TEXTS | TELLING
ENDINGS = late(
    r"(?:^|-)(?:alt|answer|blurb|body|bullets|button|caption|content|copy|cta|desc|description|disclaimer|heading"
    r"|headline|hint|intro|label|message|note|paragraph|placeholder|question|quote|subtitle|summary|tagline|text|title"
    r"|tooltip)$"
)
_TECHNICAL = "|".join(map(re.escape, sorted(CODE | TECHNICAL | TECHNICAL_IN_SCRIPTS)))
UNSEEN = late(
    rf"(?:^|-)(?:{_TECHNICAL})$|^data-(?!(?:[\w-]+-)?(?:caption|content|label|placeholder|text|tip|title|tooltip)$)"
)
"""Names, by their last word, of values that nobody sees."""
_HUMP = late(r"(?<=[a-z0-9])(?=[A-Z])|_+")
_TAG = late(r"</?[a-zA-Z][^<>]*+>")
_WORD = late(r"[^\W\d_]{2,}")
_CODE_WORD = late(r"[\w-]*[a-z]-[\d\[]|[\w-]+:[\w-]|[\[\]=#$/\\<>_{}|;]|\w\.\w|[a-z][A-Z]|\(\)|%[a-zA-Z]")
_KEY = late(r"[a-z][\w-]*(?:[.:/][\w-]+)+|[a-z]+(?:[_-][a-z0-9]+)+|[A-Z]+(?:_[A-Z0-9]+)+")
_ADDRESS = late(r"(?:https?:|mailto:|tel:|\.{0,2}/|#)\S*|\S+\.[a-z0-9]{2,5}")


@lru_cache(maxsize=4096)
def plain_name(name: str) -> str:
    """Return a name in lower case with hyphens: "metaTitle" and "meta_title" are "meta-title"."""
    return _HUMP.sub("-", name.rpartition(".")[2]).lower()


def kind_of(name: str, value: str) -> str:
    """Return the kind of block that a string given `name` makes, "" if it is no copy; the name may be empty."""
    name = plain_name(name)
    if name == "slug":
        return "slug"
    if name in KEYWORDS:
        return "keyword"
    if name in ADDRESSES or _ADDRESS.fullmatch(value) or PICTURE.fullmatch(value):
        return "url" if name in ADDRESSES else ""
    if is_named(name):
        return (name if name in SHOWN_AS else "value") if is_words(value) else ""
    if UNSEEN.search(name) or not is_phrase(value):
        return ""
    return "value"


@lru_cache(maxsize=4096)
def is_named(name: str) -> bool:
    """Say whether a name is one that copy is given."""
    name = plain_name(name)
    return name in COPY or (ENDINGS.search(name) is not None and not UNSEEN.search(name))


def introduces(name: str) -> bool:
    """Say whether what is given `name` introduces its neighbours, as a question does its answer."""
    name = plain_name(name)
    return name in LEADS or name.endswith(("-title", "-heading", "-label", "-question"))


def is_words(value: str) -> bool:
    """Say whether a string has a word in it and is no key of a table of translations, as "cart.add_item" is."""
    return _WORD.search(value) is not None and not _KEY.fullmatch(value.strip())


def is_phrase(value: str) -> bool:
    """Say whether a string of unknown use reads as copy: two words or more, and not mostly class names or code."""
    words = _TAG.sub(" ", value[:5000]).split(None, 200)[:200]
    if len(words) < 2 or sum(_WORD.search(word) is not None for word in words) < 2:
        return False
    return 2 * sum(_CODE_WORD.search(word) is not None for word in words) < len(words)
