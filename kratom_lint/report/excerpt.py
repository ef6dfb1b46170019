"""The lines of the source around a finding, with a mark under each of its segments."""

from __future__ import annotations

from collections.abc import Sequence

from kratom_lint.model import Span
from kratom_lint.report.position import Positions
from kratom_lint.report.terminal import cell, cells, printable
from kratom_lint.values import value

ELLIPSIS = "…"
_HEAD, _TAIL = 3, 2


@value
class Line:
    """One printable line of an excerpt and the marks under it; `number` is None where lines are left out."""

    number: int | None
    text: str
    marks: str


def excerpt(segments: Sequence[Span], positions: Positions, width: int) -> list[Line]:
    """Return the lines that `segments` touch, each at most `width` cells wide.

    There is at least one segment, they are in order, and `width` is 20 or more. An empty segment gets one caret,
    where text is to be inserted; if its line is blank, the text above is shown too. Of more than five lines the
    middle is left out.
    """
    marked = _marked(segments, positions)
    numbers = sorted(marked)
    if len(numbers) == 1:
        numbers = _with_context(numbers[0], positions)
    if len(numbers) > _HEAD + _TAIL:
        numbers = numbers[:_HEAD] + numbers[-_TAIL:]
    lines: list[Line] = []
    for previous, number in zip([numbers[0] - 1, *numbers], numbers, strict=False):
        if number > previous + 1:
            lines.append(Line(None, "", ""))
        lines.append(_line(number, positions.line_text(number), marked.get(number, []), width))
    return lines


def _marked(segments: Sequence[Span], positions: Positions) -> dict[int, list[Span]]:
    """Return the ranges to mark of each touched line, in columns from 0, less white space at line breaks."""
    marked: dict[int, list[Span]] = {}
    for segment in segments:
        first, last = positions.at(segment.start), positions.at(segment.end)
        for number in range(first.line, last.line + 1):
            text = positions.line_text(number)
            start = first.column - 1 if number == first.line else len(text) - len(text.lstrip())
            end = last.column - 1 if number == last.line else len(text.rstrip())
            if start < end or segment.start == segment.end:
                marked.setdefault(number, []).append(Span(start, end))
    if not marked:  # nothing but line breaks
        return _marked([Span(segments[0].start, segments[0].start)], positions)
    return marked


def _with_context(number: int, positions: Positions) -> list[int]:
    above = number
    while above > 1 and not positions.line_text(above).strip():
        above -= 1
    return sorted({above, number})


def _line(number: int, text: str, spans: list[Span], width: int) -> Line:
    start, end = _window(text, spans[0].start if spans else 0, width)
    before = ELLIPSIS if start > 0 else ""
    after = ELLIPSIS if end < len(text) else ""
    marks, column = "", 0
    for span in spans:
        left, right = max(span.start, start), min(span.end, end)
        if left > right or (left == right and span.start < span.end):
            continue  # cut away
        at = len(before) + cells(text[start:left])
        marks += " " * (at - column) + "^" * max(1, cells(text[left:right]))
        column = len(marks)
    return Line(number, before + printable(text[start:end]) + after, marks)


def _window(text: str, focus: int, width: int) -> tuple[int, int]:
    """Return the part of `text` to show: what fits in `width` cells, about a third of it before `focus`."""
    if len(text) <= width and cells(text) <= width:
        return 0, len(text)
    room = width - 2 * len(ELLIPSIS)
    start = _backward(text, focus, room // 3)
    end = _forward(text, start, room)
    return (start, end) if end < len(text) else (_backward(text, end, room), end)


def _backward(text: str, end: int, room: int) -> int:
    """Return the smallest start such that `text[start:end]` fits in `room` cells."""
    if _is_even(text[max(end - room, 0) : end]):
        return max(end - room, 0)
    for start in range(end, 0, -1):
        room -= cell(text[start - 1])
        if room < 0:
            return start
    return 0


def _forward(text: str, start: int, room: int) -> int:
    """Return the largest end such that `text[start:end]` fits in `room` cells."""
    if _is_even(text[start : start + room]):
        return min(start + room, len(text))
    for end in range(start, len(text)):
        room -= cell(text[end])
        if room < 0:
            return end
    return len(text)


def _is_even(text: str) -> bool:
    """Say whether each character surely takes one cell."""
    return text.isascii() and text.isprintable()
