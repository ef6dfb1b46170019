"""Reads Word documents (ECMA-376 part 1, 17): the text as it stands when every tracked change is accepted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeVar

from kratom_lint.errors import SourceError
from kratom_lint.formats.builder import BREAK
from kratom_lint.formats.drawing import read_pictured
from kratom_lint.formats.outline import TITLE_RANK, Outline, is_short, is_title
from kratom_lint.formats.package import Attributes, Package, Relation, XmlReader, is_on
from kratom_lint.formats.prose import HOLE
from kratom_lint.formats.transcript import Transcript
from kratom_lint.formats.wordstyles import Comments, Style, Styles
from kratom_lint.model import Span
from kratom_lint.values import field, record, value

_Reader = TypeVar("_Reader", bound="DocxReader")

NOTES = ("footnotes", "endnotes", "header", "footer")
"""Parts that a reader sees besides the body, by the type of the relation that leads to them, in the order read."""

LETTERS = {
    "w:tab": "\t",
    "w:ptab": "\t",
    "w:br": BREAK,
    "w:cr": BREAK,
    "w:noBreakHyphen": "\u2011",
    "w:softHyphen": "\u00ad",
    "w:sym": HOLE,
}
"""Elements of a run that stand for a character."""

CHANGES = frozenset(
    f"w:{name}Change" for name in ("rPr", "pPr", "sectPr", "tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr", "numbering")
)
FIRST_ROW = 0x20
"""The bit of w:tblLook that sets the first row of a table apart (17.4.55)."""

BOXES = frozenset({"w:txbxContent", "w:footnote", "w:endnote"})
"""Elements whose paragraphs stand apart from those around them."""

ADDRESS = re.compile(r'\s*HYPERLINK\s+"([^"]+)"')


@value
class Run:
    """A run of a paragraph: it spells [start, end) of the paragraph's text, and is [low, high) in the part's bytes."""

    start: int
    end: int
    low: int
    high: int


@record
class Paragraph:
    """What is known of an open paragraph. `depth` is that of the list it is an item of, 0 for none.

    `joins` says that its mark is deleted, so that the next paragraph goes on where it ends; `plain` that some of it is
    not bold. Of its open run, `run` is where it begins in text and part, `unseen` and `bold` how it looks. `hidden` are
    ranges of the text, `asides` texts outside the flow as kind, text and name, `comments` the ranges of comments by id.
    """

    number: int
    style: Style = field(default_factory=Style)
    level: int = 0
    depth: int = 0
    joins: bool = False
    plain: bool = False
    run: tuple[int, int] = (0, 0)
    unseen: bool = False
    bold: bool = False
    length: int = 0
    texts: list[str] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    hidden: list[tuple[int, int]] = field(default_factory=list)
    asides: list[tuple[str, str, str]] = field(default_factory=list)
    comments: dict[str, list[int]] = field(default_factory=dict)


def read_docx(data: bytes, outline: Outline) -> str:
    """Read body, notes, headers and footers into the outline, and return their text, a paragraph a line.

    The pointer of a block is "word/document.xml/p12" for the twelfth `w:p` of that part, counted in document order.
    A comment by a reviewer that holds a directive stands for the paragraph in which its range begins.
    """
    transcript = Transcript(outline)
    for _ in readers(Package(data), transcript, DocxReader):
        pass
    return transcript.text


def readers(package: Package, transcript: Transcript, kind: type[_Reader]) -> Iterator[_Reader]:
    """Yield a reader of that kind for each part with text, once the part is written into the transcript."""
    body = package.start_of("officeDocument")
    relations = package.relations(body)
    styles, comments = Styles(), Comments()
    for aid, type_ in ((styles, "styles"), (comments, "comments")):
        for part in _parts(package, relations, type_):
            aid.walk(package.read(part), part)
    for part in (body, *(part for type_ in NOTES for part in _parts(package, relations, type_))):
        reader = kind(part, transcript, styles, comments, package.relations(part))
        transcript.enter("part")
        reader.walk(package.read(part), part)
        read_pictured(package, part, part, transcript)
        transcript.leave()
        if part == body and not reader.is_word:
            raise SourceError("it is no Word document, though its suffix says so; check its suffix")
        yield reader


def _parts(package: Package, relations: dict[str, Relation], type_: str) -> list[str]:
    """Return the parts of one type, each once, in the order of their names."""
    return sorted({each.target for each in relations.values() if each.type == type_ and each.target in package.names})


class DocxReader(XmlReader):
    """Writes the paragraphs of one part of a Word document into a transcript."""

    SKIPPED = CHANGES | {"w:moveFrom", "w:rt", "mc:Fallback"}

    def __init__(
        self, part: str, transcript: Transcript, styles: Styles, comments: Comments, relations: dict[str, Relation]
    ) -> None:
        super().__init__()
        self.is_word = False
        self.part = part
        self._transcript = transcript
        self._styles = styles
        self._comments = comments
        self._relations = relations
        self._count = 0
        self._open: list[Paragraph] = []
        self._joined: Paragraph | None = None
        self._tables: list[_Table] = []
        self._muted: list[int] = []
        self._waiting: list[str] = []
        self._field: list[str] = []

    def _seen(self, name: str) -> None:
        if name == "w:p":
            self._count += 1

    def _start(self, name: str, attributes: Attributes, at: int) -> None:
        self.is_word |= name == "w:document"
        value = attributes.get("w:val")
        if name in LETTERS and self.parent == "w:r":
            self._put(LETTERS[name])
        elif name == "w:p":
            self._begin()
        elif name == "w:r":
            if self._open:
                paragraph = self._open[-1]
                paragraph.run = (paragraph.length, at)
                paragraph.unseen, paragraph.bold = paragraph.style.hidden, False
        elif self.parent in ("w:pPr", "w:numPr"):
            self._paragraph_property(name, value)
        elif self.parent == "w:rPr":
            self._run_property(name, value)
        elif name == "w:tbl":
            self._write_joined()
            self._transcript.enter("table")
            self._tables.append(_Table())
            self._then(self._end_table)
        elif self._tables and (name in ("w:tr", "w:tc") or self.parent in ("w:tblPr", "w:trPr", "w:tcPr")):
            self._table(self._tables[-1], name, attributes)
        elif name in BOXES:
            self._write_joined()
            self._transcript.enter("box")
            self._then(self._leave)
        elif name == "w:del":
            self._muted.append(len(self.path))
        elif name.startswith("w:comment"):
            self._comment(name, attributes.get("w:id", ""))
        else:
            self._outside(name, attributes)

    def _end(self, name: str, at: int) -> None:
        if self._muted and self._muted[-1] == len(self.path):
            self._muted.pop()
        if name == "w:p":
            self._finish()
        elif name == "w:r" and self._open:
            self._end_run(at)
        elif name == "w:instrText" and self._open and (found := ADDRESS.match("".join(self._field))):
            self._open[-1].asides.append(("url", found[1], "link"))
            self._field.clear()
        elif not self.path:
            self._write_joined()

    def _text(self, letters: str) -> None:
        if self.parent == "w:t":
            self._put(letters.translate(_SPACES))
        elif self.parent == "w:instrText" and not self._muted:
            self._field.append(letters)

    def _leave(self) -> None:
        self._write_joined()
        self._transcript.leave()

    def _end_cell(self) -> None:
        self._leave()
        self._tables[-1].column += self._tables[-1].span

    def _end_table(self) -> None:
        self._leave()
        self._tables.pop()

    def _begin(self) -> None:
        paragraph = self._joined or Paragraph(self._count)
        self._joined = None
        if not paragraph.texts:
            paragraph.style = self._styles.get("")
        paragraph.joins = False
        paragraph.comments |= {name: [paragraph.length] for name in self._waiting}
        self._waiting.clear()
        self._open.append(paragraph)

    def _end_run(self, at: int) -> None:
        paragraph = self._open[-1]
        start, low = paragraph.run
        if paragraph.length > start:
            paragraph.runs.append(Run(start, paragraph.length, low, at + len("</w:r>")))
            if paragraph.unseen:
                paragraph.hidden.append((start, paragraph.length))
        paragraph.run = (paragraph.length, low)

    def _paragraph_property(self, name: str, value: str | None) -> None:
        if not self._open:
            return
        paragraph = self._open[-1]
        if name == "w:pStyle":
            paragraph.style = self._styles.get(value or "")
        elif name == "w:outlineLvl" and (value or "").isdecimal():
            paragraph.level = min(int(value or 9) + 1, 10)
        elif name == "w:ilvl" and (value or "").isdecimal():
            paragraph.depth = min(int(value or 0), 8) + 1
        elif name == "w:numId":
            paragraph.depth = -1 if value == "0" else max(paragraph.depth, 1)

    def _run_property(self, name: str, value: str | None) -> None:
        if not self._open:
            return
        paragraph = self._open[-1]
        if self.path[-2:-1] == ["w:pPr"]:  # it is about the mark at the end of the paragraph
            paragraph.joins |= name == "w:del" and not self._muted
        elif name == "w:vanish":
            paragraph.unseen = is_on(value)
        elif name == "w:rStyle":
            paragraph.unseen |= self._styles.get(value or "").hidden
        elif name == "w:b":
            paragraph.bold = is_on(value)

    def _table(self, table: _Table, name: str, attributes: Attributes) -> None:
        """Take the rows and cells of a table, and what their properties say."""
        value = attributes.get("w:val", "")
        if name == "w:tr":
            table.row += 1
            table.column = 0
            table.head = table.row == 1 and table.first_row
        elif name == "w:tc":
            table.span = 1
            self._transcript.enter("table-head" if table.head else "table-cell", table.column)
            self._then(self._end_cell)
        elif name == "w:tblLook":
            look = int(value, 16) if re.fullmatch("[0-9A-Fa-f]{1,4}", value) else 0
            table.first_row = attributes.get("w:firstRow") == "1" or bool(look & FIRST_ROW)
        elif name == "w:tblHeader":
            table.head = is_on(attributes.get("w:val"))
        elif name == "w:gridSpan" and value.isdecimal():
            table.span = min(int(value), 1000)
        elif name == "w:gridBefore" and value.isdecimal():
            table.column = min(int(value), 1000)
        elif name in ("w:del", "w:cellDel"):
            self._muted.append(len(self.path) - 2)  # the row or the cell whose property this is

    def _comment(self, name: str, id_: str) -> None:
        if not self._open:
            self._waiting += [id_] * (name == "w:commentRangeStart")
            return
        paragraph = self._open[-1]
        if name == "w:commentRangeEnd" and id_ in paragraph.comments:
            paragraph.comments[id_].append(paragraph.length)
        elif name in ("w:commentRangeStart", "w:commentReference") and not self._comments.used(id_):
            paragraph.comments.setdefault(id_, [paragraph.length])

    def _outside(self, name: str, attributes: Attributes) -> None:
        """Take the texts that stand outside the flow: descriptions of pictures, word art, the addresses of links."""
        if name == "w:altChunk":
            what = f"it embeds {self._relations.get(attributes.get('r:id', ''), _NOWHERE).target}"
            self._transcript.outline.unread(f"{what}, which was not read; save it once in Word to make it text")
        if not self._open or self._muted:
            return
        asides = self._open[-1].asides
        if name == "wp:docPr":
            asides += [("alt", attributes[key], "alt") for key in ("descr", "title") if attributes.get(key)]
        elif name == "v:textpath" and attributes.get("string"):
            asides.append(("alt", attributes["string"], "alt"))
        elif name == "w:hyperlink" and (relation := self._relations.get(attributes.get("r:id", ""))):
            asides.append(("url", relation.target, "link"))

    def _put(self, letters: str) -> None:
        if self._open and not self._muted:
            paragraph = self._open[-1]
            paragraph.texts.append(letters)
            paragraph.length += len(letters)
            if not paragraph.bold and not letters.isspace():
                paragraph.plain = True

    def _finish(self) -> None:
        paragraph = self._open.pop()
        if paragraph.joins and paragraph.texts:
            self._joined = paragraph
        else:
            self._write(paragraph)

    def _write_joined(self) -> None:
        """Write the paragraph whose mark is deleted when there is none after it to go on in."""
        if self._joined:
            self._write(self._joined)
            self._joined = None

    def _write(self, paragraph: Paragraph) -> None:
        pointer = f"{self.part}/p{paragraph.number}"
        text = "".join(paragraph.texts)
        if text.strip():
            self._mark(paragraph)
            self._add(paragraph, text, pointer)
        else:
            self._waiting += paragraph.comments
        for kind, aside, name in paragraph.asides:
            self._transcript.aside(kind, aside, f"{pointer}/{name}")

    def _add(self, paragraph: Paragraph, text: str, pointer: str) -> None:
        level = paragraph.level or paragraph.style.level
        level = 0 if level > 9 else min(level, 6)
        depth = 0 if level else max(paragraph.depth or paragraph.style.depth, 0)
        bold = not paragraph.plain and is_title(text)
        rank = TITLE_RANK if bold and not depth else 0
        index = self._transcript.add(text, pointer, level=level, depth=depth, rank=rank, hidden=paragraph.hidden)
        table = self._tables[-1] if self._tables else None
        if table and table.head and index is not None and is_short(text) and self._transcript.in_cell:
            self._transcript.outline.set_head(table.column, index)

    def _mark(self, paragraph: Paragraph) -> None:
        """Put the comments that begin in a paragraph over their ranges; an empty one means the whole paragraph."""
        start, whole = self._transcript.length, paragraph.length
        for id_, offsets in paragraph.comments.items():
            low, high = offsets[0], offsets[-1] if len(offsets) > 1 else whole
            if low >= high:
                low, high = 0, whole
            if text := self._comments.take(id_):
                self._transcript.outline.comment(text, Span(start + low, start + high))


@record
class _Table:
    row: int = 0
    column: int = 0
    span: int = 1
    head: bool = False
    first_row: bool = False


_NOWHERE = Relation("", "another file", external=True)
_SPACES = str.maketrans("\r\n", "  ")
