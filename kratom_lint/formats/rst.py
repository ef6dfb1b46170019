"""Reads reStructuredText: titles, paragraphs, lists, tables, directives (docutils' specification of the markup)."""

from __future__ import annotations

import re

from kratom_lint.formats.builder import BREAK
from kratom_lint.formats.html import HtmlReader
from kratom_lint.formats.lines import Line, address, cut, inline, join, verbatim
from kratom_lint.formats.outline import ITEM_RANK, TITLE_RANK, Outline
from kratom_lint.formats.prose import Prose
from kratom_lint.formats.rst_inline import MEANINGS, PATTERN
from kratom_lint.formats.rst_tables import Cutter, grid_cells, is_grid, is_simple, simple_cells
from kratom_lint.formats.spelling import backslashed
from kratom_lint.model import Span

ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1+")
BULLET = re.compile(r"[*+\-\u2022\u2023\u2043](?:\s+|$)")
_ORDINAL = r"(?:\d{1,3}|[A-Za-z]|[ivxlcdmIVXLCDM]{1,7}|#)"
NUMBER = re.compile(rf"(?:\({_ORDINAL}\)|{_ORDINAL}[.)])\s+")
FIELD = re.compile(r":((?:[^:\\]|\\.|:(?!\s|$))+):(?:\s+|$)")
DIRECTIVE = re.compile(r"\.\.\s+(?:\|[^|]+\|\s+)?([\w:+.-]+?)::(?:\s+|$)")
TARGET = re.compile(r"(?:\.\.\s+_(?:`[^`]*`|(?:[^:\\]|\\.|:(?!\s|$))*):|__)(?:\s+|$)")
NOTE = re.compile(r"\.\.\s+\[[^\]]+\]\s+")
EXPLICIT = re.compile(r"\.\.(?:\s+|$)")
LINE_BLOCK = re.compile(r"\|(?:\s+|$)")

NO_COPY = frozenset(
    """autoclass autofunction automodule autosummary bibliography class code code-block contents csv-table
    currentmodule date default-domain default-role doctest graphviz highlight ifconfig include index ipython
    jupyter-execute literalinclude math mermaid module parsed-literal plantuml plot productionlist program raw role
    sectnum sourcecode tabularcolumns target-notes testcode testoutput toctree unicode uml""".split()  # noqa: SIM905
)
"""Directives whose content no reader sees as running text."""
ADMONITIONS = frozenset({"attention", "caution", "danger", "error", "hint", "important", "note", "tip", "warning"})
"""Directives whose text begins on their own line."""
META = {"description": "meta", "keywords": "keyword"}
DEEPEST = 60


def read_rst(source: Prose, outline: Outline) -> None:
    """Read reStructuredText into the outline. Code, literal blocks and comments are no copy; comments are kept."""
    RstReader(source, outline).read(cut(source.text))


