"""What git knows of the copy: which files changed, how they read before, and how they are staged.

Only asks; never writes to the repository. A git hook's own index is used, since git hands it on by the environment.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

from kratom_lint.errors import SourceError
from kratom_lint.values import replace, value

_FILES = ("100644", "100755")


@value
class Changed:
    """A file that differs: its path from the current folder, and the blobs that it was and is.

    `old` is None for a new file, `new` when only the work tree holds what it is.
    """

    path: str
    old: str | None = None
    new: str | None = None


class Repository:
    """The git work tree around the current folder."""

    def __init__(self) -> None:
        """Raise SourceError where there is no git, or no work tree."""
        try:
            self._top = Path(os.fsdecode(_git("rev-parse", "--show-toplevel").rstrip(b"\n")))
        except _Refused as error:
            raise SourceError(
                f"no git work tree here ({error}); run it inside one, or name a diff with --diff"
            ) from None

    def staged(self) -> list[Changed]:
        """Return the files whose staged content differs from the last commit's; before the first, all staged ones."""
        head = self._commit("HEAD") or _git("hash-object", "-t", "tree", "--stdin").decode().strip()
        return self._changed("--cached", head)

    def since(self, ref: str) -> list[Changed]:
        """Return the files that differ from where HEAD left `ref`, those not yet added to git among them.

        Raise SourceError when git does not know `ref`, or no ancestor that both have.
        """
        commit = self._commit(ref)
        if commit is None:
            raise SourceError(f"--since: git knows no commit {ref!r}; fetch it, or mend the name")
        try:
            base = _git("merge-base", commit, "HEAD").decode().strip()
        except _Refused:
            raise SourceError(
                f"--since: {ref!r} and HEAD have no common ancestor here; fetch more history (`git fetch --unshallow`, "
                "on GitHub `fetch-depth: 0`)"
            ) from None
        added = _git("ls-files", "-z", "--others", "--exclude-standard", "--full-name", "--", str(self._top))
        fresh = [Changed(self._from_here(path)) for path in _split(added)]
        differing = [replace(changed, new=None) for changed in self._changed(base)]
        return sorted([*differing, *fresh], key=lambda changed: changed.path)

    def tracked(self) -> list[str]:
        """Return the paths, from the current folder, of all files that git tracks in it."""
        listed = _split(_git("ls-files", "-z", "--cached", "--stage", "."))
        entries = (entry.split("\t", 1) for entry in listed)
        return sorted({path for facts, path in entries if facts.startswith(_FILES)})

    def contents(self, blobs: Iterable[str]) -> dict[str, bytes]:
        """Return what the blobs hold."""
        asked = sorted(set(blobs))
        answer = _git("cat-file", "--batch", stdin="".join(f"{blob}\n" for blob in asked).encode())
        found = {}
        at = 0
        for blob in asked:
            head, _, _ = answer[at:].partition(b"\n")
            start = at + len(head) + 1
            size = int(head.split()[2])
            found[blob] = answer[start : start + size]
            at = start + size + 1
        return found

    def _commit(self, ref: str) -> str | None:
        try:
            return _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}").decode().strip()
        except _Refused:
            return None

    def _changed(self, *against: str) -> list[Changed]:
        """Return the files of `git diff --raw` that are there; the old blob of a renamed one is its former self's."""
        asked = ("--raw", "-z", "--no-abbrev", "--no-ext-diff", "-M", "--ignore-submodules", *against, "--")
        fields = iter(_split(_git("diff", *asked)))
        found = []
        for facts in fields:
            old_mode, mode, old, new, status = facts.removeprefix(":").split()
            path = next(fields)
            if status[0] in "RC":
                path = next(fields)
            if status[0] == "U":
                raise SourceError(f"{self._from_here(path)}: it has merge conflicts; settle them first")
            if status[0] != "D" and mode in _FILES:
                before = old if old.strip("0") and old_mode in _FILES and status[0] != "C" else None
                found.append(Changed(self._from_here(path), before, new if new.strip("0") else None))
        return sorted(found, key=lambda changed: changed.path)

    def _from_here(self, path: str) -> str:
        return os.path.relpath(self._top / path).replace(os.sep, "/")


class _Refused(Exception):
    """git ended with an error; the message is what it said."""


def _git(*arguments: str, stdin: bytes = b"") -> bytes:
    """Return what git prints; raise _Refused when it fails, SourceError when there is no git."""
    try:
        environment = os.environ | {"LC_ALL": "C"}
        done = subprocess.run(["git", *arguments], input=stdin, env=environment, capture_output=True, check=False)
    except OSError as error:
        raise SourceError(f"git cannot be run: {(error.strerror or str(error)).lower()}; install it") from None
    if done.returncode:
        raise _Refused(done.stderr.decode(errors="backslashreplace").strip())
    return done.stdout


def _split(listed: bytes) -> Sequence[str]:
    """Return the names of a list that ends each with NUL."""
    return [os.fsdecode(name) for name in listed.split(b"\0")[:-1]]
