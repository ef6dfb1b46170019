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
from kratom_lint.values import value

_UNREAD = PLACES - {"hidden"}

Numbered = tuple[int, Finding]
"""A finding and its number on the page, 1-based."""


@value
class Piece:
    """A stretch of visible text: the numbers of the findings it belongs to, and of those that begin with it.

    `hole` says that nobody reads the text like this: it is what the source has for something opaque.
    """

    text: str
    findings: tuple[int, ...] = ()
    first: tuple[int, ...] = ()
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


_Ranges = dict[int, list[tuple[int, int, int]]]


def _placed(blocks: Sequence[Block], findings: Sequence[Numbered]) -> tuple[_Ranges, list[Numbered]]:
    """Return by block the ranges [start, end) of its text with the findings there, and the findings in no block."""
    reach = [_reach(block) for block in blocks]
    order = sorted(range(len(blocks)), key=lambda at: reach[at])
    starts = [reach[at].start for at in order]
    farthest = list(accumulate((reach[at].end for at in order), max))
    ranges: _Ranges = defaultdict(list)
    homeless = []
    for number, finding in findings:
        found = []
        for segment in (finding.segments or (finding.span,)) if finding.anchor == "text" else ():
            near, last = [], bisect_left(starts, segment.end)
            while last and farthest[last - 1] > segment.start:
                last -= 1
                near.append(order[last])
            found += _spelled(blocks, near, segment, finding)
        for at, low, high in found:
            ranges[at].append((low, high, number))
        homeless += [] if found else [(number, finding)]
    return ranges, homeless


def _reach(block: Block) -> Span:
    """Return the range of the source from the first to the last letter of a block."""
    spelled = [(source, source + width) for _, source, _, width in block.prose.pieces if width]
    return Span(min(low for low, _ in spelled), max(high for _, high in spelled)) if spelled else Span(0, 0)


def _spelled(
    blocks: Sequence[Block], near: Iterable[int], segment: Span, finding: Finding
) -> list[tuple[int, int, int]]:
    """Return blocks with the range of text that a segment spells: of the finding's own kind, else one of another."""
    found = []
    for at in near:
        prose = blocks[at].prose
        text = prose.text_range(segment)
        if text and prose.span(*text).overlaps(segment):
            found.append((at, *text))
    kind = finding.block_kind, finding.pointer
    own = [each for each in found if (blocks[each[0]].kind, blocks[each[0]].pointer) == kind]
    return own or sorted(found, key=lambda each: len(blocks[each[0]].prose.text))[:1]


def _pieces(block: Block, source: str, ranges: Iterable[tuple[int, int, int]], begun: set[int]) -> Iterator[Piece]:
    """Yield the text of a block, cut where a finding begins or ends and around what is opaque."""
    text = block.prose.text
    joined = _joined(text, ranges)
    holes = {at for at, letter in enumerate(text) if letter == HOLE}
    cuts = {0, len(text), *holes, *(at + 1 for at in holes)}
    cuts |= {at for low, high, _ in joined for at in (low, high)}
    for low, high in pairwise(sorted(cuts)):
        numbers = tuple(sorted({number for start, end, number in joined if start <= low and high <= end}))
        first = tuple(number for number in numbers if number not in begun)
        begun |= set(first)
        if low in holes:
            span = block.prose.span(low, high)
            yield Piece(source[span.start : span.end], numbers, first, hole=True)
        else:
            yield Piece(text[low:high], numbers, first)


def _joined(text: str, ranges: Iterable[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Return the ranges with those of one finding made one where nothing but white space lies between."""
    joined: list[tuple[int, int, int]] = []
    for low, high, number in sorted(ranges, key=lambda each: (each[2], each)):
        if joined and joined[-1][2] == number and not text[joined[-1][1] : low].strip():
            low, high = joined[-1][0], max(high, joined.pop()[1])
        joined.append((low, high, number))
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
