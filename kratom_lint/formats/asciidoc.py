"""Reads AsciiDoc: titles, paragraphs, lists, tables and the blocks between delimiters (as Asciidoctor shows them)."""

from __future__ import annotations

import re

from kratom_lint.formats.asciidoc_inline import MEANINGS, PATTERN
from kratom_lint.formats.html import HtmlReader
from kratom_lint.formats.lines import Line, address, cut, inline, join, verbatim
from kratom_lint.formats.outline import ITEM_RANK, TITLE_RANK, Outline
from kratom_lint.formats.prose import Prose
from kratom_lint.formats.spelling import referenced
from kratom_lint.model import Span

TITLE = re.compile(r"(={1,6}|#{1,6})\s+(?=\S)")
ATTRIBUTE = re.compile(r":!?([\w-]+)!?:(?:\s+|$)")
META = {"description": "meta", "keywords": "keyword"}
BLOCK_TITLE = re.compile(r"\.(?=[^\s.])")
DELIMITER = re.compile(r"(-{4,}|\.{4,}|\+{4,}|/{4,}|={4,}|\*{4,}|_{4,}|--|`{3,}.*|[|,:!]={3,})")
RAW = re.compile(r"-{4,}|\.{4,}|`{3,}|,={3,}|:={3,}")
"""Blocks of code and literals, and tables of other formats' text."""
STYLE = re.compile(r"\[(?:\[.*\]|([^\[\]]*))\]")
LITERAL = re.compile(r"(?:source|listing|literal|stem|latexmath|asciimath|plantuml|mermaid|graphviz|ditaa|comment)\b")
COMMENT = re.compile(r"//(?!/)\s*")
MACRO = re.compile(r"(image|video|audio)::(\S*?)\[(.*)\]")
NO_COPY = re.compile(r"(?:include|toc|ifdef|ifndef|ifeval|endif)::\S*\[.*\]|'{3,}|<{3,}|-{3}|\*{3}")
ITEM = re.compile(r"(\*{1,5}|-|\.{1,5}|\d{1,3}\.|[a-zA-Z]\.|<(?:\d+|\.)>)\s+(?:\[[ x*]\]\s+)?(?=\S)")
TERM = re.compile(r"(\S.*?)(:{2,4}|;;)(?:\s+|$)")
DEEPEST = 40


def read_asciidoc(source: Prose, outline: Outline) -> None:
    """Read AsciiDoc into the outline. Code, literal and passed-through blocks are no copy; comments are kept."""
    AsciidocReader(source, outline).read(_header(source, outline))


def _header(source: Prose, outline: Outline) -> list[Line]:
    """Return the lines of a document without those of its authors and revision, which follow the title."""
    lines = cut(source.text)
    at = next((number for number, line in enumerate(lines) if not line.blank), len(lines))
    title = TITLE.match(source.text, lines[at].low, lines[at].high) if at < len(lines) else None
    if not title or len(title[1]) > 1:
        return lines
    end = at + 1
    while end < len(lines) and not lines[end].blank:
        end += 1
    kept = [line for line in lines[at + 1 : end] if source.text.startswith((":", "//"), line.low)]
    return [lines[at], *kept, *lines[end:]]


