"""Write into a waiver file and leave all else in it, comments too, as its people wrote it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from kratom_lint.errors import ConfigError
from kratom_lint.model import Incomplete
from kratom_lint.policy import own
from kratom_lint.policy.waivers import KEYS, REQUIRED, Waivers, parse
from kratom_lint.rulebook import located
from kratom_lint.rulebook.located import Faults, Located
from kratom_lint.sources import read as read_text
from kratom_lint.values import replace

_PLAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 ,./()'_-]*[A-Za-z0-9.)])?")
_EMPTY = re.compile(r"^waivers:[ \t]*(?:\[\s*\])?[ \t]*$", re.MULTILINE)


def extended(path: Path, *added: Mapping[str, str]) -> str:
    """Return the text of the waiver file with more waivers; raise ConfigError if that makes it unusable.

    There need be no file yet. A waiver is texts by key, which are written in the order of KEYS.
    """
    shown = own.shown(path)
    source = "" if not path.exists() else read_text(str(path), shown)
    if isinstance(source, Incomplete):
        raise ConfigError(f"{shown}: {source.detail}")
    for values in added:
        source = _with_one_more(source, shown, path.parent, values)
    return source


def _with_one_more(source: str, shown: str, folder: Path, values: Mapping[str, str]) -> str:
    before = parse(source, shown, folder) if source.strip() else Waivers(folder, shown, "", ())
    indent = " " * 2
    if before.entries:
        last = _items(before)[-1]
        indent = " " * (last.column - 3)
    else:
        source = _EMPTY.sub("waivers:", source) or "waivers:\n"
    lines = [f"{key}: {_scalar(values[key])}" for key in KEYS if key in values]
    end = "" if source.endswith("\n") else "\n"
    text = source + end + indent + "- " + f"\n{indent}  ".join(lines) + "\n"
    after = parse(text, shown, folder)
    if len(after.entries) != len(before.entries) + 1:
        raise _by_hand(shown)
    return text


def blank(path: Path, values: Mapping[str, str]) -> tuple[str, str] | None:
    """Return what the waiver file holds and what to add at its end for a waiver that has yet to be signed.

    The entry has every required key, those that are not among `values` without a value, so that nothing is checked
    until they are filled in. None for a file that is broken, or written in a form that cannot be added to.
    """
    shown = own.shown(path)
    source = "" if not path.exists() else read_text(str(path), shown)
    if isinstance(source, Incomplete):
        return None
    indent = 2
    if source.strip():
        try:
            items = _items(parse(source, shown, path.parent))
        except ConfigError:
            return None
        if not items or not source.splitlines()[items[-1].line - 1].lstrip().startswith("- "):
            return None
        indent = items[-1].column - 3
    keys = [key for key in KEYS if key in values or key in REQUIRED]
    lines = [f"{key}: {_scalar(values[key])}" if key in values else f"{key}:" for key in keys]
    head = "" if source.strip() else "waivers:\n"
    end = "" if not source or source.endswith("\n") else "\n"
    return source, end + head + " " * indent + "- " + f"\n{' ' * indent}  ".join(lines) + "\n"


def renewed(waivers: Waivers, index: int, values: Mapping[str, str]) -> str:
    """Return the text of the waiver file with new values of one waiver; raise ConfigError where that cannot be done."""
    item = _items(waivers)[index]
    lines = waivers.source.splitlines(keepends=True)
    for key in sorted(values, key=KEYS.index):
        written = f"{key}: {_scalar(values[key])}"
        if key in item.keys:
            at = item.keys[key]
            line = lines[at.line - 1]
            end = line[len(line.rstrip("\r\n")) :]
            lines[at.line - 1] = line[: at.column - 1] + written + end
        else:
            after = item.keys["expires"].line - 1
            lines[after] += " " * (item.column - 1) + written + "\n"
    text = "".join(lines)
    expected = replace(waivers.entries[index].waiver, **values)
    try:
        found = [entry.waiver for entry in parse(text, waivers.shown, waivers.folder).entries]
    except ConfigError:
        if expected.expires <= expected.approved_on:
            raise
        raise _by_hand(waivers.shown) from None
    if found != [entry.waiver if at != index else expected for at, entry in enumerate(waivers.entries)]:
        raise _by_hand(waivers.shown)
    return text


def _items(waivers: Waivers) -> list[Located]:
    root = located.read(waivers.source, waivers.shown, Faults())
    return list(root.value["waivers"]) if root and isinstance(root.value, dict) else []


def _scalar(text: str) -> str:
    """Return a text as YAML on one line: as it is where that is plain, else as a JSON string, which YAML reads too."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _by_hand(shown: str) -> ConfigError:
    return ConfigError(f"{shown}: it is written in a form that cannot be changed here; edit it by hand")
