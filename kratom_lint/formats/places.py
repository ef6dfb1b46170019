"""Places in prose that are no running text: addresses, template tags, hashtags, and the words inside them."""

from __future__ import annotations

import re

from kratom_lint.expressions import late
from kratom_lint.formats.builder import Builder, strip
from kratom_lint.formats.prose import HOLE, Prose

ADDRESS = (
    r"(?:https?://|(?<![\w.@/])www\.)[^\s<>\"“”\ufffc]*[\w/]"
    r"|(?<![\w.+-])[\w.+-]++@(?:[\w-]++\.)+[\w-]++"
)
TEMPLATE = r"\{\{[^{}]*\}\}|\{%(?:[^%{]|%(?!\}))*+%\}"
OPAQUE = late(rf"(?P<address>{ADDRESS})|{TEMPLATE}", re.I)
HASHTAG = late(r"(?<![\w&/#{])#(?=\w*[^\W\d_])(\w+)")
HUMP = late(r"(?<=[^\W_A-Z])(?=[A-Z][a-z])|(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_+")
SCHEME = late(r"(?:[a-z][a-z0-9+.-]*:)?/*", re.I)
NO_ADDRESS = late(r"(?:data|javascript|blob):", re.I)
ESCAPED_SPACE = late("%20")
SEPARATORS = str.maketrans("/?&#=:|_+.,;~@!$*'()", "\n\n\n\n\n\n\n             ")
"""What parts words in an address: the first ones end a phrase, the others only a word."""


def mask(prose: Prose) -> tuple[Prose, list[Prose]]:
    """Return the prose with addresses and template tags as holes, and the addresses."""
    text = prose.text
    if "://" not in text and "www." not in text and "{{" not in text and "{%" not in text and "@" not in text:
        return prose, []
    builder = Builder(prose)
    addresses: list[Prose] = []
    at = 0
    for match in OPAQUE.finditer(text):
        start, end = match.span()
        if match["address"]:
            addresses.append(prose.cut(start, end))
        builder.copy(at, start)
        builder.atom(HOLE, start, end)
        at = end
    builder.copy(at, len(text))
    return builder.done(), addresses


def hashtags(prose: Prose) -> list[Prose]:
    """Return the hashtags of the prose, each with its number sign."""
    if "#" not in prose.text:
        return []
    return [prose.cut(*match.span()) for match in HASHTAG.finditer(prose.text)]


def hashtag_words(tag: Prose) -> Prose:
    """Return a hashtag as its words, "#PainRelief" as "Pain Relief"; all in lower case it is one word."""
    builder = Builder(tag)
    at = 1
    for match in HUMP.finditer(tag.text, 1):
        builder.copy(at, match.start())
        builder.atom(" ", *match.span())
        at = match.end()
    builder.copy(at, len(tag.text))
    return strip(builder.done())


def address_words(address: Prose) -> Prose:
    """Return an address or slug as words: each part on its own line, hyphens kept, the scheme left out."""
    if NO_ADDRESS.match(address.text):
        return Prose("", ())
    if "%20" in address.text:
        builder = Builder(address)
        builder.decode(0, len(address.text), ESCAPED_SPACE, lambda _: " ")
        address = builder.done()
    scheme = SCHEME.match(address.text)
    address = address.cut(scheme.end() if scheme else 0, len(address.text))
    return strip(Prose(address.text.translate(SEPARATORS), address.pieces, address.spelling))
