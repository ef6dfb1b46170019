"""Source formats: each reads one kind of text into a document of blocks."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from functools import cache, lru_cache
from importlib import import_module
from pathlib import PurePath
from typing import Any

from kratom_lint.errors import SourceError
from kratom_lint.formats.document import Document
from kratom_lint.formats.outline import Outline
from kratom_lint.formats.prose import Prose
from kratom_lint.formats.selection import Selection

Reader = Callable[[Prose, Outline], None]
BytesReader = Callable[[bytes, Outline], str]
"""Reads a file that is no text, and returns its visible text, over which the blocks stand."""

_UNREADABLE = re.compile("[\\0\ud800-\udfff\ufdd0-\ufdd3]")
"""No text, halves of characters, and the marks of branches."""


FORMATS: dict[str, str] = {
    "text": "kratom_lint.formats.plain:read_plain",
    "markdown": "kratom_lint.formats.markdown:read_markdown",
    "html": "kratom_lint.formats.html:read_html",
    "php": "kratom_lint.formats.html:read_html",
    "javascript": "kratom_lint.formats.script:read_javascript",
    "typescript": "kratom_lint.formats.script:read_typescript",
    "tsx": "kratom_lint.formats.script:read_tsx",
    "mdx": "kratom_lint.formats.mdx:read_mdx",
    "vue": "kratom_lint.formats.singlefile:read_vue",
    "svelte": "kratom_lint.formats.singlefile:read_svelte",
    "json": "kratom_lint.formats.json:read_json",
    "ndjson": "kratom_lint.formats.json:read_ndjson",
    "yaml": "kratom_lint.formats.yaml:read_yaml",
    "toml": "kratom_lint.formats.toml:read_toml",
    "csv": "kratom_lint.formats.csv:read_csv",
    "tsv": "kratom_lint.formats.csv:read_tsv",
    "properties": "kratom_lint.formats.properties:read_properties",
    "po": "kratom_lint.formats.gettext:read_po",
    "arb": "kratom_lint.formats.json:read_arb",
    "android": "kratom_lint.formats.android:read_resources",
    "strings": "kratom_lint.formats.apple:read_strings",
    "plist": "kratom_lint.formats.apple:read_plist",
    "xcstrings": "kratom_lint.formats.apple:read_catalogue",
    "json-template": "kratom_lint.formats.json:read_json",
    "yaml-template": "kratom_lint.formats.yaml:read_yaml",
    "toml-template": "kratom_lint.formats.toml:read_toml",
    "csv-template": "kratom_lint.formats.csv:read_csv",
    "rst": "kratom_lint.formats.rst:read_rst",
    "asciidoc": "kratom_lint.formats.asciidoc:read_asciidoc",
    "captions": "kratom_lint.formats.captions:read_captions",
    "eml": "kratom_lint.formats.eml:read_eml",
    "docx": "kratom_lint.formats.docx:read_docx",
    "pptx": "kratom_lint.formats.pptx:read_pptx",
    "xlsx": "kratom_lint.formats.xlsx:read_xlsx",
    "odf": "kratom_lint.formats.odf:read_odf",
    "pdf": "kratom_lint.formats.pdf:read_pdf",
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
    ".mdx": "mdx",
    ".vue": "vue",
    ".svelte": "svelte",
    ".jsx": "javascript",
    ".tsx": "tsx",
    ".js": "javascript",
    ".mjs": "javascript",
    ".cjs": "javascript",
    ".ts": "typescript",
    ".mts": "typescript",
    ".cts": "typescript",
    ".php": "php",
    ".phtml": "php",
    ".json": "json",
    ".jsonc": "json",
    ".json5": "json",
    ".jsonld": "json",
    ".webmanifest": "json",
    ".ndjson": "ndjson",
    ".jsonl": "ndjson",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".toml": "toml",
    ".properties": "properties",
    ".po": "po",
    ".pot": "po",
    ".arb": "arb",
    ".strings": "strings",
    ".stringsdict": "plist",
    ".plist": "plist",
    ".xcstrings": "xcstrings",
    ".csv": "csv",
    ".tsv": "tsv",
    ".rst": "rst",
    ".rest": "rst",
    ".adoc": "asciidoc",
    ".asciidoc": "asciidoc",
    ".asc": "asciidoc",
    ".srt": "captions",
    ".vtt": "captions",
    ".sbv": "captions",
    ".eml": "eml",
    ".docx": "docx",
    ".docm": "docx",
    ".dotx": "docx",
    ".pptx": "pptx",
    ".pptm": "pptx",
    ".ppsx": "pptx",
    ".potx": "pptx",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".xltx": "xlsx",
    ".pdf": "pdf",
    ".odt": "odf",
    ".ott": "odf",
    ".odp": "odf",
    ".ods": "odf",
}

DATA = frozenset(
    """android arb csv json ndjson plist po properties strings toml tsv xcstrings yaml""".split()  # noqa: SIM905
)
"""The formats of structured data, of which a shop may have a file for each language."""

BINARY = frozenset({"eml", "docx", "pptx", "xlsx", "odf", "pdf"})
"""The formats that are read from bytes. Their documents have the text that was extracted for a source."""

NAMED_ONLY = frozenset({".js", ".mjs", ".cjs", ".ts", ".mts", ".cts"})
"""Suffixes of files that are mostly code: read when named or mapped to a format, not where a folder is walked."""

TEMPLATES = frozenset(
    """.liquid .j2 .jinja .jinja2 .njk .nunjucks .twig .hbs .handlebars .mustache .erb .ejs .tmpl .tpl .gotmpl
    .gohtml""".split()  # noqa: SIM905
)
"""Suffixes of templates. The one before, as in `page.md.j2`, says what a template makes; without it, HTML."""

TAGGED = {
    "text": True,
    "markdown": True,
    "html": False,
    "php": False,
    "json-template": True,
    "yaml-template": True,
    "toml-template": True,
    "csv-template": True,
}
"""Formats whose texts may be templates, and whether these are read by lines."""

_TEMPLATES = "kratom_lint.formats.templates:read_template"
_TAGS = re.compile(r"\{[{%#!]|<[%?]")
_NO_COPY = frozenset({".css", ".scss", ".sass", ".less", ".js", ".ts", ".conf", ".sh", ".sql", ".ini", ".env", ".cfg"})


@lru_cache(maxsize=64)  # a walk asks several times of each file, and hundreds of files
def format_of(path: str) -> str | None:
    """Return the name of the format that the suffix of `path` stands for, None if it is not a known one."""
    folder, name = os.path.split(path.lower())
    stem, suffix = os.path.splitext(name)  # noqa: PTH122
    if suffix == ".xml" and PurePath(folder).name.split("-")[0] == "values":
        return "android"
    if suffix not in TEMPLATES:
        return SUFFIXES.get(suffix)
    inner = PurePath(stem).suffix
    if inner in _NO_COPY:
        return None
    made = SUFFIXES.get(inner, "html")
    return next((format for format in (made, f"{made}-template") if format in TAGGED), None)


def is_walked(path: str) -> bool:
    """Say whether a file is read where a folder is walked: its suffix is known, and not that of mere code."""
    return format_of(path) is not None and os.path.splitext(path.lower())[1] not in NAMED_ONLY  # noqa: PTH122


def read(
    source: str | bytes,
    format: str,
    path: str | None = None,
    product: str | None = None,
    selection: Selection | None = None,
) -> Document:
    """Return `source` read as `format`, one of FORMATS: bytes for one of BINARY, a text for any other.

    No text makes it fail. Bytes that are no file of the format raise SourceError, as does an unknown format. A byte
    order mark at the start is dropped. `path` and `product` are handed on to the document; `selection` says what of
    structured data is copy.
    """
    if format not in FORMATS:
        raise SourceError(f'unknown format "{format}"; known are {", ".join(FORMATS)}')
    outline = Outline(selection)
    if isinstance(source, bytes):
        if format not in BINARY:
            raise SourceError(f'the format "{format}" is read from a text; decode the bytes first')
        text = _bytes_reader(format)(source, outline)
    elif format in BINARY:
        raise SourceError(f'the format "{format}" is read from the bytes of a file; give its path')
    else:
        text = outline.source = outline.blocks.source = source.removeprefix("\ufeff")
        _read(Prose.of(_UNREADABLE.sub("\ufffd", text)), format, outline)
    outline.flush()
    comments = sorted(outline.comments, key=lambda comment: comment.span)  # formats inside formats find them in turn
    return Document(
        text,
        format,
        outline.blocks.packed(),
        tuple(comments),
        path,
        product,
        tuple(outline.unread_parts),
        tuple(sorted(outline.foreign.items())),
        outline.selection,
        tuple(sorted(outline.controls)),
        outline.ways,
    )


def _read(source: Prose, format: str, outline: Outline) -> None:
    """Read a text into the outline, with its tags opened first if it is a template."""
    reader = reader_of(format)
    if format not in TAGGED or not (format == "php" or _TAGS.search(source.text)):
        reader(source, outline)
        return
    _located(_TEMPLATES)(source, outline, reader, TAGGED[format], php=format == "php")


@cache
def reader_of(format: str) -> Reader:
    """Return the function that reads `format`, one of FORMATS but none of BINARY."""
    reader: Reader = _function(format)
    return reader


@cache
def _bytes_reader(format: str) -> BytesReader:
    reader: BytesReader = _function(format)
    return reader


def _function(format: str) -> Any:
    return _located(FORMATS[format])


def _located(place: str) -> Any:
    module, _, function = place.partition(":")
    return getattr(import_module(module), function)
