"""The law every format keeps: each visible character stands for the source it maps to."""

from __future__ import annotations

import html
import re

from kratom_lint.formats import read
from kratom_lint.formats.document import Document
from kratom_lint.formats.prose import HOLE, Prose

MARKS = ("\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3")
MARKUP_OF_SPACE = re.compile(r"&#?\w+;?|</?[a-z][^>]*>|\\[ntrNLP_0abtvfe ]|\\x[0-9a-f]{2}|\\u[0-9a-f]{4}|%20", re.I)


def assert_spelled(document: Document) -> None:
    """Check pieces, extents, leads and spans of a document, and what each character of its blocks maps to."""
    size = len(document.source)
    for number, block in enumerate(document.blocks):
        assert 0 <= block.extent.start <= block.extent.end <= size
        assert block.lead is None or 0 <= block.lead < number
        assert block.prose.text == block.prose.text.strip()
        assert_tiled(block.prose, size)
        for at, letter in enumerate(block.prose.text):
            span = block.prose.span(at, at + 1)
            spelling = document.source[span.start : span.end]
            assert stands_for(letter, spelling), (block.kind, block.prose, at, letter, spelling)
    for comment in document.comments:
        assert 0 <= comment.span.start < comment.span.end <= size


def assert_tiled(prose: Prose, size: int) -> None:
    """Check that the pieces tile the text and lie, in order, inside a source of this size."""
    at = before = 0
    for start, source, length, width in prose.pieces:
        assert start == at
        assert length > 0
        assert before <= source <= source + width <= size
        at += length
        before = source
    assert at == len(prose.text)


def stands_for(letter: str, spelling: str) -> bool:
    """Say whether `spelling` is a way to write `letter` in one of the formats."""
    if letter == spelling or (letter == HOLE and spelling):
        return True
    if letter in " \n":
        return not re.search(r"[^\W_]", MARKUP_OF_SPACE.sub("", spelling))
    if letter == "\ufffd":
        return (
            spelling == "\0"
            or spelling[:1] in MARKS
            or "\ud800" <= spelling <= "\udfff"
            or spelling.startswith(("&#", "\\"))
        )
    if spelling.startswith("&"):
        return letter in html.unescape(spelling) or spelling.lower() in (f"&#x{ord(letter):x};", f"&#{ord(letter)};")
    if letter < " ":
        return spelling.startswith("\\")
    return spelling in ("''", '""', f"\\{letter}") or spelling.startswith(("\\x", "\\u", "\\U"))


def texts(source: str, format: str) -> list[str]:
    """Return the visible texts of a source."""
    return [block.prose.text for block in read(source, format).blocks]


def kinds(source: str, format: str) -> list[tuple[str, str]]:
    """Return kind and visible text of each block of a source."""
    return [(block.kind, block.prose.text) for block in read(source, format).blocks]


def outline(source: str, format: str) -> list[tuple[str, str, str | None]]:
    """Return kind, visible text and the text of the lead of each block of a source."""
    blocks = read(source, format).blocks
    return [
        (block.kind, block.prose.text, None if block.lead is None else blocks[block.lead].prose.text)
        for block in blocks
    ]


def sources(source: str, format: str, words: str) -> list[str]:
    """Return the segments of the source that spell the first occurrence of `words`."""
    for block in read(source, format).blocks:
        at = block.prose.text.find(words)
        if at >= 0:
            return [source[span.start : span.end] for span in block.prose.segments(at, at + len(words))]
    raise AssertionError(f"{words!r} is not visible")
