"""Records in data: which texts belong together, and which of them make no sense when one goes."""

from __future__ import annotations

import re
from collections.abc import Collection

from kratom_lint.formats.document import PLACES, Block, Document
from kratom_lint.model import Span

QUESTIONS = frozenset({"q", "question"})
_WHO = re.compile(r"[\"']?\b(?:author|by|customer|rating|reviewer|stars|verified)\b[\"']?\s*:", re.I)
_SAID = frozenset({"body", "comment", "content", "message", "quote", "review", "text"})
_ITEM = re.compile(r"^([ \t]*)-[ \t]", re.M)
_HEADER = re.compile(r"^\[", re.M)
_TABLES = re.compile(r"^\[\[?[^\[\]\r\n]+\]\]?", re.M)
_BARE = re.compile(
    r"\W*(?:(?:yes|no|sure|absolutely|certainly|definitely|for many|for most|of course)\W*"
    r"(?:it (?:can|does|is|may|will)|yes)?"
    r"(?: within (?:days|minutes|hours))?)\W*",
    re.I,
)
"""An answer that says nothing without its question."""


def is_bare(text: str) -> bool:
    """Say whether an answer says nothing without its question, or what else it said."""
    return _BARE.fullmatch(text) is not None


def record_of(document: Document, number: int) -> list[int]:
    """Return the numbers of the texts in the record of a list that a text is in; none if it is in none."""
    block = document.blocks[number]
    record = block.pointer.rpartition("/")[0]
    if not block.is_value or not record.rpartition("/")[2].isdecimal():
        return []
    return [n for n, each in enumerate(document.blocks) if each.pointer.startswith(f"{record}/")]


def whole(document: Document, number: int, flagged: Collection[int]) -> str:
    """Return what to call the record that has to go with a text in it: an entry, a question, a testimonial.

    It has to when every text in it makes a claim, when the claim is what a question asks, or when it is what a customer
    said. "" if the rest may stay. `flagged` are the numbers of the texts with claims in them.
    """
    record = record_of(document, number)
    texts = [n for n in record if document.blocks[n].kind not in PLACES]
    if len(texts) < 2 or number not in texts:
        return ""
    asked = next((n for n in texts if asks(document.blocks[n])), None)
    if asked is not None:
        rest = [n for n in texts if n != asked]
        bare = all(n in flagged or is_bare(document.blocks[n].prose.text) for n in rest)
        return "the question and its answer" if asked in flagged or bare else ""
    span = span_of(document, record)
    if _key(document.blocks[number]) in _SAID and span and _WHO.search(document.source, span.start, span.end):
        return "the testimonial"
    return "the entry" if all(n in flagged for n in texts) else ""


def asks(block: Block) -> bool:
    """Say whether a text is a question, by its key or its sign."""
    return _key(block) in QUESTIONS or block.prose.text.endswith("?")


def _key(block: Block) -> str:
    return block.pointer.rpartition("/")[2].lower()


def span_of(document: Document, record: Collection[int]) -> Span | None:
    """Return the range of a record: from brace to brace, or the item of a YAML list; None where neither is there."""
    source = document.source
    low = min(document.blocks[n].extent.start for n in record)
    high = max(document.blocks[n].extent.end for n in record)
    if document.format == "toml":
        return _table(source, low, high)
    braces = braces_around(source, Span(low, high))
    start = braces.start if braces else None
    item = _item(source, low)
    if item is not None and (start is None or start < item[0]):
        at, indent = item
        following = re.compile(rf"^[ \t]{{0,{indent}}}\S", re.M).search(source, max(high, at + 1))
        return Span(at, following.start() if following else len(source))
    return braces


def braces_around(source: str, span: Span) -> Span | None:
    """Return the range from brace to brace around a range, None where they are missing."""
    start, end = _brace(source, span.start, -1), _brace(source, span.end, 1)
    return Span(start, end + 1) if start is not None and end is not None else None


def _table(source: str, low: int, high: int) -> Span | None:
    """Return the range of a table in a list of tables (TOML), from its header to the next one."""
    header = next((each for each in reversed(list(_TABLES.finditer(source, 0, low)))), None)
    if header is None or not header[0].startswith("[[") or _HEADER.search(source, low, high):
        return None
    following = _HEADER.search(source, high)
    return Span(header.start(), following.start() if following else len(source))


def _brace(source: str, at: int, step: int) -> int | None:
    """Return where the braces around an offset open (step -1) or close (1), as if no text held any."""
    depth, near = 0, 20_000
    own, other = ("}", "{") if step > 0 else ("{", "}")
    at -= step < 0
    for place in range(at, max(min(at + step * near, len(source)), -1), step):
        if source[place] == other:
            depth += 1
        elif source[place] == own and depth == 0:
            return place
        elif source[place] == own:
            depth -= 1
    return None


def _item(source: str, at: int) -> tuple[int, int] | None:
    """Return where the line of the item begins in which an offset stands, and its indent."""
    line = source.rfind("\n", 0, at) + 1
    first = len(source[line:]) - len(source[line:].lstrip(" \t"))
    for _ in range(200):
        if found := _ITEM.match(source, line):
            indent = len(found[1])
            return (line, indent) if indent <= first else None
        if line == 0:
            return None
        line = source.rfind("\n", 0, line - 1) + 1
    return None
