"""Reads OpenDocument files (ODF 1.3 part 3): texts, presentations and spreadsheets, as accepted and as shown."""

from __future__ import annotations

from kratom_lint.errors import SourceError
from kratom_lint.formats.builder import BREAK
from kratom_lint.formats.cells import Cells
from kratom_lint.formats.outline import Outline, is_short
from kratom_lint.formats.package import Attributes, Package, XmlReader
from kratom_lint.formats.transcript import Transcript
from kratom_lint.model import Span
from kratom_lint.values import field, record

MEDIA_TYPE = b"application/vnd.oasis.opendocument."
TITLES = {"Title": 1, "Subtitle": 2}
PARAGRAPHS = frozenset({"text:p", "text:h"})
BOXES = frozenset({"draw:text-box", "text:note-body"})
MARGINS = frozenset(f"style:{place}{which}" for place in ("header", "footer") for which in ("", "-left", "-first"))
UNSEEN = ("none", "false", "hidden")
MOST_CELLS = 1 << 20
"""No sheet has more rows or columns; a larger count of repeats is cut to it."""


def read_odf(data: bytes, outline: Outline) -> str:
    """Read an OpenDocument file into the outline, and return its text, a paragraph or cell a line.

    Pointers are "content.xml/p12" for the twelfth `text:p` or `text:h`, "slide 3/p2" and "Sheet1!B4".
    """
    package = Package(data)
    if "content.xml" not in package.names or "mimetype" not in package.names:
        raise SourceError("it is no OpenDocument file; check its suffix, or name its format under `formats`")
    kind = package.read("mimetype")
    manifest = "META-INF/manifest.xml"
    if manifest in package.names and b"encryption-data" in package.read(manifest):
        raise SourceError("it has a password; save it without one")
    if not kind.startswith(MEDIA_TYPE):
        raise SourceError("it is no OpenDocument file, though it is zipped like one; check its suffix")
    styles, transcript = Styles(), Transcript(outline)
    content = package.read("content.xml")
    margins = package.read("styles.xml") if "styles.xml" in package.names else b""
    if margins:
        styles.walk(margins, "styles.xml")
    styles.walk(content, "content.xml")
    transcript.enter("part")
    OdfReader("content.xml", transcript, styles, body=True).walk(content, "content.xml")
    transcript.leave()
    if margins and kind.startswith(MEDIA_TYPE + b"text"):
        OdfReader("styles.xml", transcript, styles, body=False).walk(margins, "styles.xml")
    return transcript.text


class Styles(XmlReader):
    """What the styles of a file say about text: which hide it, and which are titles."""

    def __init__(self) -> None:
        super().__init__()
        self._parents: dict[str, str] = {}
        self._hidden: dict[str, bool] = {}
        self._name = ""

    def _start(self, name: str, attributes: Attributes, at: int) -> None:
        if name == "style:style":
            self._name = attributes.get("style:name", "")
            self._parents[self._name] = attributes.get("style:parent-style-name", "")
        elif self.parent == "style:style":
            for key in ("text:display", "table:display", "presentation:visibility"):
                if key in attributes:
                    self._hidden[self._name] = attributes[key] in UNSEEN

    def hides(self, name: str) -> bool:
        """Say whether text in this style is hidden."""
        return any(self._hidden.get(each, False) for each in self._chain(name))

    def level(self, name: str) -> int:
        """Return the level of heading that this style makes, 0 for none."""
        return next((TITLES[each] for each in self._chain(name) if each in TITLES), 0)

    def _chain(self, name: str) -> list[str]:
        chain: list[str] = []
        while name and name not in chain:
            chain.append(name)
            name = self._parents.get(name, "")
        return chain


