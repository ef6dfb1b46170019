"""Reads HTML, whole files and the HTML inside other formats, into blocks."""

from __future__ import annotations

from kratom_lint.expressions import late
from kratom_lint.formats.attributes import kind_of
from kratom_lint.formats.builder import BREAK, LINE, Builder, strip
from kratom_lint.formats.elements import BLOCK, HIDDEN, HOLES, INLINE, SKIPPED, VISIBLE, Elements
from kratom_lint.formats.front_matter import read_front_matter
from kratom_lint.formats.grid import Grid
from kratom_lint.formats.markup import Token, escape, named, put_lines, put_text, tokens
from kratom_lint.formats.outline import ITEM_RANK, TITLE_RANK, Outline, is_short, is_title
from kratom_lint.formats.prose import HOLE, Prose
from kratom_lint.model import Span

CONTROLS = frozenset({"a", "button"})
LISTS = frozenset({"ul", "ol", "menu"})
CONTAINERS = {"li": "item", "dd": "definition", "blockquote": "quote", "dl": "quote", "details": "quote"}
HEADING = late(r"h[1-6]")
TELLING = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt", "option", "summary", "th", "title"})
"""Elements that make more of the text in them than a paragraph, even through other elements."""
ENCLOSING = frozenset({"article", "aside", "body", "dd", "details", "li", "main", "section", "table", "td"})
"""Elements that bound the search for those."""
LINKED_DATA = "application/ld+json"


def read_html(source: Prose, outline: Outline) -> None:
    """Read a whole HTML document, with or without front matter, into the outline."""
    reader = HtmlReader(outline)
    reader.read(read_front_matter(source, outline))
    reader.close()


