"""Changed copy: which files to check, how they read now, and how they read before."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from kratom_lint import sources
from kratom_lint.discovery import ELSEWHERE, Choice, Found, judging
from kratom_lint.errors import SourceError
from kratom_lint.model import Incomplete, Skipped
from kratom_lint.values import field, value


@value
class Changes:
    """Changed files by path from the current folder, each with its former bytes (None: it is new).

    `staged` holds the bytes of those that are to be read from the index and not from the work tree. With `whole`, these
    are all the files there are, so that what they do not need is needed by none.
    """

    former: Mapping[str, bytes | None]
    staged: Mapping[str, bytes] = field(default_factory=dict)
    whole: bool = False

    def select(self, arguments: Sequence[str], choice: Choice) -> Found:
        """Return the changed files that the arguments (none: the current folder) mean.

        A folder stands for its changed files that a walk would take up; a named file that did not change is left out.
        """
        found = Found()
        taken: set[str] = set()
        for argument in map(sources.as_shown, arguments or ["."]):
            path = os.path.normpath(argument).replace(os.sep, "/")
            if path in self.former:
                taken.add(path)
            elif Path(argument).is_dir():
                judge = judging(path, choice)
                for each in self.former:
                    reason = judge(each)
                    if not reason:
                        taken.add(each)
                    elif reason != ELSEWHERE:
                        found.skipped.append(Skipped(each, reason))
            elif not os.path.lexists(argument):
                found.incomplete.append(Incomplete(argument, "missing", "no such file or folder; check the path"))
        found.paths = sorted(taken)
        found.skipped = sorted({each for each in found.skipped if each.path not in taken})
        return found

    def read_bytes(self, path: str, name: str) -> bytes | Incomplete:
        """Return what a file holds that is to be checked, or why that cannot be read."""
        return self.staged[path] if path in self.staged else sources.read_bytes(path, name)

    def before(self, path: str) -> bytes | None:
        """Return what a file held before; None for a new one."""
        return self.former[path]


def staged() -> Changes:
    """Return what the next commit changes, as it is staged."""
    from kratom_lint.git import Repository

    repository = Repository()
    changed = repository.staged()
    held = repository.contents(blob for each in changed for blob in (each.old, each.new) if blob)
    return Changes(
        {each.path: held[each.old] if each.old else None for each in changed},
        {each.path: held[each.new] for each in changed if each.new},
    )


def since(ref: str) -> Changes:
    """Return what the work tree changes since HEAD left `ref`; raise SourceError when git cannot tell."""
    from kratom_lint.git import Repository

    repository = Repository()
    changed = repository.since(ref)
    held = repository.contents(each.old for each in changed if each.old)
    return Changes({each.path: held[each.old] if each.old else None for each in changed})


def tracked() -> Changes:
    """Return all files that git tracks in the current folder, as if each were new."""
    from kratom_lint.git import Repository

    return Changes({path: None for path in Repository().tracked() if os.path.lexists(path)}, whole=True)


def of_diff(path: str) -> Changes:
    """Return what the unified diff at `path` has changed; raise SourceError where it does not fit the files."""
    from kratom_lint import unified

    former: dict[str, bytes | None] = {}
    for patch in unified.parse(_bytes(path), path):
        name = unified.locate(patch, path)
        former[os.path.normpath(name).replace(os.sep, "/")] = unified.reverted(patch, _bytes(name), path)
    return Changes(former)


def _bytes(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise SourceError(f"{path}: cannot be read: {reason}") from None