@record
class _Paragraph:
    number: int
    level: int = 0
    hidden: bool = False
    texts: list[str] = field(default_factory=list)
    unseen: list[tuple[int, int]] = field(default_factory=list)
    asides: list[tuple[str, str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def length(self) -> int:
        return sum(map(len, self.texts))


@record
class _Table:
    row: int = 0
    column: int = 0
    head: bool = False


class OdfReader(XmlReader):
    """Writes the paragraphs and cells of one part into a transcript: of its body, or of headers and footers alone."""

    SKIPPED = frozenset(
        {"text:tracked-changes", "table:tracked-changes", "text:note-citation", "text:ruby-text", "office:forms"}
    )

    def __init__(self, part: str, transcript: Transcript, styles: Styles, *, body: bool) -> None:
        super().__init__()
        self._place = part
        self._transcript = transcript
        self._styles = styles
        self._body = body
        self._reading = False
        self._hidden = 0
        self._count = self._slides = 0
        self._open: list[_Paragraph] = []
        self._tables: list[_Table] = []
        self._sheet: _Sheet | None = None
        self._depth = 0
        self._fresh = False
        self._title = False
        self._note: list[str] | None = None
        self._caption: list[str] = []

    def _seen(self, name: str) -> None:
        self._count += name in PARAGRAPHS

    def _start(self, name: str, attributes: Attributes, at: int) -> None:
        if name in ("office:body", *MARGINS):
            self._read_margin(self._body == (name == "office:body"))
        if not self._reading or self._note is not None:
            return
        if name == "office:annotation":
            self._note = []
            self._then(self._end_note)
        elif self._sheet:
            self._sheet.start(name, attributes)
        elif name == "office:spreadsheet":
            self._sheet = _Sheet(self._transcript, self._styles)
            self._then(self._end_sheets)
        elif name in PARAGRAPHS:
            self._begin(name, attributes)
        elif name in BOXES:
            self._transcript.enter("box")
            self._then(self._transcript.leave)
        elif name == "draw:page":
            self._page(attributes)
        elif name == "presentation:notes":
            self._hide(1)
            self._then(lambda: self._hide(-1))
        elif name == "draw:frame":
            self._title = attributes.get("presentation:class") in ("title", "subtitle")
        elif name.startswith("table:"):
            self._table(name, attributes)
        elif name in ("text:list", "text:list-item"):
            self._fresh = name == "text:list-item"
            if name == "text:list":
                self._nest(1)
                self._then(lambda: self._nest(-1))
        elif self._open:
            self._inline(self._open[-1], name, attributes)

    def _end(self, name: str, at: int) -> None:
        if self._sheet and self._note is None:
            self._sheet.end(name)
        elif name in ("svg:title", "svg:desc") and self._reading:
            self._describe()

    def _read_margin(self, wanted: bool) -> None:
        """Begin to read, for the length of the element that is being begun, if it is `wanted`."""
        before = self._reading
        self._reading = before or wanted

        def restore() -> None:
            self._reading = before

        self._then(restore)

    def _end_note(self) -> None:
        if self._open and self._note is not None:
            self._open[-1].notes.append("".join(self._note).strip())
        self._note = None

    def _end_sheets(self) -> None:
        self._sheet = None

    def _hide(self, change: int) -> None:
        self._hidden += change

    def _nest(self, change: int) -> None:
        self._depth += change

    def _text(self, letters: str) -> None:
        if self._note is not None:
            if PARAGRAPHS.intersection(self.path[self.path.index("office:annotation") :]):
                self._note.append(letters)
        elif self.parent in ("svg:title", "svg:desc"):
            self._caption.append(letters)
        elif self._sheet:
            self._sheet.text(letters, PARAGRAPHS.intersection(self.path[-4:]))
        elif self._open:
            self._open[-1].texts.append(letters)

    def _begin(self, name: str, attributes: Attributes) -> None:
        style = attributes.get("text:style-name", "")
        level = self._styles.level(style) or 2 * self._title
        if name == "text:h":
            number = attributes.get("text:outline-level", "1")
            level = min(int(number), 6) if number.isdecimal() else 1
        hidden = bool(self._hidden) or self._styles.hides(style)
        self._open.append(_Paragraph(self._count, level, hidden))
        self._then(lambda: self._write(self._open.pop()))

    def _inline(self, paragraph: _Paragraph, name: str, attributes: Attributes) -> None:
        if name == "text:s":
            number = attributes.get("text:c", "1")
            paragraph.texts.append(" " * (min(int(number), 99) if number.isdecimal() else 1))
        elif name in ("text:tab", "text:line-break"):
            paragraph.texts.append("\t" if name == "text:tab" else BREAK)
        elif name == "text:span":
            if self._styles.hides(attributes.get("text:style-name", "")):
                start = paragraph.length
                self._then(lambda: paragraph.unseen.append((start, paragraph.length)))
        elif name == "text:a" and "#" not in attributes.get("other:href", "#")[:1]:
            paragraph.asides.append(("url", attributes["other:href"], "link"))

    def _page(self, attributes: Attributes) -> None:
        self._slides += 1
        self._count = 0
        self._place = f"slide {self._slides}"
        self._hidden = int(self._styles.hides(attributes.get("draw:style-name", "")))
        self._transcript.enter("slide")
        self._then(self._transcript.leave)

    def _describe(self) -> None:
        """Add the title or description of a picture that was gathered."""
        caption = "".join(self._caption)
        self._caption.clear()
        kind = "hidden" if self._hidden else "alt"
        if self._open:
            self._open[-1].asides.append((kind, caption, "alt"))
        elif caption.strip():
            self._transcript.aside(kind, caption, self._place)

    def _table(self, name: str, attributes: Attributes) -> None:
        if name == "table:table":
            self._transcript.enter("table")
            self._tables.append(_Table())
            self._then(self._end_table)
        elif self._tables:
            table = self._tables[-1]
            if name == "table:table-header-rows":
                table.head = True
                self._then(self._end_heads)
            elif name == "table:table-row":
                table.row, table.column = table.row + 1, 0
            elif name == "table:table-cell":
                self._transcript.enter("table-head" if table.head else "table-cell", min(table.column, 1000))
                self._then(self._end_cell)
            elif name == "table:covered-table-cell":
                table.column += repeats(attributes, "columns")

    def _end_table(self) -> None:
        self._transcript.leave()
        self._tables.pop()

    def _end_heads(self) -> None:
        self._tables[-1].head = False

    def _end_cell(self) -> None:
        self._transcript.leave()
        self._tables[-1].column += 1

    def _write(self, paragraph: _Paragraph) -> None:
        text, pointer = "".join(paragraph.texts), f"{self._place}/p{paragraph.number}"
        if text.strip():
            start = self._transcript.length
            for note in paragraph.notes:
                self._transcript.outline.comment(note, Span(start, start + len(text)))
            hidden = [(0, len(text))] if paragraph.hidden else paragraph.unseen
            depth = 0 if not self._depth else self._depth if self._fresh else -1
            self._fresh = False
            index = self._transcript.add(text, pointer, level=paragraph.level, depth=depth, hidden=hidden)
            table = self._tables[-1] if self._tables else None
            if table and table.head and self._transcript.in_cell and index is not None and is_short(text):
                self._transcript.outline.set_head(min(table.column, 1000), index)
        for kind, aside, name in paragraph.asides:
            self._transcript.aside(kind, aside, f"{pointer}/{name}")


class _Sheet:
    """The cells of the sheets of a spreadsheet."""

    def __init__(self, transcript: Transcript, styles: Styles) -> None:
        self._transcript = transcript
        self._styles = styles
        self._cells: Cells | None = None
        self._row = self._column = self._hidden_columns = 0
        self._rows = self._columns = 1
        self._depth = 0
        self._texts: list[str] | None = None

    def start(self, name: str, attributes: Attributes) -> None:
        """Begin an element of the spreadsheet."""
        if name == "table:table":
            self._depth += 1
        if name == "table:table" and self._depth == 1:
            hidden = self._styles.hides(attributes.get("table:style-name", ""))
            self._cells = Cells(attributes.get("table:name", ""), self._transcript, hidden=hidden)
            self._row = self._hidden_columns = 0
            self._rows = 1
        elif self._cells is None:
            return
        elif name == "table:table-column":
            low, self._hidden_columns = self._hidden_columns, self._hidden_columns + repeats(attributes, "columns")
            if attributes.get("table:visibility", "visible") != "visible":
                self._cells.hide_columns(low, self._hidden_columns)
        elif name == "table:table-row":
            self._row += 1
            self._rows, self._column = repeats(attributes, "rows"), 0
            self._cells.start_row(hidden=attributes.get("table:visibility", "visible") != "visible")
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._columns = repeats(attributes, "columns")
            self._texts = [] if attributes.get("office:value-type", "string") == "string" else None
        elif name in PARAGRAPHS and self._texts:
            self._texts.append("\n")
        elif name in ("text:s", "text:tab", "text:line-break") and self._texts is not None:
            self._texts.append("\n" if name == "text:line-break" else " ")

    def end(self, name: str) -> None:
        """End an element of the spreadsheet."""
        self._depth -= name == "table:table"
        if self._cells is None:
            return
        if name == "table:table" and not self._depth:
            self._cells.end()
            self._cells = None
        elif name == "table:table-row":
            self._row += self._rows - 1
        elif name in ("table:table-cell", "table:covered-table-cell"):
            if self._texts:
                self._cells.add("".join(self._texts), self._row, self._column)
            self._column += self._columns
            self._texts = None

    def text(self, letters: str, inside: frozenset[str]) -> None:
        """Take a stretch of text, `inside` a paragraph or not."""
        if self._texts is not None and inside:
            self._texts.append(letters)


def repeats(attributes: Attributes, what: str) -> int:
    """Return how many rows or columns in a row an element stands for, at most MOST_CELLS."""
    number = attributes.get(f"table:number-{what}-repeated", "1")
    return min(int(number), MOST_CELLS) if number.isdecimal() and len(number) < 9 else 1
