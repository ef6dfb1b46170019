"""Tables of which a run needs few rows: their rows stay marshalled, in buckets, until a key asks for its own."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final
from zlib import crc32

MARSHAL: Final = 4
"""The format of marshalled rows: the newest that every Python from 3.11 on reads."""

SHARE = 4
"""How many rows a bucket has, about: to make a thousand keys takes longer than to look through four."""

MOST = 1 << 16
"""How many words are remembered, those that have no row among them."""


def laid_out(rows: Mapping[str, Any]) -> tuple[bytes, ...]:
    """Return the buckets of a table of plain data."""
    buckets: list[dict[str, bytes]] = [{} for _ in range(1 << (len(rows) // SHARE).bit_length())]
    for word, row in rows.items():
        buckets[_place(_code(word), len(buckets))][word] = marshal.dumps(row, MARSHAL)
    return tuple(marshal.dumps(bucket, MARSHAL) for bucket in buckets)


class Rows(dict[str, Any]):
    """The rows of a table, by word; None for a word that has none. `made` makes of plain data what is asked for."""

    def __init__(self, buckets: Sequence[bytes], made: Callable[[Any], Any]) -> None:
        super().__init__()
        self._buckets = buckets
        self._made = made

    def __missing__(self, word: str) -> Any:
        if len(self) >= MOST:
            self.clear()
        code = _code(word)
        bucket = self._buckets[_place(code, len(self._buckets))]
        data = marshal.loads(bucket).get(word) if code in bucket else None  # it spells its words out
        row = self[word] = self._made(marshal.loads(data)) if data else None
        return row

    def all(self) -> Iterator[tuple[str, Any]]:
        """Yield every word that has a row, with that."""
        for bucket in self._buckets:
            for word in marshal.loads(bucket):
                yield word, self[word]


def _code(word: str) -> bytes:
    return word.encode("utf-8", "surrogatepass")


def _place(code: bytes, count: int) -> int:
    return crc32(code) & (count - 1)
