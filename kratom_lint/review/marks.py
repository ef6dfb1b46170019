"""Where findings stand in the text that a reader sees: each block in strips, cut wherever a finding begins or ends."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise

from kratom_lint.formats.document import PLACES, Block, Document
from kratom_lint.formats.prose import HOLE
from kratom_lint.model import Finding, Span
from kratom_lint.repair.outline import CELLS
from kratom_lint.report.position import Positions
from kratom_lint.values import replace, value

_UNREAD = PLACES - {"hidden"}

Numbered = tuple[int, Finding]
"""A finding and its number on the page, 1-based."""


@value
class Piece:
    """A stretch of visible text: the numbers of the findings it belongs to, and of those that begin with it.

    `also` are those that it leads in to, or whose claim it makes once more. `hole` says that nobody reads the text
    like this: it is what the source has for something opaque.
    """

    text: str
    findings: tuple[int, ...] = ()
    first: tuple[int, ...] = ()
    also: tuple[int, ...] = ()
    hole: bool = False


@value
class Strip:
    """A block in pieces; one of kind "missing" says where what findings call for belongs, "source" shows a line.

    `row` is the same for the cells of one row of a table, else -1.
    """

    kind: str
    pieces: tuple[Piece, ...]
    label: str = ""
    level: int = 0
    row: int = -1


def strips(document: Document | None, source: str, findings: Sequence[Numbered]) -> list[Strip]:
    """Return the document as strips, in reading order, with every finding in at least one of them.

    What stands in no block, such as a directive, is shown as the line of the source it stands in; without a document,
    that is all there is. Addresses and their like, which nobody reads, are there only for what is found in them.
    """
    blocks = document.blocks if document else ()
    ranges, homeless = _placed(blocks, findings)
    rows = _rows(document) if document else []
    begun: set[int] = set()
    others: dict[int, list[Strip]] = defaultdict(list)
    starts = list(accumulate((block.extent.start for block in blocks), max))
    positions = Positions(source)
    for number, finding in homeless:
        begun.add(number)
        others[bisect_left(starts, finding.span.start)].append(_apart(source, positions, number, finding))
    found: list[Strip] = []
    for at, block in enumerate(blocks):
        found += others[at]
        if block.kind in _UNREAD and at not in ranges:
            continue
        pieces = tuple(_pieces(block, source, ranges.get(at, ()), begun))
        found.append(Strip(block.kind, pieces, block.pointer, block.level, rows[at]))
    return found + others[len(blocks)]


def _apart(source: str, positions: Positions, number: int, finding: Finding) -> Strip:
    place = positions.at(finding.span.start)
    if finding.anchor == "document":
        return Strip("missing", (Piece(finding.message, (number,), (number,)),))
    start = positions.line_start(place.line)
    line = positions.line_text(place.line)
    low, high = finding.span.start - start, min(finding.span.end - start, len(line))
    marked = Piece(line[low:high], (number,), (number,))
    pieces = (Piece(line[:low]), marked, Piece(line[high:]))
    return Strip("source", tuple(piece for piece in pieces if piece.text or piece.findings), f"line {place.line}")


@value(order=True)
class _Range:
    """A range [start, end) of a block's text that belongs to a finding; `also` one that is only related to it."""

    number: int
    also: bool
    start: int
    end: int


def _placed(blocks: Sequence[Block], findings: Sequence[Numbered]) -> tuple[dict[int, list[_Range]], list[Numbered]]:
    """Return by block the ranges of its text with the findings there, and the findings that stand in no block."""
    index = _Index(blocks)
    ranges: dict[int, list[_Range]] = defaultdict(list)
    homeless = []
    for number, finding in findings:
        segments = (finding.segments or (finding.span,)) if finding.anchor == "text" else ()
        kind = finding.block_kind, finding.pointer
        found = [(*each, False) for segment in segments for each in index.spelled(segment, kind)]
        others = (related.span for related in finding.related if related.rule is None)
        homeless += [] if found else [(number, finding)]
        found += [(*each, True) for span in others for each in index.spelled(span)]
        for at, low, high, also in found:
            ranges[at].append(_Range(number, also, low, high))
    return ranges, homeless


class _Index:
    """Finds the blocks that a range of the source helps to spell."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        reach = [_reach(block) for block in blocks]
        self._order = sorted(range(len(blocks)), key=lambda at: reach[at])
        self._starts = [reach[at].start for at in self._order]
        self._farthest = list(accumulate((reach[at].end for at in self._order), max))

    def spelled(self, span: Span, kind: tuple[str, str] | None = None) -> list[tuple[int, int, int]]:
        """Return blocks with the range of text that is spelled: all of that kind and pointer, else the smallest."""
        found = []
        last = bisect_left(self._starts, span.end)
        while last and self._farthest[last - 1] > span.start:
            last -= 1
            prose = self._blocks[self._order[last]].prose
            text = prose.text_range(span)
            if text and prose.span(*text).overlaps(span):
                found.append((self._order[last], *text))
        own = [each for each in found if (self._blocks[each[0]].kind, self._blocks[each[0]].pointer) == kind]
        return own or sorted(found, key=lambda each: len(self._blocks[each[0]].prose.text))[:1]


def _reach(block: Block) -> Span:
    """Return the range of the source from the first to the last letter of a block."""
    spelled = [(source, source + width) for _, source, _, width in block.prose.pieces if width]
    return Span(min(low for low, _ in spelled), max(high for _, high in spelled)) if spelled else Span(0, 0)


def _pieces(block: Block, source: str, ranges: Iterable[_Range], begun: set[int]) -> Iterator[Piece]:
    """Yield the text of a block, cut where a finding begins or ends and around what is opaque."""
    text = block.prose.text
    joined = _joined(text, ranges)
    holes = {at for at, letter in enumerate(text) if letter == HOLE}
    cuts = {0, len(text), *holes, *(at + 1 for at in holes)}
    cuts |= {at for each in joined for at in (each.start, each.end)}
    for low, high in pairwise(sorted(cuts)):
        here = [each for each in joined if each.start <= low and high <= each.end]
        numbers = tuple(sorted({each.number for each in here if not each.also}))
        also = tuple(sorted({each.number for each in here if each.also} - set(numbers)))
        first = tuple(number for number in numbers if number not in begun)
        begun |= set(first)
        span = block.prose.span(low, high)
        shown = source[span.start : span.end] if low in holes else text[low:high]
        yield Piece(shown, numbers, first, also, hole=low in holes)


def _joined(text: str, ranges: Iterable[_Range]) -> list[_Range]:
    """Return the ranges with those of one finding made one where nothing but white space lies between."""
    joined: list[_Range] = []
    for each in sorted(ranges):
        last = joined[-1] if joined else None
        if last and (last.number, last.also) == (each.number, each.also) and not text[last.end : each.start].strip():
            joined[-1] = replace(last, end=max(last.end, each.end))
        else:
            joined.append(each)
    return joined


def _rows(document: Document) -> list[int]:
    """Return for each block the number of its table row, -1 for what is no cell; a row ends with its line or tag."""
    found, row = [], -1
    for at, block in enumerate(document.blocks):
        if block.kind not in CELLS:
            found.append(-1)
            continue
        before = document.blocks[at - 1] if at and document.blocks[at - 1].kind in CELLS else None
        between = document.source[before.extent.end : block.extent.start] if before else "\n"
        end = "<tr" if document.format in ("html", "php") and before else "\n"
        row += end in between
        found.append(row)
    return found
