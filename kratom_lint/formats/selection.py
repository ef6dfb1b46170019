"""Which values of structured data are copy: by the globs and languages asked for, by their keys, by how they look."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from kratom_lint.globs import matches
from kratom_lint.languages import is_certain, language_of

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
    r"(?:https?:|mailto:|tel:|//)\S*|/[\w/]\S*|\S+\.(?:png|jpe?g|gif|webp|svg|avif|ico|mp4|webm|pdf|html?)(?:[?#]\S*)?",
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


@dataclass(frozen=True, slots=True)
class Selection:
    """What to read of structured data.

    `fields` are globs of keys: `seo.*` or `/seo/title` names keys by their path (a leading slash: from the root), and
    a glob without a point or slash a key at any depth; a key stands for all under it. Ones that start with "!" leave
    out. Without others, everything that looks like copy is read. `languages` are the languages to read.
    """

    fields: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("en",)

    @property
    def chooses(self) -> bool:
        """Whether fields are named that are to be read, so that nothing is left to how a value looks."""
        return any(not glob.startswith("!") for glob in self.fields)

    def wants(self, keys: Iterable[str]) -> bool:
        """Say whether the value under `keys` (outermost first) is to be read, as far as `fields` decide."""
        keys = list(keys)
        if not keys:  # nothing could name it
            return True
        path = "/".join(keys).replace(".", "/").lower()
        if matches(_anchored(glob[1:] for glob in self.fields if glob.startswith("!")), path):
            return False
        wanted = _anchored(glob for glob in self.fields if not glob.startswith("!"))
        return not wanted or matches(wanted, path)

    def foreign(self, key: str, siblings: Collection[str]) -> str:
        """Return the language that `key` says its value is in, if it is none to be read; else "".

        A key says so when all its siblings are languages (`en`, `de`), one of them beyond doubt, or when it ends in
        one (`title_de`) and has a sibling without it, or with that of a language that is read.
        """
        language = language_of(key)
        if language and all(language_of(each) or each in ("default", "x-default", "other") for each in siblings):
            others = map(language_of, siblings)
            if self.reads(language) or not any(is_certain(each) or self.reads(each) for each in others):
                return ""
            return language
        stem, mark, tail = _split(key)
        if mark and (language := language_of(tail)) and not self.reads(language):
            ours = {stem, *(f"{stem}{mark}{name}" for name in self.languages)}
            if any(name in siblings for name in ours):
                return language
        return ""

    def reads(self, language: str) -> bool:
        """Say whether a language, as "de" or "pt-br", is one to be read."""
        return any(language == each or language.startswith(f"{each}-") for each in map(str.lower, self.languages))


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


def _anchored(globs: Iterable[str]) -> list[str]:
    lowered = (glob.lower() for glob in globs)
    return [glob if glob.startswith("/") else f"**/{glob.replace('.', '/')}" for glob in lowered]


def _split(key: str) -> tuple[str, str, str]:
    """Return what stands before the language at the end of a key, the mark between them, and the language."""
    found = re.fullmatch(r"(.+?)(_|-|\.|@|:| )\(?([A-Za-z]{2,3}(?:[_-][A-Za-z]{2,4})?)\)?", key)
    return (found[1], found[2], found[3]) if found else (key, "", "")
