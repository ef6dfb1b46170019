"""The pieces that a scan is cut into: each is read, scanned and written as a whole, on any core and any machine."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

KINDS = {
    ".parquet": "parquet",
    ".pq": "parquet",
    ".jsonl": "lines",
    ".ndjson": "lines",
    ".csv": "table",
    ".tsv": "table",
    ".warc": "warc",
    ".wet": "warc",
}
"""By suffix what a file is. All but Parquet may be compressed, with another suffix that says how."""

_COMPRESSIONS = (".gz", ".zst")


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of a file: row groups of Parquet, bytes of JSON lines, else the whole (`end` None).

    `name` is that of its results, `source` the file as results tell it, and `size` how many bytes of it are read.
    """

    name: str
    path: str
    source: str
    kind: str
    size: int
    start: int = 0
    end: int | None = None

    def __str__(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def parse(cls, text: str) -> Unit:
        """Return the unit that `str` has written."""
        return cls(**json.loads(text))


def kind_of(path: str) -> str | None:
    """Return one of the values of KINDS, None for a file that no scan reads."""
    name = path.lower()
    for suffix in _COMPRESSIONS:
        if name.endswith(suffix):
            found = KINDS.get(_suffix(name.removesuffix(suffix)))
            return None if found == "parquet" else found
    return KINDS.get(_suffix(name))


def _suffix(name: str) -> str:
    return "." + name.rpartition(".")[2]
