"""One configuration file, checked strictly: what it sets, and where each value stands."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable
from pathlib import Path

from kratom_lint import pyproject
from kratom_lint.errors import ConfigError
from kratom_lint.formats import FORMATS
from kratom_lint.model import Incomplete
from kratom_lint.rulebook import located
from kratom_lint.rulebook.located import Faults, Located, nearest
from kratom_lint.settings import FAIL_ON, LEVELS, LISTS, PRODUCTS, SINGLES, Layer, Placed, is_day, is_folder
from kratom_lint.sources import read as read_text
from kratom_lint.values import value

KEYS = (*SINGLES, *LISTS, "severity", "provided_by", "exclude", "formats", "overrides")
OVERRIDE_KEYS = ("paths", *SINGLES, *LISTS, "severity", "provided_by")
_TABLES = ("severity", "provided_by")
_KNOWN = {"product": PRODUCTS, "fail_on": FAIL_ON}


@value
class Override:
    """What holds for the files that `paths` (globs from the configuration's folder) mean."""

    paths: tuple[str, ...]
    layer: Layer


@value
class ConfigFile:
    """What one file sets. `folder` is what its globs are relative to, `shown` what messages call the file."""

    folder: Path
    shown: str
    layer: Layer
    overrides: tuple[Override, ...]
    exclude: tuple[str, ...]
    formats: tuple[tuple[Placed, Placed], ...]


def read(path: Path, shown: str) -> ConfigFile | None:
    """Return what the file sets; None for a TOML file without [tool.kratom-lint].

    Raise ConfigError that tells all its faults, a line each.
    """
    source = read_text(str(path), shown)
    if isinstance(source, Incomplete):
        raise ConfigError(f"{shown}: {source.detail}")
    faults = Faults()
    try:
        root = (pyproject if path.suffix == ".toml" else located).read(source, shown, faults)
    except RecursionError:
        raise ConfigError(f"{shown}:1:1: a value contains itself; write it out") from None
    config = _Reader(path.parent, faults).config(root, shown) if root else None
    if faults.lines:
        raise ConfigError("\n".join(sorted(faults.lines, key=_line_and_column(shown))))
    return config


@value
class _Reader:
    """Makes values of what is written, and notes each fault."""

    folder: Path
    faults: Faults

    def config(self, root: Located, shown: str) -> ConfigFile:
        table = self.table(root, KEYS)
        formats = self.levels(table["formats"], FORMATS, "format") if "formats" in table else {}
        return ConfigFile(
            self.folder,
            shown,
            self.layer(table, ""),
            tuple(self.override(item) for item in self.items(table.get("overrides"), "overrides")),
            self.texts(table.get("exclude"), "exclude"),
            tuple(formats.items()),
        )

    def override(self, item: Located) -> Override:
        table = self.table(item, OVERRIDE_KEYS)
        if "paths" not in table and isinstance(item.value, dict):
            self.faults.add(item, "the override says nothing of the files it is for; add `paths: [GLOB, ...]`")
        elif list(item.keys) == ["paths"]:
            self.faults.add(item, f"the override changes nothing; add one of {', '.join(OVERRIDE_KEYS[1:])}")
        return Override(self.texts(table.get("paths"), "paths"), self.layer(table, " (override)"))

    def table(self, place: Located, known: Collection[str]) -> dict[str, Located]:
        """Return the entries of a table whose keys are `known`."""
        if not isinstance(place.value, dict):
            self.faults.add(place, f"settings are needed here; write `key: value` with one of {', '.join(known)}")
            return {}
        for key, at in place.keys.items():
            if key not in known:
                self.faults.add(at, f"unknown key {key!r}; {nearest(key, list(known))}")
        return {key: each for key, each in place.value.items() if key in known}

    def layer(self, table: dict[str, Located], note: str) -> Layer:
        values = {key: self.single(table[key], key) for key in SINGLES if key in table}
        values |= {key: self.texts(table[key], key) for key in LISTS if key in table}
        if "packs" in values:
            values["packs"] = tuple(self.pack(name) for name in values["packs"])
        severity = self.levels(table["severity"], LEVELS, "level") if "severity" in table else {}
        places = {key: f"{_place(at)}{note}" for key, at in table.items() if key in values or key in _TABLES}
        provided_by = self.files(table["provided_by"]) if "provided_by" in table else {}
        values = {key: value for key, value in values.items() if value or key in LISTS}
        return Layer(values, severity, places, provided_by)

    def single(self, place: Located, key: str) -> tuple[Placed, ...]:
        text = place.value
        if not isinstance(text, str):
            self.faults.add(place, f"`{key}` takes one value; write it without a list")
        elif key == "as_of" and not is_day(text):
            self.faults.add(place, f"{text!r} is no day; write it as YYYY-MM-DD")
        elif key in _KNOWN and text not in _KNOWN[key]:
            self.faults.add(place, f"{text!r} is no {key}; {_advice(text, _KNOWN[key])}")
        else:
            return (Placed(text, _place(place)),)
        return ()

    def items(self, place: Located | None, key: str) -> Iterable[Located]:
        if place is None:
            return ()
        if not isinstance(place.value, list):
            self.faults.add(place, f"`{key}` takes a list; write each entry on its own line after `- `")
        return place

    def texts(self, place: Located | None, key: str) -> tuple[Placed, ...]:
        found = []
        for item in self.items(place, key):
            if not isinstance(item.value, str) or not item.value:
                self.faults.add(item, f"an entry of `{key}` is a text; write it in quotes")
            else:
                found.append(Placed(item.value, _place(item)))
        return tuple(found)

    def levels(self, place: Located, known: Collection[str], noun: str) -> dict[Placed, Placed]:
        """Return a table from names to values that are `known`."""
        found = {}
        if not isinstance(place.value, dict):
            self.faults.add(place, f"a {noun} for each name is needed here; write `name: {noun}`")
        for name, each in place.items():
            if each.text not in known:
                self.faults.add(each, f"{each.text!r} is no {noun}; {_advice(each.text, known)}")
            else:
                at = _place(place.keys[name])
                found[Placed(name, at)] = Placed(each.text, at)
        return found

    def files(self, place: Located) -> dict[Placed, Placed]:
        """Return a table from names to files that are there, each as a path that can be opened."""
        found = {}
        if not isinstance(place.value, dict):
            self.faults.add(place, "a file for each disclosure is needed here; write `rule: path`")
        for name, each in place.items():
            if not each.text or not (self.folder / each.text).is_file():
                self.faults.add(each, f"{each.text!r} is no file; give its path from the folder of this configuration")
            path = os.path.relpath(self.folder / each.text).replace(os.sep, "/")
            found[Placed(name, _place(place.keys[name]))] = Placed(path, _place(each))
        return found

    def pack(self, name: Placed) -> Placed:
        """Return a pack named by its folder, from the configuration's folder, as a path that can be opened."""
        if not is_folder(name):
            return name
        path = os.path.relpath(self.folder / name).replace(os.sep, "/")
        return Placed(path if is_folder(path) else f"./{path}", name.place)


def _line_and_column(shown: str) -> Callable[[str], tuple[int, ...]]:
    return lambda fault: tuple(map(int, fault.removeprefix(f"{shown}:").split(":")[:2]))


def _place(value: Located) -> str:
    return f"{value.path}:{value.line}:{value.column}"


def _advice(text: str, known: Collection[str]) -> str:
    """Return all that is known where that is little to read, and the nearest besides."""
    near = nearest(text, list(known))
    return near if near.startswith("known") else f"{near} (known: {', '.join(known)})"
