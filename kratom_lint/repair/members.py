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
    spans = [_with_key(document.source, value) for value in values]
    if None in spans:
        return None
    found = [span for span in spans if span]
    if document.source[: found[0].start].rstrip()[-1:] in ("{", ","):
        return tuple(_in_braces(document.source, span) for span in _together(document.source, found, r"\s*,\s*"))
    whole = [_whole_lines(document.source, span) for span in found]
    if None in whole:
        return None
    lines = _together(document.source, [span for span in whole if span], r"\s*")
    return tuple(_with_parent(document.source, span) for span in lines)


def _with_key(source: str, value: Span) -> Span | None:
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


def _in_braces(source: str, span: Span) -> Span:
    """Return the range of members with the comma that goes with them, or of the member that holds nothing else."""
    before = re.compile(r"\{\s*\Z").search(source, max(span.start - _NEAR, 0), span.start)
    after = re.compile(r"\s*\}").match(source, span.end)
    if before and after and (holder := _with_key(source, Span(before.start(), after.end()))):
        return _in_braces(source, holder)
    if comma := re.compile(r"\s*,\s*").match(source, span.end):
        return Span(span.start, comma.end())
    comma = re.compile(r",\s*\Z").search(source, max(span.start - _NEAR, 0), span.start)
    return Span(comma.start(), span.end) if comma else span


def _whole_lines(source: str, span: Span) -> Span | None:
    low = source.rfind("\n", 0, span.start) + 1
    rest = re.compile(r"[ \t]*(?:#[^\r\n]*)?(?:\r?\n|\Z)").match(source, span.end)
    at_end = source[span.end - 1] == "\n"
    if source[low : span.start].strip() or not (rest or at_end):
        return None
    return Span(low, span.end if at_end or rest is None else rest.end())


def _with_parent(source: str, span: Span) -> Span:
    """Return the range of lines with the line that named what they held, if nothing else is below it."""
    low = max(span.start - _NEAR, 0)
    following = re.compile(r"\s*?^([ \t]*)(\S)", re.M).match(source, span.end)
    if header := _HEADER.search(source, low, span.start):
        return Span(header.start(), span.end) if not following or following[2] == "[" else span
    parent = _PARENT.search(source, low, span.start)
    if parent is None or (following and len(following[1]) > len(parent[1])):
        return span
    return _with_parent(source, Span(parent.start(), span.end))
