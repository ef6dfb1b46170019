"""Compiled rule books kept on disk as plain data, so that a start needs neither YAML nor compiling.

An entry is named by everything that went into it. One that is missing, damaged, foreign or cannot be written only means
that the book is compiled again; the cache never changes what is found.
"""

from __future__ import annotations

import contextlib
import gc
import marshal
import os
import sys
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any, overload
from zlib import crc32

from kratom_lint import __version__
from kratom_lint.digests import sha256
from kratom_lint.model import Authority, Pack, Severity
from kratom_lint.rulebook.book import Cue, Example, Remedy, Rule, Rulebook
from kratom_lint.rulebook.files import is_checkout, stamp
from kratom_lint.rulebook.matcher import Matcher
from kratom_lint.rulebook.rows import MARSHAL
from kratom_lint.text.disguise import Viewer
from kratom_lint.text.voice import Voice
from kratom_lint.values import names_of

_DAY = 86_400
_MONTH = 30 * _DAY

_SETTLED = 2.0
"""For so many seconds after a file has changed it may change again and look the same: clocks tick coarsely."""


def key_of(signatures: Sequence[str]) -> str:
    """Return the name of the entry for rule files with these hashes, under this version of tool and Python."""
    return _name([*_code(), *signatures])


def _code() -> list[str]:
    """Return the state of the code that compiles books: it changes without a change of version."""
    package = Path(__file__).parent
    places = [entry for part in (package, package.parent / "text") for entry in os.scandir(part)]
    state = stamp if is_checkout() else _installed
    return sorted(state(entry.path) for entry in places if entry.name.endswith(".py"))


def _installed(path: str) -> str:
    """Return the state of a file nobody edits: what a container image keeps of it, whose times are whole seconds."""
    status = os.stat(path)  # noqa: PTH116 - for each file of a run
    return f"{path} {int(status.st_mtime)} {status.st_size}"


@cache
def program() -> str:
    """Return what this program is: its version and its Python, and the state of its code where that may change."""
    code = Path(__file__).parents[1].rglob("*.py") if is_checkout() else ()
    return _name(sorted(stamp(str(path)) for path in code))


def _name(parts: Iterable[str]) -> str:
    """Return what names these parts under this version of tool and Python."""
    named = "\0".join((__version__, sys.implementation.cache_tag or "", *parts))
    return sha256(named.encode(errors="surrogateescape")).hexdigest()


def folder() -> str:
    """Return the cache folder: $KRATOM_LINT_CACHE_DIR, or the user's cache folder of this system."""
    chosen = os.environ.get("KRATOM_LINT_CACHE_DIR")
    if chosen:
        return chosen
    base = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME")
    return os.path.join(base or os.path.join(os.path.expanduser("~"), ".cache"), "kratom-lint")  # noqa: PTH111, PTH118


def fetch(key: str) -> Rulebook | None:
    """Return the book kept under `key`, None when there is none that is whole."""
    data = read(f"{key}.book", key)
    return loads(data) if data else None


def keep(key: str, book: Rulebook) -> None:
    """Keep a book under `key`."""
    write(f"{key}.book", key, dumps(book))


def recall(stamps: Sequence[str]) -> str | None:
    """Return the key of the book that was made of files with these stamps (see `files.stamps`), None if unknown."""
    name = key_of(stamps)
    data = read(f"{name}.key", name)
    return bytes(data).decode("ascii") if data else None


def remember(stamps: Sequence[str], taken: int, key: str) -> None:
    """Remember that the book of files with these stamps has `key`.

    `taken` is when the stamps were taken, in nanoseconds of the epoch; a file that had only just changed then may have
    changed again since, so nothing is remembered.
    """
    latest = max((int(time) for stamp in stamps for time in stamp.rsplit(" ", 3)[1:3]), default=0)
    if taken - latest > _SETTLED * 1e9:
        name = key_of(stamps)
        write(f"{name}.key", name, key.encode("ascii"))


def read(name: str, key: str) -> memoryview | None:
    """Return what was written under `name` for `key`; None unless that is whole."""
    try:
        with open(f"{folder()}/{name}", "rb") as file:  # noqa: PTH123 - for each file of a run
            raw = memoryview(file.read())
    except (OSError, RuntimeError):
        return None
    head = len(key) + 4
    return raw[head:] if raw[:head] == _head(key, raw[head:]) else None


def write(name: str, key: str, data: bytes) -> None:
    """Write an entry: aside first and then renamed, so that no reader ever sees a part of it."""
    path = f"{folder()}/{name}"
    aside = f"{path}.{os.getpid()}.new"
    with contextlib.suppress(OSError, RuntimeError):
        try:
            file = open(aside, "wb")  # noqa: PTH123, SIM115 - for each file of a run, and closed below
        except FileNotFoundError:
            Path(path).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            file = open(aside, "wb")  # noqa: PTH123, SIM115
        try:
            with file:
                file.write(_head(key, data) + data)
            os.replace(aside, path)  # noqa: PTH105
        except OSError:
            os.unlink(aside)  # noqa: PTH108
            raise


