"""Bytes of plain and compressed files in pieces; what is damaged is told, and reading goes on after it."""

from __future__ import annotations

import zlib
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

PIECE = 1 << 20
"""The bytes that a piece has at most, compression aside."""
GZIP, ZSTD = b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd"
"""How a member of a gzip file (RFC 1952) and a frame of a Zstandard file (RFC 8878) begin."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why something could not be read: a reason as in `Incomplete`, and a detail."""

    reason: str
    detail: str


def content(path: str, start: int = 0) -> Iterator[bytes | Fault]:
    """Return what a file holds from byte `start` on; a compressed file is read as a whole."""
    if path.lower().endswith((".gz", ".zst")):
        yield from inflated(path)
        return
    with Path(path).open("rb") as file:
        file.seek(start)
        while data := file.read(PIECE):
            yield data


def inflated(path: str) -> Iterator[bytes | Fault]:
    """Return what a gzip or Zstandard file holds, by its name; after a damaged member goes on with the next."""
    magic = ZSTD if path.lower().endswith(".zst") else GZIP
    with Path(path).open("rb") as file:
        at: int | None = 0
        while at is not None:
            at = yield from _members(file, at, magic)


def _members(file: BinaryIO, at: int, magic: bytes) -> Generator[bytes | Fault, None, int | None]:
    """Inflate members from byte `at` on; return where to go on after a damaged one, None at the end."""
    file.seek(at)
    member, begun, data = _decompressor(magic), at, b""
    while True:
        if not data:
            data = file.read(1 << 14)  # a hundred bytes may stand for a hundred thousand
            if not data:
                break
        if member is None:
            member, begun = _decompressor(magic), file.tell() - len(data)
        try:
            made = member.decompress(data, PIECE) if magic == GZIP else member.decompress(data)
        except Exception as error:
            following = next_member(file, begun + 1, magic)
            yield Fault("unreadable", _damage(begun, str(error), following))
            return following
        if made:
            yield made
        data = member.unconsumed_tail if magic == GZIP else b""
        if member.eof:
            data, member = member.unused_data, None
            data = data if data.strip(b"\0") else b""  # what is padded to full blocks
    if member is not None and file.tell() > begun:
        yield Fault("unreadable", _damage(begun, "it ends too early", None))
    return None


def _decompressor(magic: bytes) -> Any:
    if magic == GZIP:
        return zlib.decompressobj(wbits=31)
    import zstandard

    return zstandard.ZstdDecompressor().decompressobj()


def _damage(begun: int, why: str, following: int | None) -> str:
    rest = f"reading goes on at byte {following}" if following is not None else "nothing after it could be read"
    return f"the compressed data from byte {begun} on is damaged ({why}); {rest}; fetch the file again"


def next_member(file: BinaryIO, at: int, magic: bytes, beginning: bytes = b"") -> int | None:
    """Return where, from byte `at` on, the next member begins that can be inflated and begins as it should, or None."""
    return next((found for found in places(file, at, magic) if _inflates(file, found, magic, beginning)), None)


def places(file: BinaryIO, at: int, words: bytes) -> Iterator[int]:
    """Return all places from byte `at` on where a file has `words`."""
    kept = len(words) - 1
    file.seek(at)
    while len(data := file.read(PIECE)) > kept:
        found = data.find(words)
        while found >= 0:
            yield at + found
            found = data.find(words, found + 1)
        at += len(data) - kept
        file.seek(at)


def _inflates(file: BinaryIO, at: int, magic: bytes, beginning: bytes) -> bool:
    file.seek(at)
    try:
        made = _decompressor(magic).decompress(file.read(1 << 14))
    except Exception:
        return False
    return bool(made) and bytes(made).startswith(beginning)
