"""Unified diffs: which files they are about, and how those read before. Bytes throughout, as diffs have no encoding."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from kratom_lint.errors import SourceError
from kratom_lint.values import field, record, value

_HUNK = re.compile(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_ESCAPE = re.compile(rb"\\(?:([0-7]{3})|(.))", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"a": b"\a", b"b": b"\b", b"f": b"\f", b"v": b"\v"}
_ABSENT = "/dev/null"
_LINE = re.compile(rb"[^\n]*\n|[^\n]+\Z")


@value
class Hunk:
    """Lines of the new text from the 1-based line `start` on, and the lines that stood there; `line` is in the diff."""

    line: int
    start: int
    old: tuple[bytes, ...]
    new: tuple[bytes, ...]


@record
class Patch:
    """What a diff does to one file that is there afterwards. `old_path` is None for a new one."""

    line: int
    old_path: str | None
    path: str
    hunks: list[Hunk] = field(default_factory=list)
    binary: bool = False


def parse(diff: bytes, name: str) -> list[Patch]:
    """Return the patches of a diff, those of deleted files left out; raise SourceError where it is no unified diff."""
    patches = list(_Parser(_LINE.findall(diff), name).patches())
    if not patches and diff.strip():
        raise SourceError(f"{name}:1: no unified diff; make it with `git diff` or `diff -u`")
    return [patch for patch in patches if patch.path != _ABSENT]


def locate(patch: Patch, name: str) -> str:
    """Return the path, from the current folder, of the file a patch is about; raise SourceError if it is not there."""
    path = patch.path
    if not Path(path).exists():
        raise SourceError(
            f"{name}:{patch.line}: {path!r} is not here; run where the diff was made, or make it with `--relative`"
        )
    return path


def reverted(patch: Patch, new: bytes, name: str) -> bytes | None:
    """Return what the file was before, None for a new or binary one; raise SourceError if the diff does not fit."""
    lines = _LINE.findall(new)
    found: list[bytes] = []
    at = 0
    for hunk in patch.hunks:
        start = max(hunk.start - 1, 0) if hunk.new else hunk.start
        there = lines[start : start + len(hunk.new)]
        if start < at or [_bare(line) for line in there] != [_bare(line) for line in hunk.new]:
            where = f"{patch.path}:{hunk.start}"
            raise SourceError(f"{name}:{hunk.line}: the diff does not fit {where}; make it anew from the present text")
        found += (*lines[at:start], *hunk.old)
        at = start + len(hunk.new)
    if patch.binary or patch.old_path is None:
        return None
    return b"".join((*found, *lines[at:]))


def _bare(line: bytes) -> bytes:
    """Return a line without its ending, which mail and web pages change."""
    return line.rstrip(b"\r\n")


@record
class _Parser:
    """Reads a diff line by line."""

    lines: Sequence[bytes]
    name: str
    at: int = 0

    def patches(self) -> Iterator[Patch]:
        last: Patch | None = None
        header = ""
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if line.startswith(b"diff --git "):
                header = _same_name(line)
            elif line.startswith(b"--- ") and self._peek(1).startswith(b"+++ "):
                last = self._patch()
                yield last
                continue
            elif last is not None and _HUNK.match(line):
                last.hunks.append(self._hunk())
                continue
            elif header and line.startswith((b"Binary files ", b"GIT binary patch")):
                absent = line.rstrip().endswith(b" and /dev/null differ")
                last = Patch(self.at + 1, None, _ABSENT if absent else header, binary=True)
                yield last
            self.at += 1

    def _peek(self, ahead: int) -> bytes:
        return self.lines[self.at + ahead] if self.at + ahead < len(self.lines) else b""

    def _patch(self) -> Patch:
        old, new = _path(self.lines[self.at][4:]), _path(self._peek(1)[4:])
        line = self.at + 2
        self.at += 2
        (old_head, _, old_rest), (head, _, rest) = old.partition("/"), new.partition("/")
        # git puts a/ and b/ (or i/ and w/, c/ and i/ ...) before the paths, which need not be folders.
        differ = len(old_head) == len(head) == 1 and old_head != head
        prefixed = differ or (old == _ABSENT and head in ("b", "i", "w"))
        if new == _ABSENT:
            return Patch(line, old, new)
        path = rest if prefixed and rest else new
        return Patch(line, None if old == _ABSENT else old_rest if prefixed else old, path)

    def _hunk(self) -> Hunk:
        line = self.at + 1
        m = _HUNK.match(self.lines[self.at])
        assert m is not None
        left = {"-": int(m[1] or 1), "+": int(m[3] or 1)}
        old: list[bytes] = []
        new: list[bytes] = []
        self.at += 1
        while left["-"] > 0 or left["+"] > 0:
            text = self._peek(0)
            mark = text[:1].decode("latin-1").strip("\r\n") or " "
            if not text or mark not in " +-\\":
                raise SourceError(f"{self.name}:{self.at + 1}: the diff breaks off inside a hunk; make it anew")
            for sign, lines in (("-", old), ("+", new)):
                if mark in (" ", sign):
                    lines.append(text[1:] or b"\n")
                    left[sign] -= 1
            self.at += 1
            self._unend(mark, old, new)
        return Hunk(line, int(m[2]), tuple(old), tuple(new))

    def _unend(self, mark: str, old: list[bytes], new: list[bytes]) -> None:
        """Take the newline from the line just read, if the diff says that it has none."""
        if self._peek(0).startswith(b"\\"):
            for sign, lines in (("-", old), ("+", new)):
                if mark in (" ", sign) and lines:
                    lines[-1] = lines[-1].removesuffix(b"\n")
            self.at += 1


def _path(written: bytes) -> str:
    """Return a path of a header line: unquoted, and without the time that `diff -u` puts after a tab."""
    text = written.rstrip(b"\r\n")
    if text.startswith(b'"'):
        inner = text[1 : text.rfind(b'"')]
        text = _ESCAPE.sub(lambda m: bytes([int(m[1], 8)]) if m[1] else _ESCAPED.get(m[2], m[2]), inner)
    else:
        text = text.split(b"\t")[0]
    return os.fsdecode(text)


def _same_name(line: bytes) -> str:
    """Return the path of `diff --git a/PATH b/PATH`; "" if the two differ, for then other lines tell."""
    text = os.fsdecode(line.rstrip(b"\r\n")[len(b"diff --git ") :])
    half = (len(text) - 1) // 2
    old, new = text[:half], text[half + 1 :]
    return new.partition("/")[2] if old.partition("/")[2] == new.partition("/")[2] else ""