def tidy(now: float) -> None:
    """Remove what was written over a month before `now`, in seconds of the epoch; look for it once a day."""
    with contextlib.suppress(OSError, RuntimeError):
        place = Path(folder())
        mark = place / "tidied"
        if mark.exists() and now - mark.stat().st_mtime < _DAY:
            return
        mark.touch()
        for entry in place.rglob("*"):
            if entry.is_file() and now - entry.stat().st_mtime > _MONTH:
                entry.unlink(missing_ok=True)


def _head(key: str, data: bytes | memoryview) -> bytes:
    """Return what an entry begins with: its key, that no other is taken for it, and the checksum of the rest.

    Reading damaged data may crash the interpreter, so it has to be proved whole first.
    """
    return key.encode("ascii") + crc32(data).to_bytes(4, "big")


def dumps(book: Rulebook) -> bytes:
    """Return a book as bytes, which `loads` of the same version of the tool reads, on any Python from 3.11 on."""
    return marshal.dumps(_to_plain(book), MARSHAL)


def loads(data: bytes | memoryview) -> Rulebook:
    """Return the book that `dumps` wrote. Bytes from anywhere else may crash the interpreter."""
    # A book is some hundred thousand values that live as long as the run: no use to look for garbage among them.
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        return _from_plain(marshal.loads(data))
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()


def _to_plain(book: Rulebook) -> dict[str, Any]:
    return {
        "packs": [_fields(pack) for pack in book.packs],
        "rules": [_rule_to_plain(rule) for rule in book.rules],
        "authorities": [_fields(law) for law in book.authorities.values()],
        "cues": [_fields(cue) for cue in book.cues],
        "policies": {topic: dict(table) for topic, table in book.policies.items()},
        "clause_ends": sorted(book.clause_ends),
        "spellings": dict(book.viewer.spellings),
        "voice": (book.voice.lanes, book.voice.steps, book.voice.biases),
        "sober": book.sober,
        "indices": [matcher.index for matcher in (book.matcher, book.cue_matcher, book.name_matcher)],
    }


def _from_plain(data: dict[str, Any]) -> Rulebook:
    matcher, cue_matcher, name_matcher = map(Matcher, data["indices"])
    laws = [Authority(*law) for law in data["authorities"]]
    return Rulebook(
        packs=tuple(Pack(*pack) for pack in data["packs"]),
        rules=tuple(_rule_from_plain(rule) for rule in data["rules"]),
        authorities={law.id: law for law in laws},
        cues=tuple(Cue(*cue) for cue in data["cues"]),
        policies=data["policies"],
        clause_ends=frozenset(data["clause_ends"]),
        viewer=Viewer(lambda: matcher.vocabulary, data["spellings"]),
        voice=Voice(*data["voice"]),
        sober=data["sober"],
        matcher=matcher,
        cue_matcher=cue_matcher,
        name_matcher=name_matcher,
    )


def _rule_to_plain(rule: Rule) -> dict[str, Any]:
    plain = {name: getattr(rule, name) for name in names_of(Rule)}
    plain["severity"] = rule.severity.value
    plain["suggest"] = [_fields(remedy) for remedy in rule.suggest]
    for name in ("examples_flag", "examples_pass"):
        plain[name] = marshal.dumps([_fields(example) for example in plain[name]], MARSHAL)
    return plain | {"context": dict(rule.context), "require": dict(rule.require)}


def _rule_from_plain(plain: dict[str, Any]) -> Rule:
    plain["severity"] = Severity(plain["severity"])
    plain["suggest"] = tuple(Remedy(*each) for each in plain["suggest"])
    for name in ("examples_flag", "examples_pass"):
        plain[name] = _Examples(plain[name])
    return Rule(**plain)


class _Examples(Sequence[Example]):
    """The examples of a rule, made when they are asked for: there are thousands, and few runs need one."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    @cached_property
    def _all(self) -> tuple[Example, ...]:
        return tuple(Example(*each) for each in marshal.loads(self._data))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._all == tuple(other)

    __hash__ = None  # type: ignore[assignment]

    def __len__(self) -> int:
        return len(self._all)

    @overload
    def __getitem__(self, at: int) -> Example: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Example]: ...
    def __getitem__(self, at: int | slice) -> Example | Sequence[Example]:
        return self._all[at]


def _fields(value: Pack | Authority | Cue | Remedy | Example) -> tuple[Any, ...]:
    return tuple(getattr(value, name) for name in names_of(type(value)))
