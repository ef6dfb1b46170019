"""Changes Word documents as a reviewer would: by tracked deletions and insertions, with comments that say why.

Only the bytes of runs that change, and of the marks of paragraphs that come or go, are written anew.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from kratom_lint.errors import SourceError
from kratom_lint.formats.document import Document, Note
from kratom_lint.formats.docx import DocxReader, Paragraph, Run, readers
from kratom_lint.formats.outline import Outline
from kratom_lint.formats.package import Attributes, Package, Relation
from kratom_lint.formats.selection import Selection
from kratom_lint.formats.transcript import Transcript
from kratom_lint.formats.wordcomments import Margin
from kratom_lint.formats.wordruns import Change, Marks, text_of, tracked
from kratom_lint.formats.wordstyles import Comments, Styles
from kratom_lint.model import Edit
from kratom_lint.values import replace, value

AUTHOR = "kratom-lint"
_NUMBER = re.compile(rb'w:id="(\d{1,9})"')
_HELD = re.compile(r"<w:(?:fldChar|footnoteReference|endnoteReference|drawing|pict|object|sectPr)[\s/>]")
"""What stands between runs and would be left without the text it belongs to."""
_PARAGRAPH = re.compile(r"<w:p(?:\s[^<>]*)?>")
_PROPERTIES = re.compile(r"<w:pPr(?:\s[^<>]*)?>(?P<all>.*?)</w:pPr>", re.S)
_STYLE = re.compile(r"<w:pStyle\s[^<>]*/>")
_MARK = re.compile(r"<w:rPr(?:\s[^<>]*)?>(?:<w:ins\s[^<>]*/>)?")
_NO_MARK = re.compile(r"<w:rPr\s*/>")
_LATE = re.compile(r"<w:(?:sectPr|pPrChange)[\s>].*\Z", re.S)
_NEXT = re.compile(rb"\s*<w:p[\s>/]")
_BOLD = re.compile(r"\*\*(.+?)\*\*")


@value
class Line:
    """A paragraph: the line it is in the text, from `start` to `end`, its line feed left out, and where it stands.

    [low, high) is its range in the bytes of the part; `low` is -1 for one that is none of the file's own, such as two
    that a deleted mark joins. One that `boxed` is may stand in the file a second time, for older programs.
    """

    start: int
    end: int
    part: str
    low: int
    high: int
    boxed: bool
    runs: tuple[Run, ...]


class LineReader(DocxReader):
    """Takes note of where the paragraphs of a part and their runs stand."""

    def __init__(
        self, part: str, transcript: Transcript, styles: Styles, comments: Comments, relations: dict[str, Relation]
    ) -> None:
        super().__init__(part, transcript, styles, comments, relations)
        self.lines: list[Line] = []
        self._lows: list[int] = []
        self._low = self._high = -1

    def _start(self, name: str, attributes: Attributes, at: int) -> None:
        if name == "w:p":
            self._lows.append(at if self._joined is None else -1)
        super()._start(name, attributes, at)

    def _end(self, name: str, at: int) -> None:
        if name == "w:p":
            self._low, self._high = self._lows.pop(), at + len("</w:p>")
        super()._end(name, at)

    def _write_joined(self) -> None:
        self._low = -1
        super()._write_joined()

    def _write(self, paragraph: Paragraph) -> None:
        start, size = self._transcript.length, paragraph.length
        boxed = "w:txbxContent" in self.path
        super()._write(paragraph)
        if paragraph.runs and self._transcript.length > start:
            runs = tuple(paragraph.runs)
            self.lines.append(Line(start, start + size, self.part, self._low, self._high, boxed, runs))


def open_word(data: bytes, path: str | None, product: str | None, selection: Selection | None, *, day: str) -> Document:
    """Return a Word document as `read` does, of a file that can be changed; changes are dated `day`, an ISO day.

    Raises SourceError for a file that cannot be read, and for one with a digital signature, which a change would break.
    """
    package = Package(data)
    if any(each.type == "origin" for each in package.relations().values()):
        raise SourceError("it is signed, and a change would break the signature; mend it in Word")
    return WordFile(package, day).read(Document("", "docx", (), (), path, product, selection=selection or Selection()))


class WordFile:
    """A Word document and where its lines stand in it."""

    def __init__(self, package: Package, day: str) -> None:
        self._package = package
        self._day = day
        self._lines: list[Line] = []

    def data(self) -> bytes:
        """Return the bytes of the file."""
        return self._package.data()

    def read(self, document: Document) -> Document:
        """Return what the file holds, with the path, product and selection of a document."""
        outline = Outline(document.selection)
        transcript = Transcript(outline)
        for reader in readers(self._package, transcript, LineReader):
            self._lines += reader.lines
        outline.flush()
        comments = sorted(outline.comments, key=lambda comment: comment.span)
        return replace(
            document,
            source=transcript.text,
            blocks=outline.blocks.packed(),
            comments=tuple(comments),
            unread=tuple(outline.unread_parts),
            foreign=tuple(sorted(outline.foreign.items())),
            container=self,
        )

    def edited(self, document: Document, edits: Sequence[Edit], notes: Sequence[Note] = ()) -> Document:
        """Return the document with the edits of its text tracked in the file, and a comment for each note.

        Notes on other parts than the body are left out: Word knows no comments there. Raises ValueError for edits that
        cannot be tracked: of text that is none of a paragraph, or from the midst of one line into another.
        """
        revision = _Revision(self._package, self._lines, document.source, f"{self._day}T00:00:00Z")
        for edit in sorted(edits, key=lambda edit: edit.span):
            revision.make(edit, next((note for note in notes if edit == min(note.edits)), None))
        return WordFile(self._package.replaced(revision.parts()), self._day).read(document)


class _Revision:
    """The changes of one file, collected part by part and written all at once."""

    def __init__(self, package: Package, lines: Sequence[Line], text: str, date: str) -> None:
        self._package = package
        self._lines = lines
        self._starts = [line.start for line in lines]
        self._text = text
        self._changes: dict[tuple[str, Run], list[Change]] = {}
        self._written: dict[str, list[tuple[int, int, str]]] = {}
        self._body = package.start_of("officeDocument")
        numbers = (
            int(found) for part in {line.part for line in lines} for found in _NUMBER.findall(package.read(part))
        )
        self._marks = Marks(max(numbers, default=0) + 1, AUTHOR, date)
        self._margin = Margin(package, self._body, AUTHOR, date)

    def make(self, edit: Edit, note: Note | None) -> None:
        """Take note of one edit."""
        start, end = edit.span.start, edit.span.end
        line = self._line(start)
        if start < end and line.start == start and self._text[end - 1] == "\n" and not edit.text:
            self._remove(start, end, note)
        elif start == end and "\n" in edit.text:
            self._add(line, edit.text, before=edit.text.endswith("\n"), note=note)
        elif "\n" not in edit.text and end <= line.end:
            self._change(line, start - line.start, end - line.start, edit.text, note)
        else:
            raise ValueError("the edit reaches over the end of a line")

    def parts(self) -> dict[str, bytes]:
        """Return the parts of the file that change, as they are to read."""
        for (part, run), changes in self._changes.items():
            xml = tracked(self._xml(part, run.low, run.high), changes, self._marks)
            self._written.setdefault(part, []).append((run.low, run.high, xml))
        parts = {part: self._replaced(part, written) for part, written in self._written.items()}
        return parts | self._margin.parts()

    def _replaced(self, part: str, written: Iterable[tuple[int, int, str]]) -> bytes:
        data, pieces, at = self._package.read(part), [], 0
        for low, high, xml in sorted(written, key=lambda each: each[:2]):
            if low < at:
                raise ValueError("changes overlap")
            pieces += [data[at:low], xml.encode()]
            at = high
        return b"".join((*pieces, data[at:]))

    def _line(self, at: int) -> Line:
        index = bisect_right(self._starts, at) - 1
        if index < 0 or at > self._lines[index].end or self._lines[index].boxed:
            raise ValueError("the text is that of no paragraph that can be changed")
        return self._lines[index]

    def _xml(self, part: str, low: int, high: int) -> str:
        return self._package.read(part)[low:high].decode("utf-8")

    def _change(self, line: Line, start: int, end: int, text: str, note: Note | None) -> None:
        """Change the letters [start, end) of a line."""
        if start == end:
            runs = [run for run in line.runs if run.start < start <= run.end] or [line.runs[0]]
        else:
            runs = [run for run in line.runs if run.start < end and start < run.end]
            if _HELD.search(self._xml(line.part, runs[0].high, max(runs[-1].low, runs[0].high))):
                raise ValueError("what goes holds more than text")
        before, after = self._margin.add(note.text) if note and line.part == self._body else ("", "")
        for run in runs:
            low, high = max(start, run.start) - run.start, min(end, run.end) - run.start
            change = Change(low, max(low, high), text, before, after if run is runs[-1] else "")
            self._changes.setdefault((line.part, run), []).append(change)
            text = before = ""

    def _remove(self, start: int, end: int, note: Note | None) -> None:
        """Remove the whole lines that are [start, end) of the text, with the marks at their ends."""
        while start < end:
            line = self._line(start)
            if line.start != start or line.low < 0:
                raise ValueError("the line is no paragraph by itself")
            self._change(line, 0, line.end - line.start, "", note)
            xml = self._xml(line.part, line.low, line.high)
            if _NEXT.match(self._package.read(line.part), line.high) and "<w:sectPr" not in xml:
                low, high, new = _with_mark(xml, self._marks.mark("del"))
                low, high = (line.low + len(xml[:at].encode()) for at in (low, high))
                self._written.setdefault(line.part, []).append((low, high, new))
            start, note = line.end + 1, None

    def _add(self, line: Line, text: str, *, before: bool, note: Note | None) -> None:
        """Add a paragraph before or after a line, in its style."""
        if line.low < 0:
            raise ValueError("the line is no paragraph by itself")
        xml = self._xml(line.part, line.low, line.high)
        found = _PROPERTIES.match(xml, _inside(xml))
        style = _STYLE.search(found["all"]) if found else None
        marked = f"<w:pPr>{style[0] if style else ''}<w:rPr>{self._marks.mark('ins')}</w:rPr></w:pPr>"
        inner = "".join(self._marks.mark("ins", run) for run in _runs(text.strip("\n")))
        if note is not None and line.part == self._body:
            inner = inner.join(self._margin.add(note.text))
        at = line.low if before else line.high
        self._written.setdefault(line.part, []).append((at, at, f"<w:p>{marked}{inner}</w:p>"))


def _inside(paragraph: str) -> int:
    """Return where what a paragraph holds begins."""
    opening = _PARAGRAPH.match(paragraph)
    if opening is None:
        raise ValueError("the paragraph is written in an unknown way")
    return opening.end()


def _with_mark(paragraph: str, mark: str) -> tuple[int, int, str]:
    """Return what [low, high) of a paragraph is to read so that the mark at its end is marked."""
    at = _inside(paragraph)
    properties = _PROPERTIES.match(paragraph, at)
    if properties is None:
        empty = re.compile(r"<w:pPr\s*/>").match(paragraph, at)
        return at, empty.end() if empty else at, f"<w:pPr><w:rPr>{mark}</w:rPr></w:pPr>"
    low, high = properties.span("all")
    late = _LATE.search(paragraph, low, high)
    high = late.start() if late else high
    if found := _NO_MARK.search(paragraph, low, high):
        return *found.span(), f"<w:rPr>{mark}</w:rPr>"
    if found := _MARK.search(paragraph, low, high):
        return found.end(), found.end(), mark
    return high, high, f"<w:rPr>{mark}</w:rPr>"


def _runs(text: str) -> Iterator[str]:
    """Yield the runs of a new text, in bold what stands between `**`."""
    for number, part in enumerate(_BOLD.split(text)):
        if part:
            yield f"<w:r>{'<w:rPr><w:b/></w:rPr>' if number % 2 else ''}{text_of(part)}</w:r>"