class HtmlReader:
    """Turns HTML into blocks of an outline; keeps its open elements between pieces of HTML in other formats."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self.elements = Elements()
        self._base = Prose("", ())
        self._shown = Builder(self._base)
        self._unseen = Builder(self._base)
        self._plain = False
        self._grids: list[Grid] = []
        self._panels: dict[str, int] = {}
        self._label = -1
        self._nested = False
        self._linked_data = False

    def read(self, base: Prose) -> None:
        """Read a piece of HTML. What it leaves open stays open; its last block is added by the next `flush`."""
        self._base = base
        self._restart()
        for token in tokens(base.text):
            kind = token.kind
            if kind == "text":
                self._text(token.start, token.end)
            elif kind == "tag":
                self._tag(token)
            elif kind == "comment":
                self.comment(base, token)
            elif token.name in ("title", "textarea"):
                self._text(token.start, token.end)
            elif token.name == "script" and self._linked_data:
                self._data(base.cut(token.start, token.end))

    def inline(self, base: Prose, into: Builder, start: int, end: int) -> None:
        """Read the inline HTML `base` that stands at [start, end) of a text which `into` spells."""
        for token in tokens(base.text):
            if token.kind == "comment":
                self.comment(base, token)
            elif token.kind == "tag":
                name = token.name
                if name == "br":
                    into.atom(LINE, start, end)
                elif name in HOLES and not token.closing:
                    into.atom(HOLE, start, end)
                elif name in BLOCK:
                    into.atom(BREAK, start, start)
                elif name not in INLINE:
                    into.atom(" ", start, start)
                if token.closing:
                    height = self.elements.matching(name)
                    self._pressed(height, base, token)
                    self.elements.close(height)
                else:
                    attributes = named(base.text, token)
                    self.attributes(base, token, attributes)
                    at = base.span(token.start, token.end).start
                    self.elements.open(token, attributes, at, self.outline.height)

    def comment(self, base: Prose, token: Token) -> None:
        """Add a comment of `base` to the outline."""
        self.outline.comment(token.name, base.span(token.start, token.end))

    def attributes(self, base: Prose, tag: Token, attributes: dict[str, str]) -> None:
        """Add the texts and addresses in the attributes of a start tag."""
        if not attributes or self.elements.seen == SKIPPED:
            return
        for attribute in tag.attributes:
            kind = kind_of(tag.name, attribute.name, attributes)
            page = attribute.name == "srcdoc" and tag.name == "iframe" and not self._nested
            if not (kind or page) or attribute.low == attribute.high:
                continue
            builder = Builder(base, escape)
            put_text(builder, attribute.low, attribute.high, attribute=True)
            if page:
                inner = HtmlReader(self.outline)
                inner._nested = True
                inner.read(builder.done())
                inner.close()
            else:
                self.aside(kind, builder.done(), base.span(attribute.start, attribute.end))

    def aside(self, kind: str, prose: Prose, extent: Span) -> None:
        """Add a text outside the flow; in a hidden element it is hidden, in script or code it is none."""
        if self.elements.seen == HIDDEN and kind != "url":
            kind = "hidden"
        if self.elements.seen != SKIPPED:
            self.outline.aside(kind, prose, extent)

    def flush(self, closing: Token | None) -> None:
        """Add the text gathered so far as a block; `closing` is the end tag that closes its element, if one does."""
        if self._shown.length or self._unseen.length:
            shown, unseen = strip(self._shown.done()), strip(self._unseen.done())
            if unseen.text:
                self.outline.aside("hidden", unseen, unseen.span(0, len(unseen.text)))
            if shown.text:
                self._add(shown, closing)
            self._restart()
        self._plain = False
        self.outline.flush()

    def close(self) -> None:
        """Add the text gathered so far as a block, and leave all that is open."""
        self.flush(None)
        self.outline.leave(min((element.height for element in self.elements.stack), default=self.outline.height))
        self.elements.close(0)

    def _data(self, source: Prose) -> None:
        from kratom_lint.formats.linked_data import read_linked_data

        height = self.outline.height
        self.outline.enter("value", source.span(0, len(source.text)).start)
        read_linked_data(source, self.outline)
        self.outline.leave(height)

    def _restart(self) -> None:
        self._shown, self._unseen = Builder(self._base, escape), Builder(self._base, escape)
        self._plain = False

    def _text(self, start: int, end: int) -> None:
        elements = self.elements
        if elements.seen == SKIPPED:
            return
        builder = self._shown if elements.seen == VISIBLE else self._unseen
        if not self._plain and not elements.labelled and not self._base.text[start:end].isspace():
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
            self._break(LINE, tag.start, tag.end)
            return
        inline = elements.is_inline(tag)
        if inline:
            if name in HOLES and not tag.closing:
                self._break(HOLE, tag.start, tag.end)
            elif name not in INLINE:
                self._break(" ", tag.start, tag.start)
            height = elements.matching(name) if tag.closing else len(elements.stack)
        else:
            height = elements.matching(name) if tag.closing else elements.implied(tag)
            block = elements.block
            self.flush(tag if tag.closing and block and block.name == name else None)
        if height < len(elements.stack):
            self._pressed(height, self._base, tag)
            closed = elements.stack[height:]
            outline.leave(closed[0].height if len(closed) == 1 else min(element.height for element in closed))
            elements.close(height)
            del self._grids[elements.count("table") :]
        if not tag.closing:
            attributes = named(self._base.text, tag)
            self._linked_data = name == "script" and attributes.get("type", "").strip().lower() == LINKED_DATA
            self.attributes(self._base, tag, attributes)
            start = self._base.span(tag.start, tag.end)
            seen = elements.seen
            elements.open(tag, attributes, start.start, outline.height)
            if seen != HIDDEN == elements.seen:
                self._unseen.atom(BREAK, tag.start, tag.start)
            if not inline and elements.seen != SKIPPED:
                self._enter(name, start.end, attributes)

    def _pressed(self, height: int, base: Prose, tag: Token) -> None:
        """Take note of a link or button that an end tag closes, so that `height` elements stay open."""
        if height < len(self.elements.stack) and self.elements.stack[height].name in CONTROLS:
            end = base.span(tag.start, tag.end).end
            self.outline.controls.append(Span(self.elements.stack[height].start, end))

    def _break(self, mark: str, start: int, end: int) -> None:
        """Add a mark that keeps the words around a tag apart."""
        if self.elements.seen != SKIPPED:
            (self._shown if self.elements.seen == VISIBLE else self._unseen).atom(mark, start, end)

    def _enter(self, name: str, start: int, attributes: dict[str, str]) -> None:
        """Open the container that an element makes in the outline."""
        outline = self.outline
        panel = self._panels.get(attributes.get("id", ""))
        if panel is not None:
            outline.enter("panel", start, lead=panel)
        if name in LISTS:
            outline.enter("list", start)
        elif name in CONTAINERS:
            closed = name == "details" and "open" not in attributes
            outline.enter("closed" if closed else CONTAINERS[name], start)
        elif name == "table":
            outline.enter("table", start)
            if self.elements.count("table") > len(self._grids):  # past the deepest level none opens
                self._grids.append(Grid())
        elif self._grids and name == "tr":
            self._grids[-1].start_row()
        elif self._grids and name in ("td", "th"):
            grid = self._grids[-1]
            grid.start_cell(attributes)
            head = grid.head if name == "td" and grid.column not in outline.frame.heads else None
            outline.enter("table-cell" if name == "td" else "table-head", start, grid.column, head)

    def _add(self, shown: Prose, closing: Token | None) -> None:
        """Add running text as the block that the innermost telling element makes of it."""
        outline, block, role = self.outline, self.elements.block, self._role()
        extent = shown.span(0, len(shown.text))
        if closing and block:
            extent = Span(block.start, self._base.span(closing.start, closing.end).end)
        controls = block.controls if block else ()
        if role == "title":
            outline.aside("title" if self.elements.is_open("svg") else "page-title", shown, extent)
            return
        if HEADING.fullmatch(role):
            index = outline.add(shown, extent, "heading", int(role[1]), int(role[1]))
        elif role == "dt":
            index = outline.add(shown, extent, "term", rank=ITEM_RANK)
        elif role == "option":
            index = outline.add(shown, extent, "option")
        elif role == "summary" or controls or (not self._plain and is_title(shown.text.removesuffix(":"))):
            index = outline.add(shown, extent, rank=TITLE_RANK)
        else:
            index = outline.add(shown, extent, *self._opened(shown.text))
        if index is not None:
            self._label = index if role == "summary" else -1
            self._panels |= dict.fromkeys(controls, index)
            if self._grids and outline.frame.kind in ("table-head", "table-cell"):
                self._head(index, role == "th", shown.text)

    def _opened(self, text: str) -> tuple[str, int, int, int | None]:
        """Return kind, level, rank and lead of a text; a short one that a label opens is what the label stands for."""
        frame = self.outline.frame
        lead = frame.lead if frame.kind == "panel" and frame.last is None else None
        lead = self._label if self._label >= 0 and self._label == frame.last else lead
        if lead is None or not is_short(text) or self.outline.blocks[lead].prose.text.endswith("?"):
            return "paragraph", 0, 0, None
        return "definition", 0, 0, lead

    def _head(self, index: int, head: bool, text: str) -> None:
        """Let a cell head its column or its row: a header cell, and one that ends in a colon."""
        grid = self._grids[-1]
        if head and (grid.row <= 1 or self.elements.is_open("thead")):
            for column in range(grid.column, grid.end):
                self.outline.set_head(column, index)
        if grid.head is None and (head or text.endswith(":")):
            grid.head_row(index)

    def _role(self) -> str:
        """Return the name of the element that says what the text here is, "" if none does."""
        for element in reversed(self.elements.stack):
            if element.name in TELLING:
                return element.name
            if element.name in ENCLOSING:
                break
        return ""
