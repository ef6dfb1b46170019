"""Read [tool.kratom-lint] of a TOML file into values that know where they stand, as those of a YAML file do."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from kratom_lint.rulebook.located import Faults, Located

_Key: TypeAlias = "tuple[str | int, ...]"
_Place: TypeAlias = "tuple[int, int]"

_ROOT: _Key = ("tool", "kratom-lint")
_NAME = re.compile(r"""(?:[\w-]+|"[^"]*"|'[^']*')""")
_NAMES = rf"({_NAME.pattern}(?:\s*\.\s*{_NAME.pattern})*)"
_HEADER = re.compile(rf"\s*(\[\[?)\s*{_NAMES}\s*\]")
_PAIR = re.compile(rf"\s*{_NAMES}\s*=")


def read(text: str, path: str, faults: Faults) -> Located | None:
    """Parse the table; None, without a fault, when the file has none, and with one when it is no TOML."""
    try:
        tool = tomllib.loads(text).get("tool")
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"^(.*) \(at line (\d+), column (\d+)\)$", str(error))
        what, at = (found[1], f"{found[2]}:{found[3]}") if found else (str(error), "1:1")
        faults.lines.append(f"{path}:{at}: not valid TOML: {what[:1].lower()}{what[1:]}; mend it")
        return None
    if not isinstance(tool, dict) or "kratom-lint" not in tool:
        return None
    return _located(tool["kratom-lint"], _ROOT, path, dict(_places(text)), (1, 1))


def _located(value: object, key: _Key, path: str, places: Mapping[_Key, _Place], outer: _Place) -> Located:
    """Return `value` with its place: that of its key, as TOML's parser keeps none, or else that of what holds it."""
    line, column = place = places.get(key, outer)
    if isinstance(value, dict):
        values = {name: _located(each, (*key, name), path, places, place) for name, each in value.items()}
        keys = {name: Located(name, path, each.line, each.column) for name, each in values.items()}
        return Located(values, path, line, column, keys)
    if isinstance(value, list):
        items = [_located(each, (*key, i), path, places, place) for i, each in enumerate(value)]
        return Located(items, path, line, column)
    return Located(str(value), path, line, column)


def _places(text: str) -> Iterator[tuple[_Key, _Place]]:
    """Yield each key that starts a line, from the root of the document, with its line and column."""
    table: _Key = ()
    counts: dict[_Key, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = _unquoted(header[2])
            if header[1] == "[[":
                counts[table] = counts.get(table, -1) + 1
                table = (*table, counts[table])
            yield table, (number, header.start(1) + 1)
        elif pair := _PAIR.match(line):
            yield (*table, *_unquoted(pair[1])), (number, pair.start(1) + 1)


def _unquoted(names: str) -> tuple[str, ...]:
    return tuple(name.strip("\"'") for name in _NAME.findall(names))
