"""Compiled rule books kept on disk as plain data, so that a start needs neither YAML nor compiling.

An entry is named by everything that went into it. One that is missing, damaged, foreign or cannot be written only means
that the book is compiled again; the cache never changes what is found.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import marshal
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kratom_lint import __version__
from kratom_lint.model import Authority, Pack, Severity
from kratom_lint.rulebook.book import Cue, Example, Remedy, Rule, Rulebook
from kratom_lint.rulebook.matcher import Matcher
from kratom_lint.text.disguise import Viewer

_DIGEST = hashlib.sha256().digest_size
_MARSHAL = 4
"""The newest format that every Python from 3.11 on reads."""


def key_of(signatures: Sequence[str]) -> str:
    """Return the name of the entry for rule files with these hashes, under this version of tool and Python."""
    parts = (__version__, sys.implementation.cache_tag or "", *_code(), *signatures)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _code() -> list[str]:
    """Return the state of the code that compiles books: in a checkout it changes without a change of version."""
    package = Path(__file__).parent
    places = [entry for part in (package, package.parent / "text") for entry in os.scandir(part)]
    states = {entry.path: entry.stat() for entry in places if entry.name.endswith(".py")}
    return [f"{state.st_mtime_ns} {state.st_size}" for _, state in sorted(states.items())]


def folder() -> Path:
    """Return the cache folder: $KRATOM_LINT_CACHE_DIR, or the user's cache folder of this system."""
    chosen = os.environ.get("KRATOM_LINT_CACHE_DIR")
    if chosen:
        return Path(chosen)
    base = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "kratom-lint"


def fetch(key: str) -> Rulebook | None:
    """Return the book kept under `key`, None when there is none that is whole."""
    try:
        raw = (folder() / f"{key}.book").read_bytes()
    except (OSError, RuntimeError):
        return None
    digest, data = raw[:_DIGEST], raw[_DIGEST:]
    # Unmarshalling damaged data may crash the interpreter, so it has to be proved whole first.
    if hashlib.sha256(key.encode() + data).digest() != digest:
        return None
    return loads(data)


def keep(key: str, book: Rulebook) -> None:
    """Write the book under `key`: aside first and then renamed, so that no reader ever sees a part of it."""
    data = dumps(book)
    with contextlib.suppress(OSError, RuntimeError):
        place = folder()
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, aside = tempfile.mkstemp(dir=place, suffix=".new")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(key.encode() + data).digest() + data)
            Path(aside).replace(place / f"{key}.book")
        except OSError:
            Path(aside).unlink(missing_ok=True)


def dumps(book: Rulebook) -> bytes:
    """Return a book as bytes, which `loads` of the same version of the tool reads, on any Python from 3.11 on."""
    return marshal.dumps(_to_plain(book), _MARSHAL)


def loads(data: bytes) -> Rulebook:
    """Return the book that `dumps` wrote. Bytes from anywhere else may crash the interpreter."""
    # A book is some hundred thousand tuples that live as long as the run: no use to look for garbage among them.
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
        viewer=Viewer(matcher.vocabulary, data["spellings"]),
        matcher=matcher,
        cue_matcher=cue_matcher,
        name_matcher=name_matcher,
    )


def _rule_to_plain(rule: Rule) -> dict[str, Any]:
    plain = {name: getattr(rule, name) for name in Rule.__slots__}
    plain["severity"] = rule.severity.value
    for name in ("suggest", "examples_flag", "examples_pass"):
        plain[name] = [_fields(value) for value in plain[name]]
    return plain | {"context": dict(rule.context), "require": dict(rule.require)}


def _rule_from_plain(plain: dict[str, Any]) -> Rule:
    plain["severity"] = Severity(plain["severity"])
    plain["suggest"] = tuple(Remedy(*fields) for fields in plain["suggest"])
    for name in ("examples_flag", "examples_pass"):
        plain[name] = tuple(Example(*fields) for fields in plain[name])
    return Rule(**plain)


def _fields(value: Pack | Authority | Cue | Remedy | Example) -> tuple[Any, ...]:
    return tuple(getattr(value, name) for name in type(value).__slots__)
