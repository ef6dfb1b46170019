"""A scan finds what a check finds, goes on after a kill, loses and doubles no row, and tells what it could not do."""

from __future__ import annotations

import io
import json
import os
import re
import resource
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from kratom_lint import load_rulebook
from kratom_lint.scan.batch import Scanner, scan_batch
from kratom_lint.scan.progress import Progress, told
from kratom_lint.scan.run import alone
from kratom_lint.scan.schema import DOCUMENTS, RESULTS
from kratom_lint.scan.units import Unit
from kratom_lint.settings import Settings
from tests.collections_of import LISTINGS, json_lines, write_all, write_parquet

DAY = "2026-11-23"
COMMAND = [sys.executable, "-m", "kratom_lint", "scan"]


@pytest.fixture(scope="module", autouse=True)
def _compiled(tmp_path_factory: pytest.TempPathFactory) -> None:
    load_rulebook()  # once, so that the processes find it in the cache


def scan(folder: Path, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a scan in a folder, as of a fixed day."""
    command = [*COMMAND, *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300, **options)


def results(folder: Path) -> list[dict[str, Any]]:
    """Return all rows of a scan in order of source and position."""
    table = ds.dataset(folder / "rows", format="parquet", schema=RESULTS).to_table()
    return table.sort_by([("source", "ascending"), ("position", "ascending")]).to_pylist()


def many(count: int) -> bytes:
    return json_lines([record | {"id": f"{record['id']}-{number}"} for number in range(count) for record in LISTINGS])


def ids(folder: Path) -> list[str]:
    return [row["id"] for row in results(folder)]


def wanted_ids(count: int) -> list[str]:
    return [f"{record['id']}-{number}" for number in range(count) for record in LISTINGS]


def test_a_batch_has_what_the_json_report_has(tmp_path: Path) -> None:
    book = load_rulebook(as_of=DAY)
    texts = [record["text"] for record in LISTINGS]
    batch = pa.RecordBatch.from_pylist(
        [{"source": "a.txt", "position": number, "text": text, "format": "text"} for number, text in enumerate(texts)],
        schema=DOCUMENTS,
    )
    found = scan_batch(batch, Scanner(book, Settings(as_of=DAY), edits=True))
    assert found.schema == RESULTS
    assert found.column("status").to_pylist() == ["findings", "clean", "findings", "clean"]
    for number, text in enumerate(texts):
        (tmp_path / "a.txt").write_text(text, encoding="utf-8")
        command = [sys.executable, "-m", "kratom_lint", "check", "--as-of", DAY, "--format", "json", "a.txt"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
        assert found.column("findings")[number].as_py() == json.loads(done.stdout)["findings"]
    quick = scan_batch(batch, Scanner(book, Settings(as_of=DAY))).to_pylist()
    for one, other in zip(quick, found.to_pylist(), strict=True):
        edits = [each["edits"] for finding in one["findings"] for each in finding.pop("suggestions")]
        proved = [each["edits"] for finding in other["findings"] for each in finding.pop("suggestions")]
        assert (any(edits), any(proved)) == (False, bool(one["findings"]))
        assert one == other


def test_rows_that_are_not_scanned_say_why() -> None:
    rows = [
        {"text": None},
        {"text": "x" * 11},
        {"text": "Kratom.", "format": "docx"},
        {"text": None, "reason": "skipped", "detail": "image/gif"},
        {"text": "It cures pain, say kratom fans", "reason": "truncated", "detail": "cut"},
    ]
    batch = pa.RecordBatch.from_pylist(rows, schema=DOCUMENTS)
    scanner = Scanner(load_rulebook(), Settings(), largest=10)
    found = scan_batch(batch, scanner).to_pylist()
    assert [(row["status"], [why["reason"] for why in row["incomplete"]]) for row in found] == [
        ("incomplete", ["no-text"]),
        ("incomplete", ["too-large"]),
        ("incomplete", ["unreadable"]),
        ("skipped", ["skipped"]),
        ("incomplete", ["too-large"]),
    ]
    (row,) = scan_batch(batch.slice(4), Scanner(scanner.book, Settings())).to_pylist()
    assert row["incomplete"] == [{"reason": "truncated", "detail": "cut"}]
    assert "disease/pain" in {finding["rule"] for finding in row["findings"]}
    assert found[2]["incomplete"][0]["detail"] == "the format 'docx' is none of a text; name one of those of --format"


def test_texts_without_the_words_are_skipped() -> None:
    rows = [{"text": "KRATOM cures pain."}, {"text": "Coffee cures pain."}, {"text": "Kräuter"}]
    batch = pa.RecordBatch.from_pylist(rows, schema=DOCUMENTS)
    found = scan_batch(batch, Scanner(load_rulebook(), Settings(), containing=("kratom", "KRÄUTER"))).to_pylist()
    assert [row["status"] for row in found] == ["findings", "skipped", "clean"]
    assert found[1]["incomplete"] == [{"reason": "skipped", "detail": "it contains none of the words"}]


def test_a_scan_of_every_kind_of_file(tmp_path: Path) -> None:
    paths = write_all(tmp_path / "data", LISTINGS)
    (tmp_path / "data" / "notes.md").write_text("Kratom cures pain.")
    done = scan(tmp_path, "data", "-o", "out", "--as-of", DAY)
    assert done.stderr == "1 file left out, data/notes.md first: no data set by name\n"
    assert done.returncode == 0
    rows = results(tmp_path / "out")
    assert len(rows) == 4 * len(paths)
    by_file: dict[str, list[Any]] = {}
    for row in rows:
        kept = {name: row[name] for name in ("id", "url", "site", "month", "status", "suppressed")}
        kept["rules"] = [(finding["rule"], finding["span"]["char"]) for finding in row["findings"]]
        by_file.setdefault(row["source"], []).append(kept)
    first, *others = by_file.values()
    assert all(other == first for other in others)
    assert [row["status"] for row in first] == ["findings", "clean", "findings", "clean"]
    summary = json.loads((tmp_path / "out" / "summary.json").read_bytes())
    assert summary["documents"] == {"total": 32, "clean": 16, "findings": 16, "incomplete": 0, "skipped": 0}
    counted = Counter(finding["rule"] for row in rows for finding in row["findings"])
    assert {row["rule"]: row["findings"] for row in summary["rules"]} == counted
    assert sum(row["findings"] for row in summary["sites"]) == sum(counted.values())
    assert [row["month"] for row in summary["months"]] == ["2026-03", "2026-04"]
    cube = pq.read_table(tmp_path / "out" / "summary.parquet").to_pylist()
    pain = [row for row in cube if row["rule"] == "disease/pain"]
    assert pain == [
        {"rule": "disease/pain", "severity": "error", "site": "two.example", "month": "2026-04"}
        | {"documents": 8, "findings": 8}
    ]
    head, found = done.stdout.splitlines()[:2]
    assert head == "32 documents: 16 clean, 16 with findings, 0 incomplete, 0 skipped"
    assert found.startswith(f"{sum(counted.values())} findings: ")


def test_options_of_check_hold(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(json_lines([{"body": "It cures anxiety. <b>Bu</b>y it.", "html": "x"}]))
    done = scan(tmp_path, "a.jsonl", "-o", "out", "--select", "disease", "--product", "kratom", "--fail-on", "error")
    assert done.returncode == 1
    assert [finding["rule"] for row in results(tmp_path / "out") for finding in row["findings"]] == [
        "disease/anxiety-depression"
    ]
    done = scan(tmp_path, "a.jsonl", "-o", "out2", "--select", "disease", "--text-column", "html")
    assert (done.returncode, [row["status"] for row in results(tmp_path / "out2")]) == (0, ["clean"])
    done = scan(tmp_path, "a.jsonl", "-o", "out3", "--select", "diseases")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "--select: no rule or topic 'diseases'; did you mean 'disease'?\n"


def test_mistakes_are_told_before_anything_is_written(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{"words": "x", "n": 1}\n')
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "file").touch()
    (tmp_path / "a.docx").touch()
    kinds = ".parquet, .pq, .jsonl, .ndjson, .csv, .tsv, .warc, .wet"
    for arguments, message in (
        (
            ["a.jsonl", "-o", "out"],
            "a.jsonl: which column is the text? it has words, n; say which with --text-column\n",
        ),
        (
            ["a.jsonl", "-o", "out", "--text-column", "copy"],
            "a.jsonl: no column 'copy'; it has words, n; say which with --text-column\n",
        ),
        (["b.jsonl", "-o", "out"], "b.jsonl: there is no such file or folder; check the path\n"),
        (["a.docx", "-o", "out"], f"a.docx: no data set by its name; known are {kinds}, plain, .gz or .zst\n"),
        (["other", "-o", "out"], f"other: no file that can be scanned; known are {kinds}\n"),
        (
            ["a.jsonl", "-o", "other", "--text-column", "words"],
            "other: it is there, and is no scan; choose another place for --output\n",
        ),
        (
            ["a.jsonl", "-o", "a.docx", "--text-column", "words"],
            "a.docx: it is there, and is no scan; choose another place for --output\n",
        ),
    ):
        done = scan(tmp_path, *arguments)
        assert (done.returncode, done.stdout, done.stderr) == (2, "", message)
        assert not (tmp_path / "out").exists()


def test_what_is_broken_is_a_row_and_the_rest_is_scanned(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "a.jsonl").write_bytes(json_lines(LISTINGS) + b'{"text": "cut')
    (data / "b.parquet").write_bytes(b"PAR1 and no more")
    write_parquet(data / "c.parquet", [{"words": "no column of text"}])
    write_parquet(data / "d.parquet", [{"text": None}, {"text": "x" * 2000}])
    (data / "e.warc.gz").write_bytes(b"no archive")
    done = scan(tmp_path, "data", "-o", "out", "--max-size", "0.001")
    assert done.returncode == 2
    found = [
        (row["source"], row["status"], [why["reason"] for why in row["incomplete"]])
        for row in results(tmp_path / "out")
    ]
    assert found == [
        ("data/a.jsonl", "findings", []),
        ("data/a.jsonl", "clean", []),
        ("data/a.jsonl", "findings", []),
        ("data/a.jsonl", "clean", []),
        ("data/a.jsonl", "incomplete", ["unreadable"]),
        ("data/b.parquet", "incomplete", ["unreadable"]),
        ("data/c.parquet", "incomplete", ["unreadable"]),
        ("data/d.parquet", "incomplete", ["no-text"]),
        ("data/d.parquet", "incomplete", ["too-large"]),
        ("data/e.warc.gz", "incomplete", ["unreadable"]),
    ]
    assert "not scanned: 1 no-text, 1 too-large, 4 unreadable\n" in done.stdout


def test_a_scan_goes_on_with_new_files_only(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "a.jsonl").write_bytes(json_lines(LISTINGS[:2]))
    assert scan(tmp_path, "data", "-o", "out", "--as-of", DAY).returncode == 0
    written = {path: path.stat().st_mtime_ns for path in (tmp_path / "out" / "rows").iterdir()}
    (data / "0.jsonl").write_bytes(json_lines(LISTINGS[2:]))
    assert scan(tmp_path, "data", "-o", "out").returncode == 0
    assert ids(tmp_path / "out") == ["b1", "b2", "a1", "a2"]
    assert {path: path.stat().st_mtime_ns for path in written} == written
    other = scan(tmp_path, "data", "-o", "out", "--product", "kratom", "--as-of", "2026-11-22", "--unit-size", "1")
    assert other.stderr == (
        "the scan was begun otherwise: as_of was 2026-11-23 and is 2026-11-22; product was none and is kratom; "
        "unit_size was 32000000 and is 1000000; repeat its options, or scan to another folder\n"
    )
    (data / "a.jsonl").write_bytes(json_lines(LISTINGS))
    changed = scan(tmp_path, "data", "-o", "out")
    assert changed.stderr == "data/a.jsonl: it has changed since the scan was begun; scan to another folder\n"
    assert (other.returncode, changed.returncode) == (2, 2)


class Hunter(threading.Thread):
    """Kills, so many times, the process that writes the results of a unit, as soon as it has begun."""

    def __init__(self, folder: Path, unit: str, times: int) -> None:
        super().__init__(daemon=True)
        self._pattern = f".{unit}.*.part"
        self._folder = folder
        self._times = times
        self.killed: list[int] = []

    def run(self) -> None:
        while len(self.killed) < self._times:
            for path in self._folder.glob(self._pattern):
                process = int(path.name.split(".")[2])
                if process not in self.killed:
                    os.kill(process, signal.SIGKILL)
                    self.killed.append(process)
            time.sleep(0.001)


@pytest.mark.parametrize("times", [2, 3])
def test_a_killed_process_is_noticed_and_its_unit_done_again_once(tmp_path: Path, times: int) -> None:
    (tmp_path / "a.jsonl").write_bytes(many(150))
    hunter = Hunter(tmp_path / "out" / "rows", "000000-00001", times)
    hunter.start()
    done = scan(tmp_path, "a.jsonl", "-o", "out", "--jobs", "2", "--unit-size", "0.01")
    hunter.join(1)
    assert len(hunter.killed) == times
    rows = results(tmp_path / "out")
    assert not list((tmp_path / "out" / "rows").glob(".*"))
    lost = [row for row in rows if row["status"] == "incomplete"]
    assert done.returncode == 2
    why = {"reason": "crash", "detail": "its process was killed twice; it may be short of memory"}
    assert all(row["incomplete"] == [why] for row in lost)
    if times == 2:
        assert ids(tmp_path / "out") == wanted_ids(150)
        assert 50 < len(lost) < 150
    else:  # killed even while its rows were named
        assert [row["position"] for row in lost] == [None]
        assert len(rows) > 450


def test_a_scan_that_was_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(many(300))
    arguments = ["a.jsonl", "-o", "out", "--jobs", "2", "--unit-size", "0.01"]
    process = subprocess.Popen([*COMMAND, *arguments], cwd=tmp_path, stderr=subprocess.DEVNULL)
    rows = tmp_path / "out" / "rows"
    wait_for(lambda: rows.exists() and len(list(rows.glob("[!.]*"))) >= 3)
    workers = children(process.pid)
    process.kill()
    process.wait()
    wait_for(lambda: not any(Path(f"/proc/{worker}").exists() for worker in workers))
    before = {path.name: path.stat().st_mtime_ns for path in rows.glob("[!.]*")}
    assert not (tmp_path / "out" / "summary.json").exists()
    assert scan(tmp_path, *arguments).returncode == 0
    assert ids(tmp_path / "out") == wanted_ids(300)
    assert {name: (rows / name).stat().st_mtime_ns for name in before} == before
    assert not list(rows.glob(".*"))


def test_a_scan_has_its_folder_to_itself(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(json_lines(LISTINGS))
    assert scan(tmp_path, "a.jsonl", "-o", "out").returncode == 0
    with alone(tmp_path / "out"):
        other = scan(tmp_path, "a.jsonl", "-o", "out")
    assert (other.returncode, other.stdout) == (2, "")
    assert other.stderr == "out: another run is at work on this scan; wait for it to end\n"
    assert scan(tmp_path, "a.jsonl", "-o", "out").returncode == 0


def test_an_interrupt_leaves_no_process_behind(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(many(300))
    arguments = ["a.jsonl", "-o", "out", "--jobs", "2", "--unit-size", "0.01"]
    process = subprocess.Popen([*COMMAND, *arguments], cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    rows = tmp_path / "out" / "rows"
    wait_for(lambda: rows.exists() and len(list(rows.glob("[!.]*"))) >= 1)
    workers = children(process.pid)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert (process.returncode, told) == (130, "")
    assert not any(Path(f"/proc/{worker}").exists() for worker in workers)


def test_a_full_disk_ends_the_scan_and_loses_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(json_lines(LISTINGS * 10))
    noise = [{"id": str(number), "text": f"Kratom treats {os.urandom(900).hex()} pain."} for number in range(200)]
    (tmp_path / "b.jsonl").write_bytes(json_lines(noise))
    quota = 100_000

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (quota, quota))

    arguments = [".", "-o", "out", "--jobs", "1"]
    full = scan(tmp_path, *arguments, preexec_fn=limit)
    assert (full.returncode, full.stdout) == (2, "")
    assert full.stderr == (
        "out/rows: results cannot be written: file too large; make room and run it again: what is done stays\n"
    )
    assert [path.name for path in (tmp_path / "out" / "rows").iterdir()] == ["000000-00000.parquet"]
    assert scan(tmp_path, *arguments).returncode == 0
    assert len(results(tmp_path / "out")) == 240


@pytest.mark.parametrize(
    ("terminal", "wanted"),
    [(True, "\r\x1b[K50% of 4 MB\r\x1b[K100% of 4 MB\r\x1b[K"), (False, "50% of 4 MB\n100% of 4 MB\n")],
)
def test_progress_is_written_over_on_a_terminal_and_kept_elsewhere(terminal: bool, wanted: str) -> None:
    stream = io.StringIO()
    progress = Progress(stream, 4_000_000, terminal=terminal, every=0)
    unit = Unit("a", "a.jsonl", "a.jsonl", "lines", 2_000_000)
    progress(unit, 10)
    progress(unit, 10)
    progress.end()
    assert re.sub(r", [^\r\n]*", "", stream.getvalue()) == wanted


def test_progress_is_told_with_rate_and_time_left() -> None:
    assert (
        told(30_000_000, 120_000_000, 5000, 10)
        == "25% of 120 MB, 5,000 documents, 3.0 MB/s, 500 documents/s, 30 s left"
    )
    assert told(0, 5_000_000, 0, 0) == "0% of 5 MB, 0 documents, 0.0 MB/s, 0 documents/s, ? left"
    assert told(1_000_000, 9_001_000_000, 10, 1).endswith("2 h 30 min left")


def wait_for(holds: Callable[[], bool]) -> None:
    for _ in range(2000):
        if holds():
            return
        time.sleep(0.05)
    pytest.fail("it never came")


def children(process: int) -> list[int]:
    """Return the processes that a process has started, resource tracker aside."""
    found = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [int(each) for each in found if b"resource_tracker" not in Path(f"/proc/{each}/cmdline").read_bytes()]
