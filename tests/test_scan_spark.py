"""A scan on a real Spark finds what the embedded one finds, whichever of its processes is killed in between."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

import kratom_lint
from kratom_lint import load_rulebook
from kratom_lint.scan.schema import RESULTS
from tests.collections_of import LISTINGS, json_lines, write_all

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(find_spec("pyspark") is None, reason="pyspark is not installed; uv sync --group spark"),
    pytest.mark.skipif(
        shutil.which("java") is None, reason="Java is not installed; apt install openjdk-17-jre-headless"
    ),
]
DAY = "2026-11-23"
KEYS = [("source", "ascending"), ("position", "ascending")]


@pytest.fixture(scope="module", autouse=True)
def _compiled() -> None:
    load_rulebook()  # once, so that the processes find it in the cache


def scan(folder: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "kratom_lint", "scan", *arguments, "--as-of", DAY]


def results(folder: Path) -> list[dict[str, Any]]:
    return ds.dataset(folder / "rows", format="parquet", schema=RESULTS).to_table().sort_by(KEYS).to_pylist()


def test_results_are_those_of_the_embedded_scan_whatever_is_killed(tmp_path: Path) -> None:
    write_all(tmp_path / "data", LISTINGS)
    records = [record | {"id": f"{record['id']}-{number}"} for number in range(200) for record in LISTINGS]
    (tmp_path / "data" / "many.jsonl").write_bytes(json_lines(records))
    arguments = ["data", "--unit-size", "0.002", "--jobs", "2"]
    spark = [*scan(tmp_path, *arguments), "--engine", "spark", "-o", "out"]
    process = subprocess.Popen(spark, cwd=tmp_path, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        kill(first(lambda: workers(process.pid)))
        rows = tmp_path / "out" / "rows"
        first(lambda: list(rows.glob("*/_SUCCESS")))
        assert process.poll() is None, "it was done before it could be killed"
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    written = {path: path.stat().st_mtime_ns for done in rows.glob("*/_SUCCESS") for path in done.parent.glob("*")}
    assert not (tmp_path / "out" / "summary.json").exists()

    # It goes on as a cluster would run it.
    submit = Path(find_spec("pyspark").origin).parent / "bin" / "spark-submit"  # type: ignore[union-attr, arg-type]
    program = str(Path(kratom_lint.__file__).with_name("__main__.py"))
    local = [
        "--master",
        "local[2,4]",
        "--conf",
        "spark.driver.bindAddress=127.0.0.1",
        "--conf",
        "spark.ui.enabled=false",
    ]
    environment = os.environ | {"PYSPARK_PYTHON": sys.executable}
    again = [str(submit), *local, program, *spark[3:], "--quiet"]  # it prints what comes on stderr, too
    done = subprocess.run(
        again, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    assert {path: path.stat().st_mtime_ns for path in written} == written

    embedded = subprocess.run([*scan(tmp_path, *arguments), "-o", "here"], cwd=tmp_path, capture_output=True, text=True)
    assert embedded.returncode == 0
    found = results(tmp_path / "out")
    assert len(found) == 32 + 800
    assert found == results(tmp_path / "here")
    assert done.stdout == embedded.stdout
    for name in ("summary.parquet", "summary.json"):
        one, other = ((tmp_path / folder / name).read_bytes() for folder in ("out", "here"))
        assert one.replace(b'"engine": "spark"', b'"engine": "embedded"') == other


def test_a_unit_that_kills_its_process_each_time_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(json_lines(LISTINGS * 1000))
    arguments = scan(tmp_path, "a.jsonl", "-o", "out", "--engine", "spark", "--jobs", "1")
    process = subprocess.Popen(arguments, cwd=tmp_path, stderr=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    killed: list[int] = []
    while len(killed) < 3:
        killed.append(first(lambda: [worker for worker in workers(process.pid) if worker not in killed]))
        kill(killed[-1])
    printed, _ = process.communicate(timeout=200)
    assert process.returncode == 2
    assert printed.startswith("4,000 documents: 0 clean, 0 with findings, 4,000 incomplete, 0 skipped\n")
    why = {"reason": "crash", "detail": "its process has ended early 3 times; it may be short of memory"}
    assert all(row["incomplete"] == [why] and row["id"] for row in results(tmp_path / "out"))


def test_tables_are_scanned_as_the_docs_say(tmp_path: Path) -> None:
    pq.write_table(
        pa.Table.from_pylist([{"sku": record["id"], "copy": record["text"]} for record in LISTINGS]),
        tmp_path / "a.parquet",
    )
    (tmp_path / "job.py").write_text(
        "from pyspark.sql import SparkSession\n"
        "from kratom_lint.scan.spark import scan_frame\n"
        "spark = SparkSession.builder.master('local[1]').config('spark.ui.enabled', 'false').getOrCreate()\n"
        "listings = spark.read.parquet('a.parquet').selectExpr('sku AS id', 'copy AS text')\n"
        "scan_frame(listings).select('id', 'status', 'findings.rule').write.json('out')\n"
    )
    environment = os.environ | {"PYSPARK_PYTHON": sys.executable}
    subprocess.run([sys.executable, "job.py"], cwd=tmp_path, env=environment, check=True, capture_output=True)
    found = [json.loads(line) for path in (tmp_path / "out").glob("*.json") for line in path.read_text().splitlines()]
    assert [(row["id"], row["status"]) for row in found] == [
        ("a1", "findings"),
        ("a2", "clean"),
        ("b1", "findings"),
        ("b2", "clean"),
    ]
    assert "disease/anxiety-depression" in found[0]["rule"]


def workers(driver: int) -> list[int]:
    """Return the Python processes that run tasks for a driver."""
    parents, daemons = {}, set()
    for process, parent, command in processes():
        parents[process] = parent
        if b"pyspark.daemon" in command:
            daemons.add(process)
    return [each for each in daemons if parents[each] in daemons and driver in ancestors(each, parents)]


def processes() -> Iterator[tuple[int, int, bytes]]:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            yield int(folder.name), parent, (folder / "cmdline").read_bytes()
        except OSError:  # it has ended meanwhile
            continue


def ancestors(process: int, parents: dict[int, int]) -> Iterator[int]:
    while process in parents:
        process = parents[process]
        yield process


def first(found: Callable[[], list[Any]]) -> Any:
    """Return the first of what is found, waited for."""
    for _ in range(8000):
        if there := found():
            return there[0]
        time.sleep(0.02)
    return pytest.fail("it never came")


def kill(process: int) -> None:
    os.kill(process, signal.SIGKILL)
