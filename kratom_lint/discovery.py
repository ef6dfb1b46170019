"""Which files the paths of a run stand for. No argument is guessed to be a text, and nothing is left out unsaid."""

from __future__ import annotations

import codecs
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from stat import S_ISREG

from kratom_lint.ignores import Ignores
from kratom_lint.model import Incomplete, Skipped
from kratom_lint.sources import STDIN, as_shown, unreadable
from kratom_lint.values import field, record, value

_NO_FILES = "no file in it is to be checked; give the format of its files under `formats`, or mend `exclude`"
_SAMPLE = 8192
"""So many bytes decide whether a file is a text."""


@record
class Found:
    """The paths to read in order, what could not be found or entered, and what was left out on purpose."""

    paths: list[str] = field(default_factory=list)
    incomplete: list[Incomplete] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


@value
class Choice:
    """What a walk takes up. `why_not` says why a file is left out, "" if it is not, None if any text will do.

    `excluded` says which folders are not entered; with `ignore`, what .gitignore and .ignore files name is left out.
    """

    why_not: Callable[[str], str | None] = lambda path: ""
    excluded: Callable[[str], bool] = lambda path: False
    ignore: bool = True


def find(arguments: Iterable[str], choice: Choice) -> Found:
    """Return what the arguments stand for, each path once.

    A folder stands for the files in it that are chosen. A file that is named is always read, and `-` stays as it is.
    Paths are as the user wrote them, with forward slashes, without a leading "./", and relative when they lie in the
    current folder.
    """
    found = Found()
    taken: dict[str, str] = {}
    for argument in arguments:
        path = STDIN if argument == STDIN else as_shown(argument)
        if path == STDIN or _is_there(argument):
            inside = list(_walk(path, choice, found)) if _is_folder(argument) else [path]
        else:
            found.incomplete.append(Incomplete(argument, "missing", "no such file or folder; check the path"))
            continue
        if not inside and not any(entry.path.startswith(path) for entry in found.incomplete):
            found.incomplete.append(Incomplete(path, "no-files", _NO_FILES))
        for each in inside:
            key = each if each == STDIN else os.path.normpath(Path(each).absolute())
            taken.setdefault(key, each)
    found.paths = sorted(taken.values())
    found.skipped = sorted({each for each in found.skipped if each.path not in found.paths})
    return found


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


def _walk(folder: str, choice: Choice, found: Found) -> Iterator[str]:
    def shut(error: OSError) -> None:
        found.incomplete.append(unreadable(Path(error.filename).as_posix(), error))

    ignores = Ignores(folder) if choice.ignore else None
    for here, folders, names in os.walk(folder, onerror=shut):
        inside = Path(os.path.normpath(Path(here).absolute()))
        entered = []
        for name in sorted(folders):
            path = Path(here, name)
            reason = _why_not_enter(path, choice, ignores, inside / name)
            if not reason:
                entered.append(name)
            elif not name.startswith("."):
                found.skipped.append(Skipped(path.as_posix(), reason))
        folders[:] = entered
        above = Path(here).as_posix()
        above = "" if above == "." else f"{above.removesuffix('/')}/"
        for name in names:
            if name.startswith("."):
                continue
            file = above + name
            if reason := _why_not_take(file, choice, ignores, inside / name):
                found.skipped.append(Skipped(file, reason))
            else:
                yield file


def _why_not_enter(path: Path, choice: Choice, ignores: Ignores | None, absolute: Path) -> str:
    from kratom_lint.names import FOLDERS

    if path.name.startswith(".") or path.name in FOLDERS:
        return "a folder that tools fill"
    if choice.excluded(path.as_posix()):
        return "excluded"
    if path.is_symlink():
        return "a link to a folder; name it to have it read"
    return "ignored; see .gitignore and .ignore" if ignores and ignores.covers(absolute, True) else ""


def judging(folder: str, choice: Choice) -> Callable[[str], str]:
    """Return what says of a file why a walk of `folder` would not come to it: ELSEWHERE outside, "" if it would."""
    ignores = Ignores(folder) if choice.ignore else None

    def why_not(path: str) -> str:
        names = Path(os.path.relpath(path, folder)).parts
        if names[0] == ".." or names[-1].startswith("."):
            return ELSEWHERE
        here = Path(folder)
        for name in names[:-1]:
            here /= name
            if reason := _why_not_enter(here, choice, ignores, Path(os.path.normpath(here.absolute()))):
                return reason
        here /= names[-1]
        return _why_not_take(here.as_posix(), choice, ignores, Path(os.path.normpath(here.absolute())))

    return why_not


ELSEWHERE = "not in the folder, or hidden"


def _why_not_take(path: str, choice: Choice, ignores: Ignores | None, absolute: Path) -> str:
    """Return why a file is left out; a pipe, socket or device, reading which could wait for ever, always is."""
    if ignores and ignores.covers(absolute, False):
        return "ignored; see .gitignore and .ignore"
    try:
        if not S_ISREG(os.stat(path).st_mode):  # noqa: PTH116 - for each file of a run
            return "no regular file"
    except (FileNotFoundError, NotADirectoryError):
        pass
    except OSError:  # reading it will tell why
        return ""
    reason = choice.why_not(path)
    return _why_no_text(path) if reason is None else reason


def _why_no_text(path: str) -> str:
    """Return why a file without a known suffix is no text."""
    try:
        with Path(path).open("rb") as file:
            sample = file.read(_SAMPLE)
    except OSError:  # reading it will tell why
        return ""
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ""
    if b"\0" in sample:
        return "no text"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return "no text, or not in UTF-8"
    return ""
