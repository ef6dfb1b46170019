"""Opens what writers add to CommonMark: directives, admonitions, shortcodes, wiki links, attribute lists, highlights.

Their signs are no copy; titles, captions and other texts that they are given are.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kratom_lint.expressions import late
from kratom_lint.formats.admonitions import indents
from kratom_lint.formats.attributes import SHOWN
from kratom_lint.formats.builder import Builder
from kratom_lint.formats.fields import kind_of
from kratom_lint.formats.prose import HOLE, Prose
from kratom_lint.model import Span

_VALUE = r"""(?:"[^"\r\n]*+"|'[^'\r\n]*+'|[^\s"'}\]=]++)"""
_ITEM = rf"(?:[.#][\w-][\w:-]*+|[A-Za-z][\w:-]*+={_VALUE})"
SIGNS = late(
    rf"""^(?P<line>[ \t>]*+)(?P<colons>:{{2,}})[ \t]*+(?P<name>[a-z][\w-]*+|\{{[a-z][\w-]*+\}})?
        (?:\[(?P<label>[^\]\r\n]*+)\])?[ \t]*+(?P<list>\{{[^{{}}\r\n]*+\}})?[ \t]*+(?P<rest>[^\r\n]*+)(?=[\r\n]|\Z)
    |\{{::comment\}}(?P<comment>[^{{]*+)\{{:/comment\}}
    |(?<![\\{{$])\{{(?::[^{{}}\r\n]*+|[ \t]*+{_ITEM}(?:[ \t]++{_ITEM})*+[ \t]*+)\}}
    |(?<!\\)(?P<embed>!?)\[\[(?P<page>[^\[\]|\r\n]++)\|(?P<shown>[^\[\]\r\n]++)\]\](?!\()
    |(?<![\\!\]])\[(?P<end>/?)(?P<shortcode>[A-Za-z][\w-]*+)(?P<given>(?:\s++[A-Za-z][\w-]*+={_VALUE})*+)\s*+/?\](?![\[(:])
    |(?<![=\w\\])==(?P<marked>[^\s=](?:[^=\r\n]*[^\s=])?)==(?!=)""",
    re.M | re.X,
)
GIVEN = late(rf"(?P<name>[A-Za-z][\w:-]*+)=(?P<value>{_VALUE})")
ADMONITION = late(r"^[ \t]*+(?:!!!|\?\?\?\+?|===[+!]?)[ \t]", re.M)
SIZE = late(r"[\dx ]+")
CLOSING = late(r"\[/([A-Za-z][\w-]*+)\]")


class Aside(NamedTuple):
    """A text that a sign is given: where the sign stood in the opened page, its kind, and where it stands."""

    at: int
    kind: str
    prose: Prose
    extent: Span


class Opened(NamedTuple):
    """A page without signs, and the texts that they were given, in order."""

    page: Prose
    asides: tuple[Aside, ...]


def open_directives(source: Prose) -> Opened:
    """Return a Markdown page without directives and the like.

    The texts in them have the kind of an attribute of their name; a directive's own is a `heading`, and what it
    comments out a `comment`. Some may stand in code, which a reader of Markdown knows.
    """
    text = source.text
    if not any(sign in text for sign in ("::", "=", "{", "[/", "[[", "!!! ", "??? ", "???+ ")):
        return Opened(source, ())
    return _Opener(source).open()


class _Opener:
    """Copies a page without its signs."""

    def __init__(self, source: Prose) -> None:
        self._source = source
        self._builder = Builder(source)
        self._asides: list[Aside] = []
        self._pairs = set(CLOSING.findall(source.text))
        self._dropped = list(indents(source.text)) if ADMONITION.search(source.text) else []
        self._dropped.reverse()

    def open(self) -> Opened:
        builder, at = self._builder, 0
        for match in SIGNS.finditer(self._source.text):
            if not self._is_sign(match):
                continue
            self._copy(at, match.start())
            at = match.end()
            if match["colons"]:
                self._copy(match.start(), match.end("line"))
                self._directive(match)
            elif match["comment"] is not None:
                self._add("comment", *match.span("comment"), Span(*match.span()))
            elif match["marked"]:
                builder.copy(*match.span("marked"))
            elif match["page"]:
                self._link(match)
            else:
                if match["given"] and match["shortcode"] not in self._pairs:
                    builder.atom(HOLE, *match.span())
                self._given(*match.span(), shown_only=not match["shortcode"])
        self._copy(at, len(self._source.text))
        return Opened(builder.done(), tuple(self._asides))

    def _copy(self, start: int, end: int) -> None:
        """Copy text without the lines that admonitions begin with, and the indents that they cause."""
        while self._dropped and self._dropped[-1][0] < end:
            low, high, head = self._dropped.pop()
            self._builder.copy(start, low)
            start = max(start, high)
            if head and head["title"]:
                self._add("heading", *head.span("title"), Span(low, high))
        self._builder.copy(start, end)

    def _link(self, match: re.Match[str]) -> None:
        """Take a link to a page of the same wiki, or a picture or page shown in this one, which may have its size."""
        self._add("url", *match.span("page"), Span(*match.span("page")))
        if not match["embed"]:
            self._builder.copy(*match.span("shown"))
            return
        self._builder.atom(HOLE, *match.span())
        if not SIZE.fullmatch(match["shown"]):
            self._add("alt", *match.span("shown"), Span(*match.span()))

    def _is_sign(self, match: re.Match[str]) -> bool:
        """Say whether a match is a sign: in backticks it is code, brackets may be a link, two colons a sentence's."""
        if match.string[match.start() - 1 : match.start()] == "`" == match.string[match.end() : match.end() + 1]:
            return False
        if match["shortcode"]:
            return bool(match["given"] or match["shortcode"] in self._pairs)
        return match["colons"] != "::" or not match["rest"]

    def _directive(self, match: re.Match[str]) -> None:
        """Take a line that opens or closes a container: its title is in brackets, or the rest of the line."""
        if match["label"]:
            self._add("heading", *match.span("label"), Span(*match.span("label")))
        rest = match["rest"].rstrip(": \t")
        if rest:
            start = match.start("rest")
            self._add("heading", start, start + len(rest), Span(start, start + len(rest)))
        if match["list"]:
            self._given(*match.span("list"))

    def _given(self, start: int, end: int, shown_only: bool = False) -> None:
        """Take the texts given in [start, end) by their names; with `shown_only`, those of attributes in HTML."""
        for match in GIVEN.finditer(self._source.text, start, end):
            quoted = match["value"][0] in "\"'"
            low, high = match.start("value") + quoted, match.end("value") - quoted
            kind = kind_of(match["name"], self._source.text[low:high])
            if kind and (not shown_only or match["name"].lower() in SHOWN):
                self._add(kind, low, high, Span(*match.span()))

    def _add(self, kind: str, start: int, end: int, extent: Span) -> None:
        prose = self._source.cut(start, end)
        self._asides.append(Aside(self._builder.length, kind, prose, self._source.span(extent.start, extent.end)))
