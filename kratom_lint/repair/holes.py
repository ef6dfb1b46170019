"""Taking whole blocks out of a source: with their lines, their empty containers, and one of two blank lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from sys import maxsize

from kratom_lint.formats.document import Document
from kratom_lint.formats.elements import VOID
from kratom_lint.model import Edit, Span
from kratom_lint.repair.controls import is_control, whole_control
from kratom_lint.repair.members import asked_and_answered, in_list, with_parent
from kratom_lint.repair.records import record_of, span_of

_OPEN = re.compile(r"<([A-Za-z][\w-]*)(?:\s[^<>]*)?>(?:\s|\\[nrt])*\Z")
_CLOSE = r"(?:\s|\\[nrt])*<\\?/{}\s*>"
_TAG = re.compile(r"<(\\?/)?([A-Za-z][\w.-]*)(?:\s[^<>]*?)?(/)?>")
_NEEDS_NO_END = VOID | {"dd", "dt", "li", "option", "p", "tbody", "td", "tfoot", "th", "thead", "tr"}
_UNCLOSED = re.compile(r"<(?:li|p|dt|dd|td|th|tr)(?:\s[^<>]*)?>\s*\Z")
_LINE_START = re.compile(r"[\s>|]*(?:(?:[-*+•·▪●]|\d{1,3}[.)]|\[\^[^\]\s]+\]:)\s+)?(?:\[[ xX]\] )?")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\](?=:\s*\Z)")
_NUMBER = re.compile(r"(?P<indent>[ \t>]*)(?P<number>\d{1,3})[.)]\s")
_BLANK = re.compile(r"[ \t>]*")
_MARKUP = re.compile(r"[>|]|<[^<>]*>")
_DELIMITERS = re.compile(r"^[ \t>]*\|?(?:[ \t]*:?-+:?[ \t]*\|)+[ \t]*(?::?-+:?)?[ \t]*$", re.M)
_RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})")
_ALL = maxsize
_VALUE_BEFORE = re.compile(r"(?:[:,\[{]|^\s*-)[ \t]+\Z", re.M)
_VALUE_AFTER = re.compile(r"[ \t]*(?:#[^\r\n]*)?(?:[\r\n,\]}]|\Z)")
_QUOTES = ('"', "'")


def cuts(document: Document, numbers: Sequence[int]) -> Iterator[tuple[Edit, ...]]:
    """Yield ways to take the blocks of these numbers, rising, out of the document, the most thorough first."""
    spans = _merged(document, numbers)
    if all(document.source.startswith(("alt=", "content="), document.blocks[n].extent.start) for n in numbers):
        yield tuple(Edit(document.blocks[number].prose.span(0, _ALL), "") for number in numbers)  # the tag stays
    if (record := _record(document, numbers)) is not None:
        yield (Edit(record, ""),)
    if any(document.blocks[number].is_value for number in numbers):
        bare = [_unwrapped(document, span) for span in spans]
        if bare != spans:
            yield tuple(Edit(span, "") for span in _joined(bare))
        spans = [_with_quotes(document, span) for span in spans]
        if (pair := asked_and_answered(document, numbers, spans)) is not None:
            yield tuple(Edit(span, "") for span in pair)
        members = [_member(document.source, span) for span in spans]
        if all(member != span for member, span in zip(members, spans, strict=True)):
            yield tuple(Edit(member, "") for member in members)
        if any(is_control(document, document.blocks[number]) for number in numbers):
            if (controls := _with_controls(document, numbers, spans)) is not None:
                yield controls
            return  # a button without its text is worse than no edit
        yield tuple(_emptied(document.source, span) for span in spans)
    if document.format == "markdown" and all(document.blocks[number].kind == "title" for number in numbers):
        yield tuple(Edit(_quoted(document.source, span), "") for span in spans)
    grown = [_grown(document, _attribute(document.source, span)) for span in spans]
    whole = tuple(Edit(span, "") for span in _joined(grown))
    if more := (*_references(document, numbers), *_renumbered(document, numbers)):
        yield (*whole, *more)
    yield whole
    yield tuple(Edit(span, "") for span in spans)


def _with_controls(document: Document, numbers: Sequence[int], values: Sequence[Span]) -> tuple[Edit, ...] | None:
    """Return the edits that take buttons and the like out whole and leave other values empty; None if they cannot."""
    if len(numbers) != len(values):
        return None
    edits = []
    for number, value in zip(numbers, values, strict=True):
        if not is_control(document, document.blocks[number]):
            edits.append(_emptied(document.source, value))
        elif whole := whole_control(document, number, value):
            edits.append(Edit(whole, ""))
        else:
            return None
    return tuple(edits)


def _references(document: Document, numbers: Sequence[int]) -> Iterator[Edit]:
    """Yield the edits that take out what points to the footnotes among the blocks."""
    source = document.source
    for number in numbers:
        start = document.blocks[number].extent.start
        mark = _FOOTNOTE.search(source, _line_start(source, start), start)
        if mark and document.format in ("markdown", "mdx"):
            for found in re.finditer(re.escape(mark[0]) + "(?!:)", source):
                yield Edit(Span(*found.span()), "")


def _renumbered(document: Document, numbers: Sequence[int]) -> Iterator[Edit]:
    """Yield the edits that let the numbers of a list count on where items of it go."""
    source, gone = document.source, set(numbers)
    counted: dict[tuple[int, int | None, str], tuple[int, int]] = {}
    for number, block in enumerate(document.blocks):
        low = _line_start(source, block.extent.start)
        mark = _NUMBER.match(source, low)
        if block.kind != "list-item" or mark is None or mark.end() < block.extent.start:
            counted = {} if block.kind in ("paragraph", "heading") and not mark else counted
            continue
        key = (block.level, block.lead, mark["indent"])
        was, now = counted.get(key, (int(mark["number"]) - 1, int(mark["number"])))
        if int(mark["number"]) != was + 1:
            was, now = int(mark["number"]) - 1, int(mark["number"])
        if number in gone:
            counted[key] = (was + 1, now)
            continue
        if now != was + 1:
            yield Edit(Span(*mark.span("number")), str(now))
        counted[key] = (was + 1, now + 1)


def _merged(document: Document, numbers: Sequence[int]) -> list[Span]:
    """Return the ranges to take out, one for blocks in a row with nothing but markup between them."""
    spans: list[Span] = []
    for number in numbers:
        extent = document.blocks[number].extent
        if spans and not _stays_between(document, spans[-1], extent, numbers):
            spans[-1] = Span(min(spans[-1].start, extent.start), max(spans[-1].end, extent.end))
        else:
            spans.append(extent)
    whole = [with_ends(document.source, span) for span in spans]
    if None in whole:
        return _joined([document.blocks[number].extent for number in numbers])
    return _joined([span for span in whole if span])


def with_ends(source: str, span: Span) -> Span | None:
    """Return a range with the tags right around it that close or open what it opens or closes; None if it cannot be."""
    opened, closed = unpaired(source[span.start : span.end])
    start, end = span.start, span.end
    for name in reversed(opened):
        closing = re.compile(_CLOSE.format(re.escape(name)), re.I).match(source, end)
        if closing is None:
            return None
        end = closing.end()
    for name in closed:
        opening = _OPEN.search(source, max(start - 300, 0), start)
        if opening is None or opening[1].lower() != name.lower():
            return None
        start = opening.start()
    return Span(start, end)


def unpaired(text: str) -> tuple[list[str], list[str]]:
    """Return the names of the tags in a text that it opens only, and of those that it closes only."""
    opened: list[str] = []
    closed: list[str] = []
    for closing, name, alone in _TAG.findall(text):
        if alone or name.lower() in _NEEDS_NO_END:
            continue
        if not closing:
            opened.append(name)
        elif opened and opened[-1] == name:
            opened.pop()
        else:
            closed.append(name)
    return opened, closed


def _stays_between(document: Document, before: Span, after: Span, numbers: Sequence[int]) -> bool:
    between = Span(before.end, max(after.start, before.end))
    if _MARKUP.sub("", _DELIMITERS.sub("", document.source[between.start : between.end])).strip():
        return True
    return any(
        block.extent.overlaps(between) for number, block in enumerate(document.blocks) if number not in set(numbers)
    )


def _joined(spans: Sequence[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def _grown(document: Document, span: Span) -> Span:
    """Return the range with the elements that hold nothing else, and with its lines."""
    bare = _unwrapped(document, span)
    return _lines(document.source, bare.start, bare.end)


def _attribute(source: str, span: Span) -> Span:
    """Return the range of an attribute with the space before it; another range as it is."""
    before = re.compile(r"(?<=[\w\"'}])\s+\Z").search(source, max(span.start - 80, 0), span.start)
    named = re.compile(r"[:@\w.-]+=").match(source, span.start, span.end)
    inside = before and named and re.compile(r"[\s/>]").match(source, span.end)
    return Span(before.start(), span.end) if before and inside else span


def _unwrapped(document: Document, span: Span) -> Span:
    source = document.source
    start, end = span.start, span.end
    while True:
        opening = _OPEN.search(source, max(start - 300, 0), start)
        if opening and (closing := re.compile(_CLOSE.format(re.escape(opening[1])), re.I).match(source, end)):
            start, end = opening.start(), closing.end()
        elif document.format in ("html", "php") and (opening := _UNCLOSED.search(source, max(start - 300, 0), start)):
            start = opening.start()
        else:
            return Span(start, end)


def _lines(source: str, start: int, end: int) -> Span:
    """Return the range with the rest of its lines, if they hold nothing else, and a blank line that is one too many."""
    low = _line_start(source, start)
    high = end if end > start and source[end - 1] in "\r\n" else _line_end(source, end)
    if not _LINE_START.fullmatch(source, low, start) or source[end:high].strip(" \t\r\n|"):
        return Span(start, end)
    before, after = _blank_before(source, low), _blank_after(source, high)
    if after == len(source):
        return (
            Span(before, high) if before < low and high == len(source) else Span(before if before < low else low, after)
        )
    if before < low or low == 0:
        high = after
    rule = _line_end(source, high)
    if before < low and _RULE.fullmatch(source[high:rule].rstrip()) and _ends_in_rule(source, before):
        high = _blank_after(source, rule)
    return Span(low, high)


def _ends_in_rule(source: str, at: int) -> bool:
    """Say whether the line that ends at `at` is a thematic break."""
    return bool(_RULE.fullmatch(source[_line_start(source, max(at - 1, 0)) : at].rstrip()))


def _line_start(source: str, at: int) -> int:
    return max(source.rfind("\n", 0, at), source.rfind("\r", 0, at)) + 1


def _line_end(source: str, at: int) -> int:
    """Return where the line of `at` ends, its break included."""
    match = re.compile(r"[^\r\n]*(?:\r\n|[\r\n])?").match(source, at)
    return match.end() if match else at


def _blank_before(source: str, at: int) -> int:
    """Return where the blank lines directly before the line start `at` begin."""
    while at > 0:
        start = _line_start(source, at - 1 - source.startswith("\r\n", at - 2)) if at > 1 else 0
        if not _BLANK.fullmatch(source[start:at].rstrip("\r\n")):
            break
        at = start
    return at


def _blank_after(source: str, at: int) -> int:
    """Return where the blank lines that begin at the line start `at` end."""
    while at < len(source):
        end = _line_end(source, at)
        if not _BLANK.fullmatch(source[at:end].rstrip("\r\n")):
            break
        at = end
    return at


def _member(source: str, span: Span) -> Span:
    """Return the range of a value in a list with the comma that goes with it, or with its line."""
    before = re.compile(r",\s*\Z").search(source, max(span.start - 200, 0), span.start)
    after = re.compile(r"\s*,\s*").match(source, span.end)
    follows = source[span.end :].lstrip()[:1]
    if before and follows in ("]", ","):
        return Span(before.start(), span.end)
    if after and source[: span.start].rstrip()[-1:] == "[":
        return Span(span.start, after.end())
    low = _line_start(source, span.start)
    if (
        re.fullmatch(r"\s*-\s+", source[low : span.start])
        and not source[span.end : _line_end(source, span.end)].strip()
    ):
        return Span(low, _line_end(source, span.end))
    return span


def _emptied(source: str, span: Span) -> Edit:
    """Return the edit that leaves an empty text where a value stood."""
    text = source[span.start : span.end]
    if len(text) > 3 and text.startswith('""') and text.endswith('""'):
        return Edit(Span(span.start + 2, span.end - 2), "")
    if len(text) > 1 and text[0] in _QUOTES and text[-1] == text[0]:
        return Edit(Span(span.start + 1, span.end - 1), "")
    if text[:1] in ("\r", "\n"):  # the lines of a block scalar: its header keeps the end of its line
        return Edit(Span(span.start, span.end - len(text) + len(text.rstrip("\r\n"))), "")
    plain = _VALUE_BEFORE.search(source, max(span.start - 80, 0), span.start) and _VALUE_AFTER.match(source, span.end)
    return Edit(span, '""' if plain else "")


def _record(document: Document, numbers: Sequence[int]) -> Span | None:
    """Return the range of a record in a list, with the comma or the line that goes with it, if all of it goes."""
    record = record_of(document, numbers[0])
    if len(numbers) < 2 or record != list(numbers):
        return None
    span, source = span_of(document, record), document.source
    if span is None:
        return None
    if source[span.start : span.start + 1] != "{":
        return with_parent(source, span) if source[span.start : span.end].lstrip().startswith("-") else span
    return in_list(source, span)


def _quoted(source: str, span: Span) -> Span:
    """Return the range of a link's title with its quotes and the space before them."""
    before = re.compile(r"\s+[\"'(]\Z").search(source, max(span.start - 20, 0), span.start)
    return Span(before.start(), span.end + 1) if before and source[span.end : span.end + 1] in "\"')" else span


def _with_quotes(document: Document, span: Span) -> Span:
    """Return the range of a value with the quotes it stands in, which are doubled in the data of a cell."""
    source, size = document.source, 2 if document.format in ("csv", "tsv") else 1
    for wide in range(size, 0, -1):
        before, after = source[max(span.start - wide, 0) : span.start], source[span.end : span.end + wide]
        if before == after and before in (_QUOTES if wide == 1 else ('""',)):
            inside = source[span.start : span.start + 1] != before[0]
            return Span(span.start - wide, span.end + wide) if inside else span
    return span
