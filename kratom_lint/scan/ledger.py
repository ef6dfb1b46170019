"""The record of a scan in its folder: how it is done, and of which files; by it a scan goes on after it was killed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kratom_lint.errors import KratomLintError
from kratom_lint.output import write_file
from kratom_lint.scan.planning import File
from kratom_lint.scan.units import Unit

NAME = "scan.json"
_SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class Ledger:
    """How a scan is done (option by option, version and packs included), of which files, and their units."""

    options: Mapping[str, Any]
    files: tuple[File, ...] = ()
    units: tuple[Unit, ...] = ()

    def write(self, folder: Path) -> None:
        """Write it into the folder of the scan; raise KratomLintError if that cannot be done."""
        content = {
            "schema_version": _SCHEMA_VERSION,
            "options": self.options,
            "files": [asdict(file) for file in self.files],
            "units": [asdict(unit) for unit in self.units],
        }
        write_file(folder / NAME, json.dumps(content, indent=1) + "\n")

    def new(self, options: Mapping[str, Any], files: Iterable[File]) -> list[File]:
        """Return the files that are new to the scan; raise KratomLintError if it was begun otherwise or one changed."""
        if differing := _differences(self.options, options):
            raise KratomLintError(
                f"the scan was begun otherwise: {'; '.join(differing)}; repeat its options, or scan to another folder"
            )
        known = {file.source: file for file in self.files}
        found = []
        for file in files:
            if file.source not in known:
                found.append(file)
            elif file != known[file.source]:
                raise KratomLintError(f"{file.source}: it has changed since the scan was begun; scan to another folder")
        return found


def load(folder: Path) -> Ledger | None:
    """Return the record in a folder, None if the folder is empty or not there; raise KratomLintError for any other."""
    path = folder / NAME
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["schema_version"] != _SCHEMA_VERSION:
            raise ValueError
        files = tuple(File(**file) for file in content["files"])
        units = tuple(Unit(**unit) for unit in content["units"])
        return Ledger(dict(content["options"]), files, units)
    except (FileNotFoundError, NotADirectoryError):
        if folder.is_dir() and not any(folder.iterdir()):
            return None
        if folder.exists():
            raise KratomLintError(f"{folder}: it is there, and is no scan; choose another place for --output") from None
        return None
    except (OSError, ValueError, KeyError, TypeError):
        raise KratomLintError(f"{path}: it is no record of a scan of this version; scan to another folder") from None


def _differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    names = sorted(name for name in {*old, *new} if old.get(name) != new.get(name))
    return [f"{name} was {_shown(old.get(name))} and is {_shown(new.get(name))}" for name in names]


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_shown, value)) or "none"
    if isinstance(value, Mapping):
        return ", ".join(f"{key}={_shown(each)}" for key, each in value.items()) or "none"
    return "none" if value is None else str(value)
