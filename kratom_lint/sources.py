"""Turn path arguments into texts, or say why one could not be read. An argument is never guessed to be a text."""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from kratom_lint.model import Incomplete

STDIN = "-"
SKIPPED = frozenset({"node_modules", "dist", "build", "__pycache__", "venv"})
"""Folders a walk never enters, nor any whose name starts with a dot; naming one as an argument does."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark begins the same way
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def find(
    arguments: Iterable[str], wanted: Callable[[str], bool], excluded: Callable[[str], bool] = lambda path: False
) -> tuple[list[str], list[Incomplete]]:
    """Return the paths to read, each once and in order, and what is missing.

    A folder stands for the files in it that are `wanted`; one that is `excluded` is not entered, though it is still an
    argument the user gave. A named file is always read, and `-` stays as it is. Paths are as the user wrote them, with
    forward slashes, without a leading "./", and relative when they lie in the current folder.
    """
    found: dict[str, str] = {}
    incomplete: list[Incomplete] = []
    for argument in arguments:
        path = STDIN if argument == STDIN else as_shown(argument)
        if path == STDIN or _is_there(argument):
            inside = list(_walk(path, wanted, excluded, incomplete)) if _is_folder(argument) else [path]
        else:
            incomplete.append(Incomplete(argument, "missing", "no such file or folder; check the path"))
            continue
        if not inside and not any(entry.path.startswith(path) for entry in incomplete):
            incomplete.append(Incomplete(path, "no-files", _NO_FILES))
        for each in inside:
            key = each if each == STDIN else os.path.normpath(Path(each).absolute())
            found.setdefault(key, each)
    return sorted(found.values()), incomplete


_NO_FILES = "no file in it is to be checked; give the format of its files under `formats`, or mend `exclude`"


def as_shown(path: str) -> str:
    """Return a path with forward slashes, relative to the current folder if it lies in there."""
    given = Path(path)
    here = Path.cwd()
    return (given.relative_to(here) if given.is_absolute() and given.is_relative_to(here) else given).as_posix()


def _is_there(argument: str) -> bool:
    """Say whether reading `argument` makes sense; what cannot be looked at is left for the reading to explain."""
    try:
        os.lstat(argument)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


def _is_folder(argument: str) -> bool:
    try:
        return argument != STDIN and Path(argument).is_dir()
    except OSError:
        return False


def _walk(
    folder: str, wanted: Callable[[str], bool], excluded: Callable[[str], bool], incomplete: list[Incomplete]
) -> Iterator[str]:
    def unreadable(error: OSError) -> None:
        incomplete.append(_unreadable(Path(error.filename).as_posix(), error))

    for here, folders, names in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and name not in SKIPPED and not excluded(Path(here, name).as_posix())
        )
        for name in names:
            path = Path(here, name)
            if not name.startswith(".") and wanted(path.as_posix()) and not _is_special(path):
                yield path.as_posix()


def _is_special(path: Path) -> bool:
    """Say whether `path` is a pipe, socket or device, reading which could wait for ever; a dangling link is none."""
    try:
        return path.exists() and not path.is_file()
    except OSError:  # reading it will tell why
        return False


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
        return _unreadable(name or path, error)


def decode(data: bytes, name: str) -> str | Incomplete:
    """Return the text that `data` spells, or why it spells none; offsets in the reason count bytes from 0."""
    bom, encoding = next(((bom, name) for bom, name in _BOMS if data.startswith(bom)), (b"", "utf-8"))
    if encoding == "utf-8" and (nul := data.find(0)) >= 0:
        detail = f"byte {nul} is NUL, so this is no text file; export its text, or leave it out with --exclude"
        return Incomplete(name, "binary", detail)
    try:
        return data[len(bom) :].decode(encoding)
    except UnicodeDecodeError as error:
        at = len(bom) + error.start
        line = data.count(b"\n", 0, at) + 1
        detail = f"byte {at} (0x{data[at]:02x}, line {line}) is not valid {encoding.upper()}; save the file as UTF-8"
        return Incomplete(name, "undecodable", detail)


def _unreadable(path: str, error: OSError) -> Incomplete:
    if isinstance(error, FileNotFoundError):
        return Incomplete(path, "missing", "it points to a file that does not exist; restore it or remove the link")
    reason = (error.strerror or type(error).__name__).lower()
    return Incomplete(path, "unreadable", f"{reason}; make it readable, or leave it out with --exclude")
