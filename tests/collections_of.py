"""Small data sets in every kind of file that a scan reads, and in what ways they may be broken."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import zstandard

Record = Mapping[str, Any]

LISTINGS: list[dict[str, Any]] = [
    {"id": "a1", "url": "https://www.one.example/1", "date": "2026-03-02", "text": "Kratom cures anxiety, they say."},
    {
        "id": "a2",
        "url": "https://one.example/2",
        "date": "2026-03-09",
        "text": "Kratom is a tree of the coffee family.",
    },
    {
        "id": "b1",
        "url": "http://two.example/x",
        "date": "2026-04-01",
        "text": "This kratom is safe.\nAnd it treats “pain”.",
    },
    {"id": "b2", "url": "http://two.example/y", "date": "2026-04-30", "text": ""},
]


def json_lines(records: Sequence[Record]) -> bytes:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


def write_csv(path: Path, records: Sequence[Record]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(records[0]))
        writer.writeheader()
        writer.writerows(records)


def write_parquet(path: Path, records: Sequence[Record], rows: int = 2) -> None:
    pq.write_table(pa.Table.from_pylist(list(records)), path, row_group_size=rows)


def warc_record(
    body: bytes,
    url: str,
    number: str,
    *,
    status: str = "200 OK",
    type: str = "text/html",
    head: str = "",
    day: str = "",
) -> bytes:
    answer = f"HTTP/1.1 {status}\r\nContent-Type: {type}\r\n\r\n".encode() + body
    fields = [
        "WARC/1.0",
        "WARC-Type: response",
        f"WARC-Record-ID: {number}",
        f"WARC-Target-URI: {url}",
        f"WARC-Date: {day or '2026-03-02'}T00:00:00Z",
        "Content-Type: application/http; msgtype=response",
        f"Content-Length: {len(answer)}",
        *([head] if head else []),
    ]
    return "\r\n".join([*fields, "", ""]).encode() + answer + b"\r\n\r\n"


def warc_records(records: Sequence[Record]) -> list[bytes]:
    return [
        warc_record(
            record["text"].encode(), record["url"], record["id"], type="text/plain; charset=utf-8", day=record["date"]
        )
        for record in records
    ]


def write_all(folder: Path, records: Sequence[Record]) -> list[Path]:
    """Write the same records into a file of each kind."""
    folder.mkdir(exist_ok=True)
    lines = json_lines(records)
    (folder / "a.jsonl").write_bytes(lines)
    (folder / "b.jsonl.gz").write_bytes(gzip.compress(lines[:60]) + gzip.compress(lines[60:]))
    (folder / "c.ndjson.zst").write_bytes(zstandard.compress(lines[:60]) + zstandard.compress(lines[60:]))
    write_csv(folder / "d.csv", records)
    (folder / "e.csv.gz").write_bytes(gzip.compress((folder / "d.csv").read_bytes()))
    write_parquet(folder / "f.parquet", records)
    (folder / "g.warc").write_bytes(b"".join(warc_records(records)))
    (folder / "h.warc.gz").write_bytes(b"".join(map(gzip.compress, warc_records(records))))
    return sorted(folder.iterdir())
