"""Turn paths into texts, or say why one could not be read."""

from __future__ import annotations

import codecs
import sys
from pathlib import Path

from kratom_lint.model import Incomplete

STDIN = "-"

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark begins the same way
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def as_shown(path: str) -> str:
    """Return a path with forward slashes, relative to the current folder if it lies in there."""
    given = Path(path)
    here = Path.cwd()
    return (given.relative_to(here) if given.is_absolute() and given.is_relative_to(here) else given).as_posix()


def read(path: str, name: str | None = None) -> str | Incomplete:
    """Return the text at `path` ("-" is standard input), or why there is none.

    UTF-8 is read, and UTF-16 and UTF-32 that begin with a BOM. The BOM is left out; line endings stay as they are.
    `name` is what reports call the source, if not `path`.
    """
    data = read_bytes(path, name)
    return data if isinstance(data, Incomplete) else decode(data, name or path)


def read_bytes(path: str, name: str | None = None) -> bytes | Incomplete:
    """Return the bytes at `path` ("-" is standard input), or why there are none; `name` as for `read`."""
    try:
        return sys.stdin.buffer.read() if path == STDIN else Path(path).read_bytes()
    except OSError as error:
        return unreadable(name or path, error)


def decode(data: bytes, name: str) -> str | Incomplete:
    """Return the text that `data` spells, or why it spells none; offsets in the reason count bytes from 0."""
    bom, encoding = encoding_of(data)
    if encoding == "utf-8" and (nul := data.find(0)) >= 0:
        detail = f"byte {nul} is NUL, so this is no text file; export its text, or leave it out with --exclude"
        return Incomplete(name, "binary", detail)
    try:
        return data[len(bom) :].decode(encoding)
    except UnicodeDecodeError as error:
        at = len(bom) + error.start
        line = data.count(b"\n", 0, at) + 1
        detail = f"byte {at} (0x{data[at]:02x}, line {line}) is not valid {encoding.upper()}; save the file as UTF-8"
        if name.lower().endswith((".csv", ".tsv")):
            detail += ", in Excel as CSV UTF-8"  # what else it writes is in whatever encoding the machine has
        return Incomplete(name, "undecodable", detail)


def encoding_of(data: bytes) -> tuple[bytes, str]:
    """Return the byte order mark that `data` begins with, maybe none, and the encoding it stands for, else UTF-8."""
    return next(((bom, name) for bom, name in _BOMS if data.startswith(bom)), (b"", "utf-8"))


def unreadable(path: str, error: OSError) -> Incomplete:
    """Return why the file or folder at `path` cannot be read."""
    if isinstance(error, FileNotFoundError):
        return Incomplete(path, "missing", "it points to a file that does not exist; restore it or remove the link")
    reason = (error.strerror or type(error).__name__).lower()
    return Incomplete(path, "unreadable", f"{reason}; make it readable, or leave it out with --exclude")
