"""Cuts HTML into text, tags and comments as the WHATWG tokenizer would, and decodes its character references."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.entities import html5
from typing import NamedTuple

from kratom_lint.expressions import late
from kratom_lint.formats.builder import LINE, Builder

_MARK = late(
    r"<(?:!--(?:>|->|(?P<comment>.*?)(?:--!?>|\Z))|(?P<closing>/?)(?P<name>[A-Za-z][^\s/>]*+)|/>"
    r"|(?:[!?]|/[^>])[^>]*+(?:>|\Z))",
    re.S,
)
_TAG_END = late(r"[\s/]*+>")
_ATTRIBUTE = late(r"""[\s/]*+(?P<name>[^\s/>][^\s/>=]*+)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>"'][^\s>]*+)))?""")
REFERENCE = late(r"&(?:#[0-9]++;?|#[xX][0-9a-fA-F]++;?|[A-Za-z][A-Za-z0-9]*+;?)")
_LINE = late(r"\r\n|[\r\n]")

RAW = frozenset({"script", "style", "iframe", "noembed", "noframes", "xmp", "textarea", "title"})
"""Elements whose content holds no tags; in the last two character references still count."""


class Attribute(NamedTuple):
    """An attribute of a tag: its value at [low, high), the whole of it at [start, end)."""

    name: str
    low: int
    high: int
    start: int
    end: int


class Token(NamedTuple):
    """A stretch of HTML: kind is text, raw, tag or comment; `name` that of a tag; a comment's inner text in it."""

    kind: str
    start: int
    end: int
    name: str = ""
    closing: bool = False
    attributes: tuple[Attribute, ...] = ()


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of an HTML text in order. Declarations and stray closings are left out."""
    at, size = 0, len(text)
    while at < size:
        less = text.find("<", at)
        if less < 0:
            yield Token("text", at, size)
            return
        match = _MARK.match(text, less)
        end = less if match else less + 1
        if end > at:
            yield Token("text", at, end)
        at = match.end() if match else end
        if match is None:
            continue
        if match["name"]:
            tag = _tag(text, match)
            if tag is None:
                return
            yield tag
            at = tag.end
            if tag.name in RAW and not tag.closing:
                close = re.compile(rf"</{tag.name}(?=[\s/>])", re.I).search(text, at)
                end = close.start() if close else size
                yield Token("raw", at, end, tag.name)
                at = end
        elif match["comment"] is not None:
            yield Token("comment", *match.span(), match["comment"])


def named(text: str, tag: Token) -> dict[str, str]:
    """Return the attributes of a tag of `text` by name, as spelled; of equal names the first counts."""
    return {attribute.name: text[attribute.low : attribute.high] for attribute in reversed(tag.attributes)}


def _tag(text: str, match: re.Match[str]) -> Token | None:
    """Return the tag that begins with `match`, or None if the text ends inside it."""
    attributes: list[Attribute] = []
    at = match.end()
    while not (close := _TAG_END.match(text, at)):
        found = _ATTRIBUTE.match(text, at)
        if not found:
            return None
        group = next((group for group in (2, 3, 4) if found[group] is not None), 1)
        low, high = found.span(group) if group > 1 else (found.end(), found.end())
        attributes.append(Attribute(found["name"].lower(), low, high, found.start("name"), found.end()))
        at = found.end()
    name = match["name"].lower()
    return Token("tag", match.start(), close.end(), name, bool(match["closing"]), tuple(attributes))


def put_text(builder: Builder, start: int, end: int, attribute: bool = False) -> None:
    """Add the base's text[start:end] with its character references decoded, each as one atom."""
    text = builder.base.text
    if text.find("&", start, end) < 0:
        builder.copy(start, end)
        return
    for match in REFERENCE.finditer(text, start, end):
        low, high = match.span()
        known = _known(match[0])
        after = text[low + known : min(high + 1, end)][:1]
        named = match[0][1] != "#"
        if attribute and named and text[low + known - 1] != ";" and (after.isalnum() or after == "="):
            continue  # an ampersand in an address, as the standard reads it
        if known:
            builder.copy(start, low)
            builder.atom(html.unescape(text[low : low + known]), low, low + known)
            start = low + known
    builder.copy(start, end)


def put_lines(builder: Builder, start: int, end: int) -> None:
    """Add preformatted text: as `put_text`, with each line break as one."""
    for match in _LINE.finditer(builder.base.text, start, end):
        put_text(builder, start, match.start())
        builder.atom(LINE, *match.span())
        start = match.end()
    put_text(builder, start, end)


def escape(text: str) -> str:
    """Return how HTML writes a text, between tags as in quoted attributes."""
    return html.escape(text, quote=True).replace("&#x27;", "&#39;")


def decode(match: re.Match[str]) -> str:
    """Return what a complete character reference stands for."""
    return html.unescape(match[0])


def _known(reference: str) -> int:
    """Return how much of a reference the standard knows: all of "&copy;", "&not" of "&notit;", 0 of "&foo;"."""
    if reference[1] == "#" or reference[1:] in html5:
        return len(reference)
    lengths = range(min(len(reference), 7), 2, -1)  # names without a semicolon have six letters at most
    return next((length for length in lengths if reference[1:length] in html5), 0)
