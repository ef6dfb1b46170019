"""What .gitignore and .ignore files leave out: nested, with negation, up to the root of the repository."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

NAMES = (".gitignore", ".ignore")
"""The later one wins in its folder, as in ripgrep."""


class Ignores:
    """Decides what a walk of one folder leaves out.

    A folder inside a repository heeds the files of all folders up to the repository's own, unless these ignore the
    folder itself: it was asked for. What is in no repository heeds the files inside the folder alone.
    """

    def __init__(self, folder: str) -> None:
        self._specs: dict[Path, GitIgnoreSpec | None] = {}
        self._top = here = Path(os.path.abspath(folder))  # noqa: PTH100  # what links lead to is not what was named
        self._start = here
        root = next((each for each in (here, *here.parents) if (each / ".git").exists()), None)
        if root is not None:
            self._top = root
            below = here.relative_to(root).parts
            if any(self.covers(root.joinpath(*below[:depth]), True) for depth in range(1, len(below) + 1)):
                self._top = here

    def covers(self, path: Path, folder: bool) -> bool:
        """Say whether an absolute path is to be left out, provided that no folder above it is.

        The file that is closest decides, and in it the last pattern that means the path.
        """
        for above in self._above(path):
            spec = self._spec(above)
            if spec is not None:
                told = spec.check_file(path.relative_to(above).as_posix() + "/" * folder).include
                if told is not None:
                    return told
        return False

    def _above(self, path: Path) -> Iterator[Path]:
        for folder in path.parents:
            yield folder
            if folder == self._top:
                return

    def _spec(self, folder: Path) -> GitIgnoreSpec | None:
        if folder not in self._specs:
            lines = [line for name in NAMES for line in _lines(folder / name)]
            self._specs[folder] = _compiled(lines) if lines else None
        return self._specs[folder]


def _lines(path: Path) -> list[str]:
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:  # a file that cannot be read leaves nothing out
        return []
    return text.removeprefix("\ufeff").splitlines()


def _compiled(lines: list[str]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    try:
        return GitIgnoreSpec.from_lines(lines)
    except ValueError:  # one line is no pattern; the others are
        return GitIgnoreSpec.from_lines([line for line in lines if _is_pattern(line)])


def _is_pattern(line: str) -> bool:
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines([line])
    except ValueError:
        return False
    return True
