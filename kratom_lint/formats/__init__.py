"""Source formats: each reads one kind of text into a document of blocks."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import PurePath

from kratom_lint.errors import SourceError
from kratom_lint.formats.document import Document
from kratom_lint.formats.outline import Outline
from kratom_lint.formats.prose import Prose

Reader = Callable[[Prose, Outline], None]

_UNREADABLE = re.compile("[\\0\ud800-\udfff]")


FORMATS: dict[str, str] = {
    "text": "kratom_lint.formats.plain:read_plain",
    "markdown": "kratom_lint.formats.markdown:read_markdown",
    "html": "kratom_lint.formats.html:read_html",
}
"""By the name of a format the module and function that read it; imported when they are needed."""

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
    if format not in FORMATS:
        raise SourceError(f'unknown format "{format}"; known are {", ".join(FORMATS)}')
    source = source.removeprefix("\ufeff")
    outline = Outline()
    _reader(format)(Prose.of(_UNREADABLE.sub("\ufffd", source)), outline)
    outline.flush()
    comments = sorted(outline.comments, key=lambda comment: comment.span)  # formats inside formats find them in turn
    return Document(source, format, tuple(outline.blocks), tuple(comments), path, product, tuple(outline.unread_parts))


@cache
def _reader(format: str) -> Reader:
    module, _, function = FORMATS[format].partition(":")
    reader: Reader = getattr(import_module(module), function)
    return reader