class AsciidocReader:
    """Turns lines into blocks of an outline."""

    def __init__(self, source: Prose, outline: Outline) -> None:
        self.source = source
        self.outline = outline
        self._depth = 0
        self._markers: list[str] = []
        self._literal = False
        self._floor = outline.height

    def read(self, lines: list[Line]) -> None:
        """Read the lines of the document or of a block in it."""
        self._depth += 1
        markers, floor = self._markers, self._floor
        self._markers, self._floor = [], self.outline.height
        at = blanks = 0
        while at < len(lines):
            if lines[at].blank:
                blanks += 1
                at += 1
                continue
            at = self._block(lines, at, self._text(lines[at]), parted=blanks > 0)
            blanks = 0
        self._end_lists()
        self._markers, self._floor = markers, floor
        self._depth -= 1

    def _text(self, line: Line) -> str:
        return self.source.text[line.low : line.high]

    def _extent(self, lines: list[Line]) -> Span:
        return self.source.span(lines[0].low, lines[-1].high)

    def _prose(self, lines: list[Line]) -> Prose:
        return inline(join(self.source, lines, "\n"), self.outline, PATTERN, MEANINGS, referenced)

    def _end_lists(self) -> None:
        self._markers.clear()
        self.outline.leave(self._floor)

    def _block(self, lines: list[Line], at: int, text: str, *, parted: bool) -> int:
        """Read the block that begins at a line, and return where the next one begins."""
        literal, self._literal = self._literal, False
        if text == "+":
            return at + 1  # it joins the next block to the item before
        if DELIMITER.fullmatch(text):
            return self._delimited(lines, at, text, literal)
        if literal or (lines[at].indent and not ITEM.match(text) and not TERM.match(text)):
            return self._end_of_paragraph(lines, at)
        if COMMENT.match(text):
            span = self.source.span(lines[at].low, lines[at].high)
            self.outline.comment(text.lstrip("/").strip(), span)
            return at + 1
        if style := STYLE.fullmatch(text):
            self._literal = LITERAL.match(style[1] or "") is not None
            return at + 1
        if NO_COPY.fullmatch(text):
            return at + 1
        if item := ITEM.match(text):
            return self._item(lines, at, item)
        if (term := TERM.match(text)) and "://" not in term[1]:
            return self._term(lines, at, term)
        if parted and not (at and self._text(lines[at - 1]) == "+"):
            self._end_lists()
        return self._line(lines, at, text)

    def _line(self, lines: list[Line], at: int, text: str) -> int:
        """Read a title, an attribute, a macro or a paragraph."""
        line = lines[at]
        if title := TITLE.match(text):
            level = len(title[1])
            self.outline.add(self._prose([line.after(title.end())]), self._extent([line]), "heading", level, level)
            return at + 1
        if attribute := ATTRIBUTE.match(text):
            if kind := META.get(attribute[1].lower()):
                address(self.outline, self.source, line.low + attribute.end(), line.high, kind)
                self.outline.flush()
            return at + 1
        if macro := MACRO.fullmatch(text):
            self._picture(line, macro)
            return at + 1
        if found := BLOCK_TITLE.match(text):
            self.outline.add(self._prose([line.after(found.end())]), self._extent([line]), rank=TITLE_RANK)
            return at + 1
        end = self._end_of_paragraph(lines, at)
        self.outline.add(self._prose(lines[at:end]), self._extent(lines[at:end]))
        return end

    def _end_of_paragraph(self, lines: list[Line], at: int) -> int:
        end = at + 1
        while end < len(lines) and not lines[end].blank and not self._interrupts(self._text(lines[end])):
            end += 1
        return end

    def _interrupts(self, text: str) -> bool:
        return (
            text == "+"
            or any(found.fullmatch(text) for found in (DELIMITER, STYLE, NO_COPY))
            or COMMENT.match(text) is not None
        )

    def _picture(self, line: Line, macro: re.Match[str]) -> None:
        """Add the address of a picture and the first of its attributes, its description, with the title among them."""
        address(self.outline, self.source, line.low + macro.start(2), line.low + macro.end(2))
        for alt in re.finditer(r'(?:(?<=^)|(?:alt|title)=)"?([^",\]=]+)(?=[",]|$)', macro[3]):
            start = line.low + macro.start(3)
            address(self.outline, self.source, start + alt.start(1), start + alt.end(1), "alt")
        self.outline.flush()

    def _delimited(self, lines: list[Line], at: int, text: str, literal: bool) -> int:
        """Read what stands between two equal delimiters, or to the end of the container."""
        closing = "```" if text.startswith("```") else text
        end = at + 1
        while end < len(lines) and self._text(lines[end]) != closing:
            end += 1
        body = lines[at + 1 : end]
        if text.startswith("////"):
            span = self.source.span(lines[at].low, lines[min(end, len(lines) - 1)].high)
            self.outline.comment(verbatim(self.source, body).text.strip(), span)
        elif text.startswith("++++") and not literal:
            reader = HtmlReader(self.outline)
            reader.read(verbatim(self.source, body))
            reader.flush(None)
        elif text.startswith(("|===", "!===")):
            self._table(body, text[0])
        elif not (literal or RAW.match(text)) and self._depth < DEEPEST:
            height = self.outline.height
            self.outline.enter("quote", self.source.span(lines[at].low, lines[at].high).start)
            self.read(body)
            self.outline.leave(height)
        return end + 1

    def _item(self, lines: list[Line], at: int, item: re.Match[str]) -> int:
        """Read an item; which list it belongs to is told by its marker, as in the order these appear."""
        marker = re.sub(r"\d+|[a-zA-Z](?=\.)", "1", item[1])
        outline, start = self.outline, self.source.span(lines[at].low, lines[at].high).start
        if marker in self._markers:
            del self._markers[self._markers.index(marker) + 1 :]
        else:
            self._markers.append(marker)
        height = self._floor + 2 * len(self._markers) - 2
        outline.leave(height + 1)
        if outline.height == height:
            outline.enter("list", start)
        outline.enter("item", start)
        end = self._end_of_item(lines, at)
        outline.add(self._prose([lines[at].after(item.end()), *lines[at + 1 : end]]), self._extent(lines[at:end]))
        return end

    def _end_of_item(self, lines: list[Line], at: int) -> int:
        end = at + 1
        while end < len(lines) and not lines[end].blank:
            text = self._text(lines[end])
            if ITEM.match(text) or TERM.match(text) or self._interrupts(text):
                break
            end += 1
        return end

    def _term(self, lines: list[Line], at: int, term: re.Match[str]) -> int:
        line = lines[at]
        self._end_lists()
        name = line._replace(high=line.low + term.end(1))
        height = self.outline.height
        self.outline.enter("quote", self._extent([name]).start)
        self.outline.add(self._prose([name]), self._extent([name]), "term", rank=ITEM_RANK)
        end = self._end_of_item(lines, at)
        rest = [part for part in (line.after(term.end()), *lines[at + 1 : end]) if not part.blank]
        if rest:
            self.outline.enter("definition", self._extent(rest).start)
            self.outline.add(self._prose(rest), self._extent(rest))
        self.outline.leave(height)
        return end

    def _table(self, body: list[Line], mark: str) -> None:
        """Read the cells of a table; those on its first line head the columns when an empty line follows."""
        cell = re.compile(rf"(?<!\\)(?:(?:\d+|(?:\d*\.\d+))[+*])?[<^>.]*[a-z]?{re.escape(mark)}")
        outline, height = self.outline, self.outline.height
        filled = next((number for number, line in enumerate(body) if not line.blank), 0)
        outline.enter("table", self.source.span(body[filled].low, body[filled].high).start if body else 0)
        inside, column, width = outline.height, 0, 0
        headed = len(body) > filled + 1 and body[filled + 1].blank
        for part, number in _cells(self.source.text, body, cell):
            head = headed and number == filled
            width += number == filled
            column = column if head else column % max(width, 1)
            outline.enter("table-head" if head else "table-cell", part[0].low, column)
            index = outline.add(self._prose(part), self._extent(part))
            if head and index is not None:
                outline.set_head(column, index)
            outline.leave(inside)
            column += 1
        outline.leave(height)


def _cells(text: str, body: list[Line], mark: re.Pattern[str]) -> list[tuple[list[Line], int]]:
    """Return the lines of each cell, and the number of the line it begins on."""
    cells: list[tuple[list[Line], int]] = []
    for number, line in enumerate(body):
        at = line.low
        for found in mark.finditer(text, line.low, line.high):
            if cells and at < found.start():
                cells[-1][0].append(_bare(text, at, found.start()))
            cells.append(([], number))
            at = found.end()
        if cells and at < line.high:
            cells[-1][0].append(_bare(text, at, line.high))
    filled = [([line for line in lines if not line.blank], number) for lines, number in cells]
    return [(lines or [Line(0, 0, 0)], number) for lines, number in filled]


def _bare(text: str, low: int, high: int) -> Line:
    part = text[low:high]
    start = low + len(part) - len(part.lstrip())
    return Line(start, start + len(part.strip()), 0)
