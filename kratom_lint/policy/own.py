"""The tool's own files, found from the current folder upwards; they speak about copy and are never checked as copy."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

WAIVERS = "kratom-lint-waivers.yaml"
BASELINE = "kratom-lint-baseline.json"
DECISIONS = "kratom-lint-decisions.json"
_AUDIT = (b'{\n  "audit_version":', b'{\r\n  "audit_version":')
"""What the manifest of an audit begins with."""


def is_own(path: str) -> bool:
    """Say whether `path` is a waiver file, a baseline or what reviewers decided, by its name, or part of an audit."""
    folder, _, name = path.rpartition("/")
    return name in (WAIVERS, BASELINE, DECISIONS) or (bool(folder) and _in_audit(folder))


@lru_cache(maxsize=4096)
def _in_audit(folder: str) -> bool:
    above = folder.rpartition("/")[0]
    if above and _in_audit(above):
        return True
    try:
        with Path(folder, "manifest.json").open("rb") as file:
            return file.read(24).startswith(_AUDIT)
    except OSError:
        return False


def nearest(name: str) -> Path | None:
    """Return the file of that name in the current folder or the closest above it, inside one git work tree."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if os.path.lexists(folder / name):
            return folder / name
        if os.path.lexists(folder / ".git"):
            return None
    return None


def shown(path: Path) -> str:
    """Return what messages call a file: its path from the current folder."""
    return os.path.relpath(path).replace(os.sep, "/")


def absolute(path: str) -> Path:
    """Return the absolute path; links stay as they are, since the files of a folder are told by their names."""
    return Path(os.path.normpath(Path.cwd() / path))


def inside(path: str, folder: Path) -> str:
    """Return a path, given from the current folder, as it is written in a file that lies in `folder`."""
    return os.path.relpath(Path.cwd() / path, folder).replace(os.sep, "/")
