"""A question and its answer in an object of their own: they go with their keys, and so does what then holds nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kratom_lint.formats.document import Document
from kratom_lint.model import Span
from kratom_lint.repair.records import asks

_KEY = re.compile(r"""(?:"[^"\\\r\n]*"|'[^'\r\n]*'|(?<![^\s{,])[\w$@.-]+)\s*[:=]\s*\Z""")
_BLOCK = re.compile(r"(?m:^)[ \t]*[\w.-]+:[ \t]+[>|][-+0-9]*[ \t]*\Z")
_PARENT = re.compile(r"(?m:^)([ \t]*)[\w.\"'-]+:[ \t]*(?:#[^\r\n]*)?\r?\n\Z")
_HEADER = re.compile(r"(?m:^)\[[^\[\]\r\n]+\][ \t]*\r?\n\Z")
_DASH = re.compile(r"[ \t]*-[ \t]+")
_REST = re.compile(r"[ \t]*(?:#[^\r\n]*)?(?:\r?\n|\Z)")
_NEAR = 300
"""So far before a value its key is looked for."""


def asked_and_answered(document: Document, numbers: Sequence[int], values: Sequence[Span]) -> tuple[Span, ...] | None:
    """Return the ranges to take out where the blocks of these numbers are a question and its answer in one object.

    `values` are their ranges with the quotes they stand in. None where they are something else, or have no keys.
    """
    blocks = [document.blocks[number] for number in numbers]
    if len({each.pointer.rpartition("/")[0] for each in blocks}) != 1 or len(blocks) < 2 or len(values) != len(blocks):
        return None
    if not all(each.is_value for each in blocks) or not any(asks(each) for each in blocks):
        return None
    spans = [with_key(document.source, value) for value in values]
    if None in spans:
        return None
    found = [span for span in spans if span]
    if document.source[: found[0].start].rstrip()[-1:] in ("{", ","):
        return tuple(in_braces(document.source, span) for span in _together(document.source, found, r"\s*,\s*"))
    whole = [whole_lines(document.source, span) for span in found]
    if None in whole:
        return None
    lines = _together(document.source, [span for span in whole if span], r"\s*")
    return tuple(with_parent(document.source, span) for span in lines)


def with_key(source: str, value: Span) -> Span | None:
    """Return the range of a value with the key before it, None if there is none."""
    low = max(value.start - _NEAR, 0)
    key = _BLOCK.search(source, low, value.start) or _KEY.search(source, low, value.start)
    return Span(key.start(), value.end) if key else None


def _together(source: str, spans: Sequence[Span], between: str) -> list[Span]:
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and re.fullmatch(between, source[joined[-1].end : span.start]):
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined


def member(source: str, span: Span) -> Span | None:
    """Return the range of a member, key and value, with its comma or its lines, and with a parent of nothing else."""
    if source[: span.start].rstrip()[-1:] in ("{", ","):
        return in_braces(source, span)
    lines = whole_lines(source, span)
    return with_parent(source, lines) if lines else None


def in_braces(source: str, span: Span) -> Span:
    """Return the range of members with the comma that goes with them, or of the member that holds nothing else."""
    before = re.compile(r"\{\s*\Z").search(source, max(span.start - _NEAR, 0), span.start)
    after = re.compile(r"\s*\}").match(source, span.end)
    if before and after and (holder := with_key(source, Span(before.start(), after.end()))):
        return member(source, holder) or holder
    if comma := re.compile(r"\s*,\s*").match(source, span.end):
        return Span(span.start, comma.end())
    comma = re.compile(r",\s*\Z").search(source, max(span.start - _NEAR, 0), span.start)
    return Span(comma.start(), span.end) if comma else span


def in_list(source: str, span: Span) -> Span:
    """Return the range of an entry of a list with the comma or the lines that go with it."""
    low = source.rfind("\n", 0, span.start) + 1
    if _DASH.fullmatch(source, low, span.start) and (rest := _REST.match(source, span.end)):
        return with_parent(source, Span(low, rest.end()))
    before = re.compile(r",\s*\Z").search(source, max(span.start - _NEAR, 0), span.start)
    after = re.compile(r"\s*,[ \t]*").match(source, span.end)
    if after is None:
        return Span(before.start(), span.end) if before else span
    line = re.compile(r"[ \t]*(?:\r\n|[\r\n]|\Z)").match(source, after.end())
    alone = line and not source[low : span.start].strip()
    return Span(low, line.end()) if alone and line else Span(span.start, after.end())


def whole_lines(source: str, span: Span) -> Span | None:
    """Return the range with its lines, None if they hold something else."""
    low = source.rfind("\n", 0, span.start) + 1
    rest = _REST.match(source, span.end)
    at_end = source[span.end - 1] == "\n"
    if source[low : span.start].strip() or not (rest or at_end):
        return None
    return Span(low, span.end if at_end or rest is None else rest.end())


def with_parent(source: str, span: Span) -> Span:
    """Return the range of lines with the line that named what they held, if nothing else is below it."""
    low = max(span.start - _NEAR, 0)
    following = re.compile(r"\s*?^([ \t]*)(\S)", re.M).match(source, span.end)
    if header := _HEADER.search(source, low, span.start):
        return Span(header.start(), span.end) if not following or following[2] == "[" else span
    parent = _PARENT.search(source, low, span.start)
    if parent is None:
        return span
    if following and (len(following[1]) - len(parent[1]) + (following[2] == "-")) > 0:  # it holds more
        return span
    return with_parent(source, Span(parent.start(), span.end))