class RstReader:
    """Turns lines into blocks. Levels of titles are told by their adornments, in the order in which these appear."""

    def __init__(self, source: Prose, outline: Outline) -> None:
        self.source = source
        self.outline = outline
        self._styles: list[str] = []
        self._depth = 0

    def read(self, lines: list[Line]) -> None:
        """Read the lines of the document or of a container in it."""
        if self._depth >= DEEPEST:
            self._paragraph([line for line in lines if not line.blank])
            return
        self._depth += 1
        height, at = self.outline.height, 0
        base = next((line.indent for line in lines if not line.blank), 0)
        while at < len(lines):
            if lines[at].blank:
                at += 1
                continue
            text = self._text(lines[at])
            item = BULLET.match(text) or (NUMBER.match(text) if self._is_listed(lines, at) else None)
            if lines[at].indent > base:
                self.outline.leave(height)
                at = self._quote(lines, at, base)
            elif item:
                at = self._item(lines, at, item.end(), height)
            else:
                self.outline.leave(height)
                at = self._block(lines, at, text)
        self.outline.leave(height)
        self._depth -= 1

    def _text(self, line: Line) -> str:
        return self.source.text[line.low : line.high]

    def _inner(self, lines: list[Line], at: int) -> int:
        """Return where the lines end that are further in than the one at `at`, blank ones at the end left out."""
        end = last = at + 1
        while end < len(lines) and (lines[end].blank or lines[end].indent > lines[at].indent):
            end += 1
            last = last if lines[end - 1].blank else end
        return last

    def _block(self, lines: list[Line], at: int, text: str) -> int:
        """Read the block that begins at a line, which is no item of a list, and return where the next one begins."""
        following = self._text(lines[at + 1]) if at + 1 < len(lines) else ""
        if EXPLICIT.match(text) or TARGET.match(text):
            return self._explicit(lines, at, text)
        if ADORNMENT.fullmatch(text):
            return self._adorned(lines, at, text)
        if is_simple(text):
            return self._table(lines, at, simple_cells)
        if is_grid(text):
            return self._table(lines, at, grid_cells)
        if LINE_BLOCK.match(text):
            return self._line_block(lines, at)
        if field := FIELD.match(text):
            return self._field(lines, at, field)
        if text.startswith(">>> "):
            return self._end_of_paragraph(lines, at)
        if len(following) >= min(len(text), 4) and ADORNMENT.fullmatch(following):
            return self._title(lines, at, following[0], at + 2)
        if at + 1 < len(lines) and not lines[at + 1].blank and lines[at + 1].indent > lines[at].indent:
            return self._definition(lines, at)
        end = self._end_of_paragraph(lines, at)
        literal = self._text(lines[end - 1]).endswith("::")
        self._paragraph(lines[at:end], colons=literal)
        return self._after_literal(lines, end, lines[at].indent) if literal else end

    def _end_of_paragraph(self, lines: list[Line], at: int) -> int:
        end = at + 1
        while end < len(lines) and not lines[end].blank and lines[end].indent == lines[at].indent:
            end += 1
        return end

    def _after_literal(self, lines: list[Line], at: int, base: int) -> int:
        """Return where the literal block after a double colon ends."""
        while at < len(lines) and (lines[at].blank or lines[at].indent > base):
            at += 1
        return at

    def _prose(self, lines: list[Line], mark: str = " ") -> Prose:
        return inline(join(self.source, lines, mark), self.outline, PATTERN, MEANINGS, backslashed)

    def _extent(self, lines: list[Line]) -> Span:
        return self.source.span(lines[0].low, max(lines[-1].high, lines[0].low))

    def _paragraph(self, lines: list[Line], *, colons: bool = False, rank: int = 0) -> None:
        if not lines:
            return
        if colons:
            text = self._text(lines[-1])
            left = text[:-2] if text[-3:-2].isspace() else text[:-1]  # of "For:: " one colon is shown
            lines = [*lines[:-1], lines[-1]._replace(high=lines[-1].low + len(left.rstrip()))]
        self.outline.add(self._prose(lines), self._extent(lines), rank=rank)

    def _adorned(self, lines: list[Line], at: int, text: str) -> int:
        """Read a title with an overline or a literal mark, or pass over a transition."""
        if text == "::":
            return self._after_literal(lines, at + 1, lines[at].indent)
        if at + 2 < len(lines) and not lines[at + 1].blank and self._text(lines[at + 2]) == text:
            return self._title(lines, at + 1, text[0] * 2, at + 3)
        return at + 1

    def _title(self, lines: list[Line], at: int, style: str, end: int) -> int:
        if style not in self._styles:
            self._styles.append(style)
        level = min(self._styles.index(style) + 1, 6)
        extent = self.source.span(lines[at].low, lines[end - 1].high)
        self.outline.add(self._prose([lines[at]]), extent, "heading", level, level)
        return end

    def _quote(self, lines: list[Line], at: int, base: int) -> int:
        end = at
        while end < len(lines) and (lines[end].blank or lines[end].indent > base):
            end += 1
        self._inside("quote", lines[at:end])
        return end

    def _inside(self, kind: str, lines: list[Line]) -> None:
        """Read the lines of a container."""
        filled = [line for line in lines if not line.blank]
        if not filled:
            return
        height = self.outline.height
        self.outline.enter(kind, self.source.span(filled[0].low, filled[0].high).start)
        self.read(lines)
        self.outline.leave(height)

    def _is_listed(self, lines: list[Line], at: int) -> bool:
        """Say whether a line that begins like a numbered item is one: the next line must not go on at its margin."""
        following = lines[at + 1] if at + 1 < len(lines) else None
        if following is None or following.blank or following.indent > lines[at].indent:
            return True
        return NUMBER.match(self._text(following)) is not None

    def _item(self, lines: list[Line], at: int, size: int, height: int) -> int:
        outline, start = self.outline, self.source.span(lines[at].low, lines[at].high).start
        if outline.height == height:
            outline.enter("list", start)
        outline.leave(height + 1)
        end = self._inner(lines, at)
        outline.enter("item", start)
        self.read([lines[at].after(size), *lines[at + 1 : end]])
        outline.leave(height + 1)
        return end

    def _definition(self, lines: list[Line], at: int) -> int:
        height = self.outline.height
        name = self._text(lines[at]).split(" : ")[0]
        term = [lines[at]._replace(high=lines[at].low + len(name))]
        self.outline.enter("quote", self._extent(term).start)
        self.outline.add(self._prose(term), self._extent(term), "term", rank=ITEM_RANK)
        end = self._inner(lines, at)
        self._inside("definition", lines[at + 1 : end])
        self.outline.leave(height)
        return end

    def _line_block(self, lines: list[Line], at: int) -> int:
        end, parts = at, []
        while end < len(lines) and (mark := LINE_BLOCK.match(self._text(lines[end]))):
            parts.append(lines[end].after(mark.end()))
            end += 1
        self.outline.add(self._prose(parts, BREAK), self._extent(lines[at:end]))
        return end

    def _field(self, lines: list[Line], at: int, field: re.Match[str]) -> int:
        """Read the body of a field; its name is a label that is not always shown."""
        end = self._inner(lines, at)
        body = [lines[at].after(field.end()), *lines[at + 1 : end]]
        if kind := META.get(field[1].lower()):
            prose = self._prose([line for line in body if not line.blank])
            self.outline.aside(kind, prose, self._extent(lines[at:end]))
            self.outline.flush()
        else:
            self._inside("quote", body)
        return end

    def _explicit(self, lines: list[Line], at: int, text: str) -> int:
        end = self._inner(lines, at)
        if found := DIRECTIVE.match(text):
            self._directive(found[1].lower(), lines[at].after(found.end()), lines[at + 1 : end])
        elif found := TARGET.match(text):
            rest = lines[at].after(found.end())
            if not rest.blank and not self._text(rest).endswith("_"):
                address(self.outline, self.source, rest.low, rest.high)
        elif found := NOTE.match(text):
            self._inside("quote", [lines[at].after(found.end()), *lines[at + 1 : end]])
        elif found := EXPLICIT.match(text):
            body = verbatim(self.source, [lines[at].after(found.end()), *lines[at + 1 : end]])
            self.outline.comment(body.text.strip(), self.source.span(lines[at].low, lines[end - 1].high))
        self.outline.flush()
        return end

    def _directive(self, name: str, argument: Line, body: list[Line]) -> None:
        options, body = self._options(body)
        for key, line in options:
            if key == "alt" and not line.blank:
                address(self.outline, self.source, line.low, line.high, "alt")
        if name in ("image", "figure") and not argument.blank:
            address(self.outline, self.source, argument.low, argument.high)
            argument = argument.after(argument.high - argument.low)
        self.outline.flush()
        if name == "raw" and self._text(argument).lower() == "html":
            reader = HtmlReader(self.outline)
            reader.read(verbatim(self.source, body))
            reader.flush(None)
        elif name == "meta":
            for key, line in options:
                if key in META:
                    self.outline.aside(META[key], self._prose([line]), self._extent([line]))
        elif name in ADMONITIONS:
            indent = next((line.indent for line in body if not line.blank), argument.indent)
            self._inside("quote", [argument._replace(indent=indent), *body])
        elif name not in NO_COPY:
            height = self.outline.height
            self.outline.enter("quote", argument.low)
            self._paragraph([argument] * (not argument.blank), rank=TITLE_RANK)
            self._inside("quote", body)
            self.outline.leave(height)

    def _options(self, body: list[Line]) -> tuple[list[tuple[str, Line]], list[Line]]:
        """Return the fields that begin the body of a directive, and the rest."""
        options: list[tuple[str, Line]] = []
        at = 0
        while at < len(body) and (found := FIELD.match(self._text(body[at]))):
            options.append((found[1].lower(), body[at].after(found.end())))
            at += 1
        return options, body[at:]

    def _table(self, lines: list[Line], at: int, cells: Cutter) -> int:
        rows, end = cells(self.source.text, lines, at)
        outline, height = self.outline, self.outline.height
        outline.enter("table", self.source.span(lines[at].low, lines[at].high).start)
        inside = outline.height
        for column, head, cell in rows:
            outline.enter("table-head" if head else "table-cell", cell[0].low, column)
            before = len(outline.blocks)
            self.read(cell)
            if head and len(outline.blocks) > before:
                outline.set_head(column, before)
            outline.leave(inside)
        outline.leave(height)
        return max(end, at + 1)
