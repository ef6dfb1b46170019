"""Reads the text of drawings in Office files (ECMA-376 part 1, 20 and 21): slides, notes, shapes, charts, diagrams."""

from __future__ import annotations

from kratom_lint.formats.builder import BREAK
from kratom_lint.formats.outline import is_short
from kratom_lint.formats.package import Attributes, Package, Relation, XmlReader, is_on
from kratom_lint.formats.transcript import Transcript
from kratom_lint.values import field, record

TITLES = frozenset({"title", "ctrTitle"})
FILLED = frozenset({"dt", "ftr", "sldNum", "hdr"})
"""Placeholders for what stands on every slide, such as its number."""
PICTURED = ("chart", "diagramData")
"""Types of the parts that a slide or sheet shows as pictures."""


@record
class _Shape:
    """An open shape: its placeholder's type (None: it is no placeholder), and whether it is hidden."""

    placeholder: str | None = None
    hidden: bool = False


@record
class _Paragraph:
    number: int
    level: int = 0
    bullet: bool | None = None
    texts: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


class DrawingReader(XmlReader):
    """Writes the paragraphs of a drawing into a transcript; `place` and their number are their pointer.

    `wanted` says of a shape's placeholder (None for a shape that is none) whether to read it. All of it is `hidden`
    when no one sees the drawing.
    """

    SKIPPED = frozenset({"mc:Fallback", "a:fld"})

    def __init__(
        self, place: str, transcript: Transcript, relations: dict[str, Relation], *, hidden: bool = False
    ) -> None:
        super().__init__()
        self.titles: bool | None = None
        self.is_slide = False
        self._place = place
        self._transcript = transcript
        self._relations = relations
        self._hidden = hidden
        self._count = 0
        self._shapes: list[_Shape] = []
        self._open: list[_Paragraph] = []
        self._head = self._first_row = False
        self._row = self._column = 0

    def _seen(self, name: str) -> None:
        if name == "a:p":
            self._count += 1

    def _start(self, name: str, attributes: Attributes, at: int) -> None:
        self.is_slide |= name == "p:sld"
        if name == "a:p":
            self._open.append(_Paragraph(self._count))
        elif name == "p:sp":
            self._shapes.append(_Shape())
        elif name == "p:ph" and self._shapes:
            self._shapes[-1].placeholder = attributes.get("type", "obj")
        elif name.endswith(":cNvPr"):
            self._describe(attributes)
        elif name.startswith("a:t") and self._shown:
            self._table(name, attributes)
        elif self._open:
            self._property(self._open[-1], name, attributes)

    def _end(self, name: str, at: int) -> None:
        if name == "a:p":
            self._write(self._open.pop())
        elif name == "p:sp":
            self._shapes.pop()

    def _text(self, letters: str) -> None:
        if self._open and self.parent == "a:t":
            self._open[-1].texts.append(letters)
        elif self.parent == "c:v" and "c:strCache" in self.path and self._shown:
            self._transcript.add(letters, f"{self._place}/labels")

    @property
    def _shown(self) -> bool:
        """Whether what stands here is to be read now: titles go before the rest of a slide."""
        placeholder = self._shapes[-1].placeholder if self._shapes else None
        if placeholder in FILLED:
            return False
        return self.titles is None or self.titles == (placeholder in TITLES)

    def _describe(self, attributes: Attributes) -> None:
        """Take the properties of a shape or picture that are not drawn."""
        hidden = is_on(attributes.get("hidden", "0"))
        if self._shapes and self.path[-2:-1] == ["p:sp"]:
            self._shapes[-1].hidden = hidden
        if attributes.get("descr") and self.titles is not True:
            self._transcript.aside("hidden" if hidden or self._hidden else "alt", attributes["descr"], self._place)

    def _property(self, paragraph: _Paragraph, name: str, attributes: Attributes) -> None:
        if name == "a:br":
            paragraph.texts.append(BREAK)
        elif name == "a:pPr" and attributes.get("lvl", "").isdecimal():
            paragraph.level = min(int(attributes["lvl"]), 8)
        elif self.parent == "a:pPr" and name.startswith("a:bu"):
            if name in ("a:buNone", "a:buChar", "a:buAutoNum", "a:buBlip"):
                paragraph.bullet = name != "a:buNone"
        elif name == "a:hlinkClick" and (relation := self._relations.get(attributes.get("r:id", ""))):
            paragraph.links += [relation.target] * relation.external

    def _table(self, name: str, attributes: Attributes) -> None:
        if name == "a:tbl":
            self._transcript.enter("table")
            self._then(self._transcript.leave)
            self._row, self._first_row = 0, False
        elif name == "a:tblPr":
            self._first_row = is_on(attributes.get("firstRow", "0"))
        elif name == "a:tr":
            self._row += 1
            self._column = 0
        elif name == "a:tc":
            self._head = self._first_row and self._row == 1
            self._transcript.enter("table-head" if self._head else "table-cell", self._column)
            self._then(self._end_cell)

    def _end_cell(self) -> None:
        self._transcript.leave()
        self._column += 1

    def _write(self, paragraph: _Paragraph) -> None:
        text = "".join(paragraph.texts)
        if not self._shown or not text.strip():
            return
        shape = self._shapes[-1] if self._shapes else _Shape()
        pointer = f"{self._place}/p{paragraph.number}"
        if self._hidden or shape.hidden:
            self._transcript.add(text, pointer, hidden=[(0, len(text))])
            return
        if shape.placeholder in TITLES:
            self._transcript.add(text, pointer, level=2)
            return
        listed = shape.placeholder in ("obj", "body") if paragraph.bullet is None else paragraph.bullet
        index = self._transcript.add(text, pointer, depth=paragraph.level + 1 if listed else 0)
        if self._transcript.in_cell and self._head and index is not None and is_short(text):
            self._transcript.outline.set_head(self._column, index)
        for link in paragraph.links:
            self._transcript.aside("url", link, f"{pointer}/link")


def read_pictured(package: Package, part: str, place: str, transcript: Transcript, *, hidden: bool = False) -> None:
    """Read the charts and diagrams that a part shows."""
    for relation in package.relations(part).values():
        if relation.type in PICTURED and relation.target in package.names:
            name = relation.target.rpartition("/")[2].removesuffix(".xml")
            transcript.enter("picture")
            reader = DrawingReader(f"{place}/{name}", transcript, {}, hidden=hidden)
            reader.walk(package.read(relation.target), relation.target)
            transcript.leave()
