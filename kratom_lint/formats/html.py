"""Reads HTML, whole files and the HTML inside other formats, into blocks."""

from __future__ import annotations

import re

from kratom_lint.formats.builder import BREAK, Builder, strip
from kratom_lint.formats.elements import HIDDEN, INLINE, NO_COPY, SKIPPED, VISIBLE, Elements
from kratom_lint.formats.front_matter import read_front_matter
from kratom_lint.formats.markup import Token, put_lines, put_text, tokens
from kratom_lint.formats.outline import ITEM_RANK, TITLE_RANK, Outline, is_title
from kratom_lint.formats.prose import HOLE, Prose
from kratom_lint.model import Span

VISIBLE_ATTRIBUTES = frozenset({"alt", "title", "placeholder", "aria-label", "aria-description"})
LINKS = {
    "href": frozenset({"a", "area"}),
    "src": frozenset({"img", "video", "audio", "source", "iframe", "embed"}),
}
LISTS = frozenset({"ul", "ol", "menu"})
META = re.compile(r"description|title|(?:og|twitter):(?:site_name|title|description|image:alt)", re.I)
HEADING = re.compile(r"h[1-6]")
IMAGES = frozenset({"img", "svg", "input", "picture"})


def read_html(source: Prose, outline: Outline) -> None:
    """Read a whole HTML document, with or without front matter, into the outline."""
    reader = HtmlReader(outline)
    reader.read(read_front_matter(source, outline))
    reader.flush(None)


