"""The tool's own files, found from the current folder upwards; they speak about copy and are never checked as copy."""

from __future__ import annotations

import os
from pathlib import Path, PurePath

WAIVERS = "kratom-lint-waivers.yaml"
BASELINE = "kratom-lint-baseline.json"
DECISIONS = "kratom-lint-decisions.json"


def is_own(path: str) -> bool:
    """Say whether `path` is a waiver file, a baseline or what reviewers decided, by its name."""
    return PurePath(path).name in (WAIVERS, BASELINE, DECISIONS)


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
