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
from kratom_lint.formats.selection import Selection

Reader = Callable[[Prose, Outline], None]

_UNREADABLE = re.compile("[\\0\ud800-\udfff]")


FORMATS: dict[str, str] = {
    "text": "kratom_lint.formats.plain:read_plain",
    "markdown": "kratom_lint.formats.markdown:read_markdown",
    "html": "kratom_lint.formats.html:read_html",
    "json": "kratom_lint.formats.json:read_json",
    "ndjson": "kratom_lint.formats.json:read_ndjson",
    "toml": "kratom_lint.formats.toml:read_toml",
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
    ".json": "json",
    ".jsonc": "json",
    ".json5": "json",
    ".jsonld": "json",
    ".webmanifest": "json",
    ".ndjson": "ndjson",
    ".jsonl": "ndjson",
    ".toml": "toml",
}


def format_of(path: str) -> str | None:
    """Return the name of the format that the suffix of `path` stands for, None if it is not a known one."""
    return SUFFIXES.get(PurePath(path).suffix.lower())


def read(
    source: str,
    format: str,
    path: str | None = None,
    product: str | None = None,
    selection: Selection | None = None,
) -> Document:
    """Return `source` read as `format`, one of FORMATS. No text makes it fail; an unknown format raises SourceError.

    A byte order mark at the start is dropped. `path` and `product` are handed on to the document; `selection` says
    what of structured data is copy.
    """
    if format not in FORMATS:
        raise SourceError(f'unknown format "{format}"; known are {", ".join(FORMATS)}')
    source = source.removeprefix("\ufeff")
    outline = Outline(selection)
    reader_of(format)(Prose.of(_UNREADABLE.sub("\ufffd", source)), outline)
    outline.flush()
    comments = sorted(outline.comments, key=lambda comment: comment.span)  # formats inside formats find them in turn
    return Document(
        source,
        format,
        tuple(outline.blocks),
        tuple(comments),
        path,
        product,
        tuple(outline.unread_parts),
        tuple(sorted(outline.foreign.items())),
    )


@cache
def reader_of(format: str) -> Reader:
    """Return the function that reads `format`, one of FORMATS."""
    module, _, function = FORMATS[format].partition(":")
    reader: Reader = getattr(import_module(module), function)
    return reader