class HtmlReader:
    """Turns HTML into blocks of an outline; keeps its open elements between pieces of HTML in other formats."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self.elements = Elements()
        self._base = Prose("", ())
        self._shown = Builder(self._base)
        self._unseen = Builder(self._base)
        self._plain = False
        self._column = 0
        self._row = 0

    def read(self, base: Prose) -> None:
        """Read a piece of HTML. What it leaves open stays open; its last block is added by the next `flush`."""
        self._base = base
        self._restart()
        for token in tokens(base.text):
            if token.kind == "text":
                self._text(token.start, token.end)
            elif token.kind == "tag":
                self._tag(token)
            elif token.kind == "comment":
                self.comment(base, token)
            elif token.name in ("title", "textarea") and self.elements.seen == VISIBLE:
                self._text(token.start, token.end)

    def inline(self, base: Prose, into: Builder, start: int, end: int) -> None:
        """Read the inline HTML `base` that stands at [start, end) of a text which `into` spells."""
        for token in tokens(base.text):
            if token.kind == "comment":
                self.comment(base, token)
            elif token.kind == "tag":
                if token.name == "br":
                    into.atom(BREAK, start, end)
                elif token.name not in INLINE:
                    into.atom(BREAK, start, start)
                elif token.name in IMAGES:
                    into.atom(" ", start, start)
                elif token.name in NO_COPY and not token.closing:
                    into.atom(HOLE, start, end)
                if token.closing:
                    self.elements.close(self.elements.matching(token.name))
                else:
                    self.attributes(base, token)
                    self.elements.open(token, base.text, start, self.outline.height)

    def comment(self, base: Prose, token: Token) -> None:
        """Add a comment of `base` to the outline."""
        self.outline.comment(token.name, base.span(token.start, token.end))

    def attributes(self, base: Prose, tag: Token) -> None:
        """Add the texts and addresses in the attributes of a start tag."""
        if not tag.attributes or self.elements.seen == SKIPPED:
            return
        text = base.text
        named = {attribute.name: text[attribute.low : attribute.high] for attribute in reversed(tag.attributes)}
        for attribute in tag.attributes:
            kind = _attribute_kind(tag.name, attribute.name, named)
            if not kind or attribute.low == attribute.high:
                continue
            builder = Builder(base)
            put_text(builder, attribute.low, attribute.high, attribute=True)
            self.aside(kind, builder.done(), base.span(attribute.start, attribute.end))

    def aside(self, kind: str, prose: Prose, extent: Span) -> None:
        """Add a text outside the flow; in a hidden element it is hidden, in script or code it is none."""
        if self.elements.seen == HIDDEN and kind != "url":
            kind = "hidden"
        if self.elements.seen != SKIPPED:
            self.outline.aside(kind, prose, extent)

    def flush(self, closing: Token | None) -> None:
        """Add the text gathered so far as a block; `closing` is the end tag that closes its element, if one does."""
        shown, unseen = strip(self._shown.done()), strip(self._unseen.done())
        if unseen.text:
            self.outline.aside("hidden", unseen, unseen.span(0, len(unseen.text)))
        if shown.text:
            self._add(shown, closing)
        self._restart()
        self.outline.flush()

    def _restart(self) -> None:
        self._shown, self._unseen = Builder(self._base), Builder(self._base)
        self._plain = False

    def _text(self, start: int, end: int) -> None:
        elements = self.elements
        if elements.seen == SKIPPED:
            return
        builder = self._shown if elements.seen == VISIBLE else self._unseen
        if not self._plain and not elements.bold and not self._base.text[start:end].isspace():
            self._plain = True
        if elements.is_open("pre"):
            put_lines(builder, start, end)
        else:
            put_text(builder, start, end)

    def _tag(self, tag: Token) -> None:
        """Take a tag: it may end a block, open or close containers, and carry texts of its own."""
        elements, outline = self.elements, self.outline
        name = tag.name
        if name == "br":
            self._break(BREAK, tag.start, tag.end)
            return
        if name in INLINE:
            if name in IMAGES:
                self._break(" ", tag.start, tag.start)
            elif name in NO_COPY and not tag.closing:
                self._break(HOLE, tag.start, tag.end)
            height = elements.matching(name) if tag.closing else len(elements.stack)
        else:
            height = elements.matching(name) if tag.closing else elements.implied(tag)
            block = elements.block
            self.flush(tag if tag.closing and block and block.name == name else None)
        if height < len(elements.stack):
            outline.leave(min(element.height for element in elements.stack[height:]))
            elements.close(height)
        if not tag.closing:
            self.attributes(self._base, tag)
            start = self._base.span(tag.start, tag.end)
            elements.open(tag, self._base.text, start.start, outline.height)
            if name not in INLINE and elements.seen != SKIPPED:
                self._enter(name, start.end)

    def _break(self, mark: str, start: int, end: int) -> None:
        """Add a mark that keeps the words around a tag apart."""
        if self.elements.seen != SKIPPED:
            (self._shown if self.elements.seen == VISIBLE else self._unseen).atom(mark, start, end)

    def _enter(self, name: str, start: int) -> None:
        """Open the container that an element makes in the outline."""
        outline = self.outline
        if name in LISTS:
            outline.enter("list", start)
        elif name == "li":
            outline.enter("item", start)
        elif name == "table":
            outline.enter("table", start)
            self._row = 0
        elif name == "tr":
            self._row += 1
            self._column = 0
        elif name in ("td", "th"):
            outline.enter("table-cell" if name == "td" else "table-head", start, self._column)
            self._column += 1
        elif name in ("blockquote", "dl", "details"):
            outline.enter("quote", start)

    def _add(self, shown: Prose, closing: Token | None) -> None:
        """Add running text as the block that the innermost open element makes of it."""
        outline, element = self.outline, self.elements.block
        extent = shown.span(0, len(shown.text))
        if closing and element:
            extent = Span(element.start, self._base.span(closing.start, closing.end).end)
        name = element.name if element else ""
        if name == "title":
            outline.aside("title", shown, extent)
        elif HEADING.fullmatch(name):
            outline.add(shown, extent, "heading", int(name[1]), int(name[1]))
        elif name == "dt":
            outline.add(shown, extent, "term", rank=ITEM_RANK)
        elif name == "summary" or (not self._plain and is_title(shown.text)):
            outline.add(shown, extent, rank=TITLE_RANK)
        else:
            index = outline.add(shown, extent)
            if name == "th" and index is not None and (self._row <= 1 or self.elements.is_open("thead")):
                outline.set_head(self._column - 1, index)


def _attribute_kind(tag: str, name: str, attributes: dict[str, str]) -> str:
    """Return the kind of block an attribute makes, "" for one that holds no copy."""
    if name in VISIBLE_ATTRIBUTES:
        return name
    if tag in LINKS.get(name, ()):
        return "url"
    if tag == "meta" and name == "content":
        about = attributes.get("name") or attributes.get("property") or attributes.get("itemprop") or ""
        if about.lower() == "keywords":
            return "keyword"
        return "meta" if META.fullmatch(about) else ""
    return ""
