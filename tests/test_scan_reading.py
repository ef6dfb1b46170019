"""Every kind of file gives the same documents, cut however it is; what is broken is told, and the rest is read."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from kratom_lint.scan.columns import Columns, month_of, site_of
from kratom_lint.scan.planning import File, units_of
from kratom_lint.scan.reading import read
from tests.collections_of import LISTINGS, json_lines, warc_record, warc_records, write_all, write_csv, write_parquet

WHOLE = 1 << 30


def rows(
    path: Path, columns: Columns | None = None, *, unit: int = WHOLE, largest: int = 10_000
) -> list[dict[str, Any]]:
    """Return all documents of a file, cut into units of so many bytes, without what is null."""
    file = File(str(path), path.stat().st_size, 0)
    found = []
    for each in units_of(file, 0, unit):
        for batch in read(each, columns or Columns(), largest):
            found += [{name: value for name, value in row.items() if value is not None} for row in batch.to_pylist()]
    return found


def told(path: Path, **options: Any) -> list[tuple[int | None, str | None, str | None]]:
    """Return position, text and reason of each document."""
    return [(row.get("position"), row.get("text"), row.get("reason")) for row in rows(path, **options)]


def reasons(path: Path, **options: Any) -> list[tuple[int | None, str | None, str | None]]:
    return [(row.get("position"), row.get("reason"), row.get("detail")) for row in rows(path, **options)]


def test_every_kind_gives_the_same_documents(tmp_path: Path) -> None:
    wanted = [
        {"id": "a1", "url": "https://www.one.example/1", "site": "one.example", "month": "2026-03"},
        {"id": "a2", "url": "https://one.example/2", "site": "one.example", "month": "2026-03"},
        {"id": "b1", "url": "http://two.example/x", "site": "two.example", "month": "2026-04"},
        {"id": "b2", "url": "http://two.example/y", "site": "two.example", "month": "2026-04"},
    ]
    for path in write_all(tmp_path / "all", LISTINGS):
        found = rows(path)
        assert [{name: row[name] for name in wanted[0]} for row in found] == wanted, path.name
        # What csv does not keep apart is the end of a line.
        assert [row["text"] for row in found] == [record["text"] for record in LISTINGS], path.name
        assert not any(row.get("reason") for row in found), path.name
        positions = [row["position"] for row in found]
        assert positions == sorted(set(positions)), path.name


def test_positions_are_rows_or_bytes(tmp_path: Path) -> None:
    write_all(tmp_path, LISTINGS)
    lines = json_lines(LISTINGS)
    starts = [0, *(index + 1 for index, byte in enumerate(lines[:-1]) if byte == 10)]
    for name in ("a.jsonl", "b.jsonl.gz", "c.ndjson.zst"):
        assert [row["position"] for row in rows(tmp_path / name)] == starts
    for name in ("d.csv", "e.csv.gz", "f.parquet"):
        assert [row["position"] for row in rows(tmp_path / name)] == [0, 1, 2, 3]
    members = list(map(gzip.compress, warc_records(LISTINGS)))
    wanted = [sum(map(len, members[:number])) for number in range(4)]
    assert [row["position"] for row in rows(tmp_path / "h.warc.gz")] == wanted


@given(
    st.lists(st.text(st.characters(exclude_categories=("Cs",)), max_size=12), max_size=12),
    st.integers(1, 80),
    st.sampled_from(["\n", "\r\n", "\n\n"]),
    st.booleans(),
)
def test_lines_are_read_once_however_they_are_cut(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], unit: int, ending: str, ended: bool
) -> None:
    path = tmp_path_factory.getbasetemp() / "cut.jsonl"
    content = ending.join(json.dumps({"text": text}, ensure_ascii=False) for text in texts) + (ending if ended else "")
    path.write_bytes(content.encode())
    found = rows(path, unit=unit)
    assert [row["text"] for row in found] == texts
    assert found == rows(path)


def test_row_groups_are_read_once_however_they_are_cut(tmp_path: Path) -> None:
    records = [{"text": f"row {number}"} for number in range(25)]
    write_parquet(tmp_path / "a.parquet", records, rows=3)
    file = File(str(tmp_path / "a.parquet"), 0, 0)
    for unit in (1, 300, WHOLE):
        found = rows(tmp_path / "a.parquet", unit=unit)
        assert [(row["position"], row["text"]) for row in found] == [(n, f"row {n}") for n in range(25)]
    assert [len(units_of(file, 0, unit)) for unit in (1, WHOLE)] == [9, 1]


def test_columns_are_named_or_known(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(
        json_lines(
            [{"Description": "one", "SKU": 7, "copy": "two", "day": "20260302", "host": "x.example", "kind": "md"}]
        )
    )
    (found,) = rows(tmp_path / "a.jsonl")
    assert found | {"source": ""} == {"source": "", "position": 0, "id": "7", "text": "one", "site": "x.example"}
    (found,) = rows(tmp_path / "a.jsonl", Columns(text="copy", date="day", format="kind", id="host"))
    assert (found["text"], found["month"], found["format"], found["id"]) == ("two", "2026-03", "md", "x.example")


def test_lines_that_are_no_documents(tmp_path: Path) -> None:
    lines = [
        b'{"text": "good"}\n',
        b'{"text": "cut of\n',
        b"[1]\n",
        b'{"text": "\xff"}\n',
        b'{"text": null}\n',
        b'{"text": 3}\n',
        b'{"body_text": "x"}\n',
        b'{"text": "\\ud800!"}\n',
        b'{"text": "' + b"x" * 101 + b'"}\n',
        b'{"text": "' + b"x" * 70_000 + b'"}\n',
        b"   \n",
        b'{"text": "last"}',
    ]
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"".join(lines))
    at = [sum(map(len, lines[:number])) for number in range(len(lines))]
    wanted = [
        (at[0], "good", None),
        (at[1], None, "unreadable"),
        (at[2], None, "unreadable"),
        (at[3], None, "undecodable"),
        (at[4], None, None),
        (at[5], None, "not-text"),
        (at[6], None, "missing-column"),
        (at[7], "\ufffd!", None),
        (at[8], None, "too-large"),
        (at[9], None, "too-large"),
        (at[11], "last", None),
    ]
    assert told(path, largest=100) == wanted
    for unit in (1, 7, 1000):
        assert told(path, largest=100, unit=unit) == wanted


def test_a_line_of_a_hundred_megabytes_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("wb") as file:
        file.write(b'{"text": "before"}\n{"text": "')
        for _ in range(100):
            file.write(b"x" * 1_000_000)
        file.write(b'"}\n{"text": "after"}\n')
    assert [text for _, text, _ in told(path)] == ["before", None, "after"]
    assert reasons(path)[1] == (
        19,
        "too-large",
        "a line of 100,000,013 bytes is longer than --max-size allows for; split the text",
    )


@pytest.mark.parametrize(("suffix", "compress"), [("gz", gzip.compress), ("zst", zstandard.compress)])
def test_damaged_members_are_told_and_the_next_is_read(tmp_path: Path, suffix: str, compress: Any) -> None:
    members = [compress(json_lines([record] * 20)) for record in LISTINGS]
    path = tmp_path / f"a.jsonl.{suffix}"
    damaged = bytearray(members[1])
    damaged[12:30] = b"\0" * 18
    path.write_bytes(b"".join([members[0], bytes(damaged), *members[2:]]))
    found = told(path)
    texts = [text for _, text, _ in found]
    assert texts[:20] == [LISTINGS[0]["text"]] * 20
    assert texts[-40:] == [LISTINGS[2]["text"]] * 20 + [LISTINGS[3]["text"]] * 20
    assert [reason for _, _, reason in found if reason] == ["unreadable"]
    next_at = len(members[0]) + len(members[1])
    (detail,) = [detail for _, reason, detail in reasons(path) if reason]
    assert detail is not None
    assert detail.startswith(f"the compressed data from byte {len(members[0])} on is damaged (")
    assert detail.endswith(f"reading goes on at byte {next_at}; fetch the file again")
    assert len({position for position, _, _ in found}) == len(found)


@pytest.mark.parametrize(("suffix", "compress"), [("gz", gzip.compress), ("zst", zstandard.compress)])
def test_a_compressed_file_that_ends_too_early(tmp_path: Path, suffix: str, compress: Any) -> None:
    data = compress(json_lines(LISTINGS * 50))
    path = tmp_path / f"a.jsonl.{suffix}"
    path.write_bytes(data[:-5])
    found = reasons(path)
    assert found[-1][1:] == (
        "unreadable",
        "the compressed data from byte 0 on is damaged (it ends too early); nothing after it could be read; "
        "fetch the file again",
    )
    assert [reason for _, reason, _ in found[:-1]] == [None] * (len(found) - 1)
    path.write_bytes(data)
    assert len(rows(path)) == 200


def test_csv_records(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(
        b"\xef\xbb\xbfid;text;url\r\n"
        b'1;"two\nlines; and ""more""";http://a.example/\r\n'
        b"\r\n"
        b"2;caf\xe9;x\r\n"
        b"3;cut;in;four\r\n"
        b"4\r\n"
        b"5;last;\r\n"
    )
    assert told(path) == [
        (0, 'two\nlines; and "more"', None),
        (1, "caf\ufffd", "undecodable"),
        (2, "cut", "unreadable"),
        (3, None, None),
        (4, "last", None),
    ]
    assert rows(path)[0]["id"] == "1"
    (tmp_path / "b.csv").write_bytes(b"")
    assert [reason for _, reason, _ in reasons(tmp_path / "b.csv")] == ["unreadable"]


