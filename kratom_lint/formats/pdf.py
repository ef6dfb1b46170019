"""Reads the text layer of PDF files with PDFium; a page that shows something but holds no text is told."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from typing import Any

from kratom_lint.errors import SourceError
from kratom_lint.formats.outline import Outline
from kratom_lint.formats.plain import COMPLETE, read_plain
from kratom_lint.formats.transcript import Transcript

HYPHENATED = re.compile(r"(?<=[^\W\d_])(?:\ufffe|[-\u00ad\u2010]\n)(?=[^\W\d_])")
"""A hyphen at the end of a line inside a word; PDFium writes U+FFFE for the ones it takes for that."""
UNMAPPED = re.compile("[\0-\x08\x0e-\x1f\ue000-\uf8ff\ufffd\ufffe]")
"""What comes out for glyphs of which the file does not say which letters they are."""
MOST_UNMAPPED = 0.2
EDGE = 2
"""So many lines at the top and at the bottom of a page may be its running head and foot."""
CARRIED = 12
"""So many lines at most go on with a paragraph of the page before."""
INFORMATION = {"Title": "page-title", "Subject": "meta", "Keywords": "keyword"}
DIGITS = re.compile(r"\d+")


def read_pdf(data: bytes, outline: Outline) -> str:
    """Read the pages into the outline, and return their text, a line for each line of a page.

    The pointer of a block is "page 3". A word parted at the end of a line is whole again, hyphen included. What stands
    at the edge of several pages is read once, apart from the text. Without the extra `pdf` nothing is read, which is
    told.
    """
    try:
        import pypdfium2
    except ImportError:
        detail = 'reading PDF takes an optional library; pip install "kratom-lint[pdf]", or --exclude it'
        outline.unread(detail, "missing-extra")
        return ""
    transcript = Transcript(outline)
    try:
        with pypdfium2.PdfDocument(data) as document:
            texts = list(_texts(document, outline))
            information = document.get_metadata_dict()
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise SourceError("it has a password; save it without one") from error
        raise SourceError(f"it is no PDF file or a broken one ({error}); save it again") from error
    for key, kind in INFORMATION.items():
        if information.get(key, "").strip():
            transcript.aside(kind, information[key], key.lower())
    _read_pages(texts, transcript)
    return transcript.text


def _texts(document: Any, outline: Outline) -> Iterator[list[str]]:
    """Yield the lines of each page; tell which show something and yet hold no text."""
    silent: list[int] = []
    for number, page in enumerate(document, 1):
        text_page = page.get_textpage()
        text = HYPHENATED.sub("-", text_page.get_text_range().replace("\r\n", "\n").replace("\r", "\n"))
        letters = len(text) - sum(map(str.isspace, text))
        if letters and len(UNMAPPED.findall(text)) <= MOST_UNMAPPED * letters:
            yield [line.strip() for line in UNMAPPED.sub("\ufffd", text).split("\n")]
        else:
            yield []
            silent += [number] * (letters > 0 or next(page.get_objects(max_depth=1), None) is not None)
        text_page.close()
        page.close()
    if silent:
        pages = f"page{'s' if len(silent) > 1 else ''} {_ranges(silent)}"
        outline.unread(f"{pages} hold{'s' if len(silent) == 1 else ''} no readable text; add a text layer by OCR")


def _read_pages(pages: list[list[str]], transcript: Transcript) -> None:
    """Write the pages and read them as plain text, running heads and feet apart from it, each once."""
    running = Counter(shape for lines in pages for shape in {_shape(line) for line in _edges(lines)})
    told: set[str] = set()
    bounds = [_bounds(lines, running) for lines in pages]
    bodies = _carried([lines[low:high] for lines, (low, high) in zip(pages, bounds, strict=True)])
    for number, (lines, (low, high), body) in enumerate(zip(pages, bounds, bodies, strict=True), 1):
        place = f"page {number}"
        for line in lines[:low] + lines[high:]:
            if line and _shape(line) not in told:
                told.add(_shape(line))
                transcript.enter("margin")
                transcript.add(line, place)
                transcript.leave()
        prose = transcript.lines(body)
        transcript.outline.pointer = place
        read_plain(prose, transcript.outline)


def _bounds(lines: list[str], running: Counter[str]) -> tuple[int, int]:
    """Return where the text of a page begins and ends among its lines."""
    low, high = 0, len(lines)
    while low < min(EDGE, high) and running[_shape(lines[low])] > 1:
        low += 1
    while high > max(len(lines) - EDGE, low) and running[_shape(lines[high - 1])] > 1:
        high -= 1
    return low, high


def _carried(bodies: list[list[str]]) -> list[list[str]]:
    """Return the texts of pages, with a paragraph that goes on over the next page where it begins."""
    for body, following in pairwise(bodies):
        if body and following and not COMPLETE.search(body[-1]) and following[0][:1].islower():
            ends = (number for number, line in enumerate(following, 1) if not line or COMPLETE.search(line))
            count = min(next(ends, len(following)), CARRIED)
            body += following[:count]
            del following[:count]
    return bodies


def _edges(lines: list[str]) -> list[str]:
    return [line for line in (*lines[:EDGE], *lines[-EDGE:]) if line]


def _shape(line: str) -> str:
    """Return a line with its numbers alike, so that "Page 3 of 9" is the same on each page."""
    return DIGITS.sub("0", line)


def _ranges(numbers: Iterable[int]) -> str:
    """Return numbers as a reader counts them: "1, 3-5"."""
    found = []
    for _, group in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        run = [number for _, number in group]
        found.append(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}")
    return ", ".join(found)
