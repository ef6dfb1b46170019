"""Source formats: each reads one kind of text into a document of blocks."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePath

from kratom_lint.errors import SourceError
from kratom_lint.formats.document import Document
from kratom_lint.formats.outline import Outline
from kratom_lint.formats.prose import Prose

Reader = Callable[[Prose, Outline], None]

_UNREADABLE = re.compile("[\\0\ud800-\udfff]")


def _text(source: Prose, outline: Outline) -> None:
    from kratom_lint.formats.plain import read_plain

    read_plain(source, outline)


def _markdown(source: Prose, outline: Outline) -> None:
    from kratom_lint.formats.markdown import read_markdown

    read_markdown(source, outline)


def _html(source: Prose, outline: Outline) -> None:
    from kratom_lint.formats.html import read_html

    read_html(source, outline)


FORMATS: dict[str, Reader] = {"text": _text, "markdown": _markdown, "html": _html}
"""Readers by the name of the format. They import what they need when they are called."""

SUFFIXES = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdown": "markdown",
    ".html": "html",
    ".htm": "html",
}


def format_of(path: str) -> str | None:
    """Return the name of the format that the suffix of `path` stands for, None if it is not a known one."""
    return SUFFIXES.get(PurePath(path).suffix.lower())


def read(source: str, format: str, path: str | None = None, product: str | None = None) -> Document:
    """Return `source` read as `format`, one of FORMATS. No text makes it fail; an unknown format raises SourceError.

    A byte order mark at the start is dropped. `path` and `product` are handed on to the document.
    """
    reader = FORMATS.get(format)
    if reader is None:
        raise SourceError(f'unknown format "{format}"; known are {", ".join(FORMATS)}')
    source = source.removeprefix("\ufeff")
    outline = Outline()
    reader(Prose.of(_UNREADABLE.sub("\ufffd", source)), outline)
    outline.flush()
    return Document(source, format, tuple(outline.blocks), tuple(outline.comments), path, product)