def test_parquet_values_that_are_no_texts(tmp_path: Path) -> None:
    table = pa.table({"text": pa.array([b"fine", b"\xff", None], pa.binary()), "n": [1, 2, 3]})
    pq.write_table(table, tmp_path / "a.parquet")
    assert told(tmp_path / "a.parquet") == [(0, "fine", None), (1, None, "undecodable"), (2, None, None)]
    assert [row["reason"] for row in rows(tmp_path / "a.parquet", Columns(text="n"))] == ["not-text"] * 3
    wrong = pa.Array.from_buffers(pa.string(), 1, pa.array([b"\xff"], pa.binary()).buffers())
    pq.write_table(pa.table({"text": wrong}), tmp_path / "b.parquet")
    assert told(tmp_path / "b.parquet") == [(0, None, "undecodable")]
    (found,) = reasons(tmp_path / "a.parquet", columns=Columns(id="nr"))
    assert found == (None, "unreadable", "no column 'nr'; it has text, n; say which with --id-column")


def test_damaged_parquet(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    records = [{"text": f"row {number} " + "abc" * 50} for number in range(6)]
    pq.write_table(pa.Table.from_pylist(records), path, row_group_size=2, use_dictionary=False, compression="gzip")
    place = pq.read_metadata(path).row_group(1).column(0)
    data = bytearray(path.read_bytes())
    begin = place.data_page_offset
    data[begin + 40 : begin + place.total_compressed_size] = b"\xff" * (place.total_compressed_size - 40)
    path.write_bytes(data)
    found = told(path, unit=1)
    assert [(position, reason) for position, _, reason in found] == [
        (0, None), (1, None), (2, "unreadable"), (3, "unreadable"), (4, None), (5, None),
    ]  # fmt: skip
    path.write_bytes(data[:-40])
    ((position, reason, detail),) = reasons(path)
    assert (position, reason) == (None, "unreadable")
    assert detail is not None and "Parquet" in detail


def test_pages_of_a_web_archive(tmp_path: Path) -> None:
    page = "<p>Kratom is caf\xe9-safe</p>"
    path = tmp_path / "a.warc"
    path.write_bytes(
        b"".join(
            [
                warc_record(page.encode("latin-1"), "http://a.example/1", "<urn:1>", type="text/html; charset=latin-1"),
                warc_record(b'<meta charset="utf-8">' + page.encode(), "http://a.example/2", "<urn:2>"),
                warc_record(b"GIF89a", "http://a.example/3", "<urn:3>", type="image/gif"),
                warc_record(b"gone", "http://a.example/4", "<urn:4>", status="404 Not Found"),
                warc_record(b"<p>half a pa", "http://a.example/5", "<urn:5>", head="WARC-Truncated: length"),
                warc_record(page.encode("cp1252"), "http://a.example/6", "<urn:6>"),
                warc_record(b"x" * 70_000, "http://a.example/7", "<urn:7>"),
            ]
        )
    )
    found = [(row["id"], row.get("text"), row.get("reason"), row.get("detail")) for row in rows(path, largest=100)]
    too_large = "a record of 70,044 bytes is longer than --max-size allows for"
    assert found == [
        ("<urn:1>", page, None, None),
        ("<urn:2>", f'<meta charset="utf-8">{page}', None, None),
        ("<urn:3>", None, "skipped", "its type is image/gif"),
        ("<urn:4>", None, "skipped", "HTTP status 404"),
        ("<urn:5>", "<p>half a pa", "truncated", "the crawler has cut the page off; fetch it again"),
        ("<urn:6>", page, None, None),
        ("<urn:7>", None, "too-large", too_large),
    ]
    assert {row["format"] for row in rows(path) if "text" in row} == {"html"}


@pytest.mark.parametrize("compress", [gzip.compress, bytes])
def test_damaged_records_of_a_web_archive(tmp_path: Path, compress: Any) -> None:
    records = [compress(record) for record in warc_records(LISTINGS[:3] * 2)]
    damaged = bytearray(records[2])
    damaged[: len(damaged) // 2] = b"\xff" * (len(damaged) // 2)
    path = tmp_path / "a.warc"
    path.write_bytes(b"".join([*records[:2], bytes(damaged), *records[3:]]))
    found = [(row.get("id"), row.get("reason")) for row in rows(path)]
    assert found == [("a1", None), ("a2", None), (None, "unreadable"), ("a1", None), ("a2", None), ("b1", None)]
    path.write_bytes(b"".join(records)[:-30])
    assert [row.get("reason") for row in rows(path)] == [None] * 5 + ["unreadable"]


def test_months_and_sites() -> None:
    dates = ("2026-03-02T10:00Z", "202603", "20260302", "2026-13-01", "1712345678", 5)
    assert [month_of(value) for value in dates] == ["2026-03", "2026-03", "2026-03", None, None, None]
    urls = ("https://WWW.A.example:8/x", "a.example/x", "//b.example", "http://[", "x", None)
    assert [site_of(url) for url in urls] == ["a.example", "a.example", "b.example", None, None, None]


def test_a_file_that_has_gone(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "x"}')
    (unit,) = units_of(File(str(path), 13, 0), 0, WHOLE)
    path.unlink()
    (row,) = (row for batch in read(unit, Columns(), 100) for row in batch.to_pylist())
    assert (row["reason"], row["position"], row["source"]) == ("unreadable", None, str(path))


def test_tables_are_written_as_they_are_read(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.tsv", [{"text": "a,b", "id": "1"}])
    assert rows(tmp_path / "a.tsv")[0]["text"] == "a,b"
