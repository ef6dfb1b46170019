"""Reads plain text, and copy pasted as text: what is a paragraph, a heading or a list item shows in its lines."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kratom_lint.expressions import late
from kratom_lint.formats.builder import Builder
from kratom_lint.formats.outline import Outline, is_short, is_title
from kratom_lint.formats.prose import Prose
from kratom_lint.model import Span
from kratom_lint.text.sentences import BULLETS, EMOJI
from kratom_lint.values import record

LINE = late(r"([^\r\n\f\v\u2028\u2029\x85]*)(\r\n|[\r\n\f\v\u2028\u2029\x85]|\Z)")
BULLET = late(rf"(?:[{BULLETS}·]\s*|[-*+–]\s+|\(?\d{{1,2}}[.)]\s+|[a-z]\)\s+)(?=\S)")
PICTURE = late(rf"[{EMOJI}][{EMOJI}\u200d\ufe0f\U0001f3fb-\U0001f3ff]*\s*(?=\S)")
HEADING = late(r"(#{1,6})\s+(?=\S)")
COMPLETE = late(r"[.!?:;…][\"'”’)\]*_]*$")
LABELLED = late(r"[\w-]+:(?=\s|$)")
LETTER = late(r"\w")

TITLES_IN_A_LIST = 3
"""So many titles in a row, with no text below, are a list without bullets under the first of them."""

WRAPPED_FROM, WRAPPED_TO = 40, 120
"""Widths, in characters, at which text is commonly wrapped by hand or by a mail program."""


@record
class Line:
    """A line of the text: it occupies [start, end) with its break, and its words stand at [low, high).

    `mark` is where its bullet, number or heading sign begins, `low` if it has none.
    """

    start: int
    mark: int
    low: int
    high: int
    end: int
    text: str
    level: int = 0

    @property
    def indent(self) -> int:
        """How far its first character stands from the margin."""
        return self.mark - self.start

    @property
    def item(self) -> bool:
        """Whether a bullet or number stands before the words."""
        return self.mark < self.low and not self.level

    @property
    def complete(self) -> bool:
        """Whether the words end in a stop."""
        return COMPLETE.search(self.text[-8:]) is not None


@record
class Paragraph:
    """Lines that make one block, and how it stands to the ones around it.

    `alone` says that a blank line or the start of the text precedes, `listed` that the
    short lines below it are a list.
    """

    lines: list[Line]
    alone: bool
    listed: bool = False

    @property
    def label(self) -> bool:
        """Whether it is a list item that may name what the next line explains."""
        return self.lines[0].item and is_short(self.lines[-1].text)

    @property
    def title(self) -> bool:
        """Whether it reads as a title."""
        return len(self.lines) == 1 and is_title(self.lines[0].text)


def read_plain(source: Prose, outline: Outline) -> None:
    """Read plain text into the outline. Blank lines part paragraphs; without them, the shape of the lines does."""
    height = outline.height
    indents: list[int] = []
    before: Paragraph | None = None
    index: int | None = None
    listing: int | None = None
    for paragraph in _paragraphs(source.text):
        first = paragraph.lines[0]
        if first.item:
            _open_item(outline, height, indents, source, first)
            index = _add(source, outline, paragraph)
            before, listing = paragraph, None
            continue
        label = before is not None and before.label and not paragraph.alone
        outline.leave(height)
        indents.clear()
        if listing is not None and not paragraph.alone and is_short(first.text):
            _add(source, outline, paragraph, "list-item", level=1, lead=listing)
        elif first.level or (paragraph.title and (paragraph.alone or before is None or not _open_ended(before))):
            index = _add(source, outline, paragraph, "heading", level=first.level or 1)
            listing = index if paragraph.listed else None
        else:
            index = _add(source, outline, paragraph, lead=index if label else None)
            listing = index if first.text.endswith(":") else None
        before = paragraph
    outline.leave(height)


def _open_ended(paragraph: Paragraph) -> bool:
    """Say whether a paragraph seems to go on in the next line."""
    return not (paragraph.lines[-1].complete or paragraph.title or paragraph.lines[0].item)


def _open_item(outline: Outline, height: int, indents: list[int], source: Prose, line: Line) -> None:
    """Open the container of a list item; a deeper indent than the item before opens a list inside that item."""
    indent = line.indent
    while len(indents) > 1 and indent < indents[-1]:
        indents.pop()
    start = source.span(line.start, line.end).start
    if not indents or indent > indents[-1] + 1:
        outline.leave(height + 2 * len(indents))
        outline.enter("list", start)
        indents.append(indent)
    outline.leave(height + 2 * len(indents) - 1)
    outline.enter("item", start)


def _add(
    source: Prose,
    outline: Outline,
    paragraph: Paragraph,
    kind: str = "paragraph",
    level: int = 0,
    lead: int | None = None,
) -> int | None:
    """Add the lines as one block, each line break between them as a space."""
    builder = Builder(source)
    first, last = paragraph.lines[0], paragraph.lines[-1]
    for line, following in zip(paragraph.lines, [*paragraph.lines[1:], None], strict=True):
        builder.copy(line.low, line.high)
        if following:
            builder.atom(" ", line.high, following.low)
    extent = Span(source.span(first.start, first.end).start, source.span(last.start, last.end).end)
    return outline.add(builder.done(), extent, kind, level, level if kind == "heading" else 0, lead)


def _paragraphs(text: str) -> Iterator[Paragraph]:
    """Yield the paragraphs of a text, each a run of lines without a blank one between."""
    chunk: list[Line] = []
    for line in _lines(text):
        if line.text:
            chunk.append(line)
        elif chunk:
            yield from _split(chunk)
            chunk = []
    if chunk:
        yield from _split(chunk)


def _lines(text: str) -> Iterator[Line]:
    """Yield the lines of a text with their bullets told from their words."""
    for match in LINE.finditer(text):
        words = match[1].strip()
        low = match.start() + len(match[1]) - len(match[1].lstrip())
        line = Line(match.start(), low, low, low + len(words), match.end(), words)
        if sign := HEADING.match(words):
            line.level = len(sign[1])
        else:
            sign = BULLET.match(words)
        if sign:
            line.low += sign.end()
            line.text = words[sign.end() :]
        yield line


def _split(chunk: list[Line]) -> Iterator[Paragraph]:
    """Yield the paragraphs in lines that no blank line parts."""
    _take_pictures(chunk)
    paragraphs: list[Paragraph] = []
    for line, joined in zip(chunk, _joins(chunk), strict=True):
        if joined:
            paragraphs[-1].lines.append(line)
        else:
            paragraphs.append(Paragraph([line], alone=not paragraphs))
    titles = 0
    for paragraph in reversed(paragraphs):
        if paragraph.lines[0].item or not paragraph.title:
            break
        titles += 1
    if titles >= TITLES_IN_A_LIST:
        paragraphs[-titles].listed = True
    yield from paragraphs


def _take_pictures(chunk: list[Line]) -> None:
    """Take emoji for bullets where at least two lines in a row begin with one."""
    found = [None if line.item else PICTURE.match(line.text) for line in chunk]
    for i, (line, sign) in enumerate(zip(chunk, found, strict=True)):
        if sign and any(found[max(i - 1, 0) : i] + found[i + 1 : i + 2]):
            line.low += sign.end()
            line.text = line.text[sign.end() :]


def _go_on(before: str, text: str) -> bool:
    """Say of two lines whether they may be one phrase: no two words of a list, nor lines of the form "name: value"."""
    return (before[0].isupper() or " " in before) and LABELLED.match(text) is None


def _joins(chunk: list[Line]) -> list[bool]:
    """Say of each line whether it carries on the line before it.

    Text wrapped at a width fills each line: its next word would not have fitted. A line that ends open is carried on
    in lower case, or in a run of such lines; one that ends in a stop only next to a line that is carried on. Of two
    lines, too short to fill any width, the second carries on the first in lower case.
    """
    width = max(line.high - line.start for line in chunk)
    fills = [False]
    for line, following in pairwise(chunk):
        word = following.text.split(None, 1)[0]
        size = line.high - line.start
        fills.append(size >= WRAPPED_FROM and size + 1 + len(word) > width and not following.item)
    joins = [False]
    for i in range(1, len(chunk)):
        before, line = chunk[i - 1], chunk[i]
        letter = LETTER.search(line.text)
        lower = letter is not None and letter[0].islower()
        above = fills[i - 1] and not (before.complete and chunk[i - 2].complete)
        below = fills[i + 1 : i + 2] == [True] and not (before.complete and line.complete)
        if line.item or line.level or before.level:
            joins.append(False)
        elif before.item and line.indent > before.indent:
            joins.append(True)
        elif lower and not before.complete:
            joins.append(fills[i] or before.text.endswith(",") or (len(chunk) == 2 and _go_on(before.text, line.text)))
        else:
            joins.append(fills[i] and (above or below) and width <= WRAPPED_TO)
    return joins
