"""What a client calls a document, and what the command line would call it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from pygls.uris import from_fs_path, to_fs_path

from kratom_lint.sources import as_shown
from kratom_lint.values import value

_FORMATS = {
    "plaintext": "text",
    "text": "text",
    "markdown": "markdown",
    "html": "html",
    "php": "php",
    "javascript": "javascript",
    "javascriptreact": "javascript",
    "typescript": "typescript",
    "typescriptreact": "tsx",
    "mdx": "mdx",
    "vue": "vue",
    "svelte": "svelte",
    "json": "json",
    "jsonc": "json",
    "yaml": "yaml",
    "toml": "toml",
    "csv": "csv",
    "tsv": "tsv",
    "restructuredtext": "rst",
    "asciidoc": "asciidoc",
}
"""By the language a client gives a document without a file, the format to read it as."""


@value
class Name:
    """A document: its path as reports show it, None without a file; then its format, None when its text must tell."""

    path: str | None
    format: str | None = None


def name_of(uri: str, language: str) -> Name | None:
    """Return what a document is, None for one that is neither a file nor a draft not yet saved.

    Other schemes show old versions, search results, output: nothing that anybody writes.
    """
    try:
        parts = urlsplit(uri)
    except ValueError:
        return None
    if parts.scheme == "untitled" or (parts.scheme == "file" and not parts.path.strip("/")):
        return Name(None, _FORMATS.get(language))
    path = path_of(uri)
    return Name(path) if path else None


def path_of(uri: str) -> str | None:
    """Return the path of a file as reports show it, None if `uri` means none."""
    try:
        path = to_fs_path(uri) if urlsplit(uri).scheme == "file" else None
    except ValueError:
        return None
    return as_shown(path) if path and "\0" not in path else None


def uri_of(path: str | Path) -> str:
    """Return the URI of a file."""
    return from_fs_path(str(Path(path).absolute())) or ""
