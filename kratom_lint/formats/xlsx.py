"""Reads the texts in the cells of workbooks (ECMA-376 part 1, 18)."""

from __future__ import annotations

import re

from kratom_lint.errors import SourceError
from kratom_lint.formats.cells import Cells
from kratom_lint.formats.drawing import DrawingReader, read_pictured
from kratom_lint.formats.outline import Outline
from kratom_lint.formats.package import Attributes, Package, XmlReader, is_on
from kratom_lint.formats.transcript import Transcript
from kratom_lint.values import value

REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
"""How a character is written that XML cannot hold (22.9.2.19)."""


def read_xlsx(data: bytes, outline: Outline) -> str:
    """Read the cells that hold text into the outline, and return it, a cell a line.

    The pointer of a block is "Sheet1!B4". The first row with text heads the columns. Formulas count by the result that
    was saved; numbers, dates and comments are no copy. Hidden sheets, rows and columns are hidden text.
    """
    package = Package(data)
    main = package.start_of("officeDocument")
    relations = package.relations(main)
    book = _Workbook()
    book.walk(package.read(main), main)
    if not book.is_workbook:
        raise SourceError("it is no workbook, though its suffix says so; check its suffix")
    strings = _Strings()
    for relation in relations.values():
        if relation.type == "sharedStrings" and relation.target in package.names:
            strings.walk(package.read(relation.target), relation.target)
    transcript = Transcript(outline)
    for sheet in book.sheets:
        relation_ = relations.get(sheet.id)
        if relation_ is None or relation_.target not in package.names:
            raise SourceError(f'the sheet "{sheet.name}" is missing in it; save it again')
        if relation_.type == "worksheet":
            cells = Cells(sheet.name, transcript, hidden=sheet.hidden)
            _Sheet(cells, strings.found).walk(package.read(relation_.target), relation_.target)
            cells.end()
        _read_drawings(package, relation_.target, sheet, transcript)
    return transcript.text


def _read_drawings(package: Package, part: str, sheet: _SheetName, transcript: Transcript) -> None:
    for relation in package.relations(part).values():
        if relation.type == "drawing" and relation.target in package.names:
            place = f"{sheet.name}/drawing"
            reader = DrawingReader(place, transcript, package.relations(relation.target), hidden=sheet.hidden)
            reader.walk(package.read(relation.target), relation.target)
            read_pictured(package, relation.target, place, transcript, hidden=sheet.hidden)


@value
class _SheetName:
    name: str
    id: str
    hidden: bool


class _Workbook(XmlReader):
    """The sheets of a workbook in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.is_workbook = False
        self.sheets: list[_SheetName] = []

    def _start(self, name: str, attributes: Attributes, at: int) -> None:
        self.is_workbook |= name == "x:workbook"
        if name == "x:sheet":
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append(_SheetName(attributes.get("name", ""), attributes.get("r:id", ""), hidden))


class _Strings(XmlReader):
    """The strings that cells share, in their order."""

    SKIPPED = frozenset({"x:rPh"})

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._texts: list[str] = []

    def _end(self, name: str, at: int) -> None:
        if name == "x:si":
            self.found.append(_decoded("".join(self._texts)))
            self._texts.clear()

    def _text(self, letters: str) -> None:
        if self.parent == "x:t":
            self._texts.append(letters)


class _Sheet(XmlReader):
    """Hands the texts of one sheet to `cells`."""

    SKIPPED = frozenset({"x:rPh", "x:f", "x:extLst"})

    def __init__(self, cells: Cells, strings: list[str]) -> None:
        super().__init__()
        self._cells = cells
        self._strings = strings
        self._type = ""
        self._texts: list[str] = []
        self._row = self._column = 0

    def _start(self, name: str, attributes: Attributes, at: int) -> None:
        if name == "x:col" and is_on(attributes.get("hidden", "0")):
            low, high = attributes.get("min", ""), attributes.get("max", "")
            if low.isdecimal() and high.isdecimal():
                self._cells.hide_columns(int(low) - 1, int(high))
        elif name == "x:row":
            self._row = _number(attributes.get("r"), self._row + 1)
            self._column = -1
            self._cells.start_row(hidden=is_on(attributes.get("hidden", "0")))
        elif name == "x:c":
            found = REFERENCE.fullmatch(attributes.get("r", ""))
            self._column = _column(found[1]) if found else self._column + 1
            self._row = int(found[2]) if found else self._row
            self._type = attributes.get("t", "n")
            self._texts.clear()

    def _end(self, name: str, at: int) -> None:
        if name != "x:c" or not self._texts:
            return
        text = "".join(self._texts)
        if self._type == "s":
            index = _number(text, len(self._strings))
            if index >= len(self._strings):
                raise SourceError(f"a cell of row {self._row} shows a text that is missing in it; save it again")
            self._cells.add(self._strings[index], self._row, self._column)
        elif self._type in ("inlineStr", "str"):
            self._cells.add(_decoded(text), self._row, self._column)

    def _text(self, letters: str) -> None:
        if self.parent == ("x:t" if self._type == "inlineStr" else "x:v"):
            self._texts.append(letters)


def _decoded(text: str) -> str:
    return ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _number(digits: str | None, otherwise: int) -> int:
    return int(digits) if digits and digits.isascii() and digits.isdecimal() and len(digits) < 9 else otherwise


def _column(letters: str) -> int:
    """Return the 0-based column of "A", "B" ... "AA"."""
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1
