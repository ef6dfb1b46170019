"""Scans on Apache Spark: a stream of units with a checkpoint, each micro-batch written to a folder of its own."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pyspark import TaskContext
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.pandas.types import from_arrow_schema

from kratom_lint.books import Books, day_of
from kratom_lint.errors import KratomLintError
from kratom_lint.output import write_file
from kratom_lint.scan.batch import scan_batch
from kratom_lint.scan.schema import RESULTS
from kratom_lint.scan.units import Unit
from kratom_lint.scan.work import Plan, given_up, packs_of, scanned, scanner_of
from kratom_lint.settings import Settings

PLAN, CHECKPOINT = "plan", "checkpoint"
"""The folders, inside that of the scan, of the units to do and of what Spark knows of those done."""
_TRIES = 4
"""So many times Spark tries a task, as it does everywhere but on one machine when nobody says otherwise."""
_LOCAL = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
_ROUNDS = 16
"""The units of a micro-batch for each core: enough to keep all busy, few enough to lose little in a kill."""


def scan_frame(frame: DataFrame, settings: Settings | None = None, **options: Any) -> DataFrame:
    """Return the results of a table, one row a document, for whatever Spark can read and write, streams included.

    The table has a column `text` and any others of `schema.DOCUMENTS`. `options` are those of `Plan`; the law is that
    of today unless `settings` say otherwise. Raises RuleError or ConfigError when there are no such rules.
    """
    settings = settings or Settings()
    settings = replace(settings, as_of=day_of(settings))  # machines may differ on what day it is
    plan = Plan(settings, packs_of(Books().get(settings)), **options)
    return frame.mapInArrow(partial(_scan_table, plan=plan), from_arrow_schema(RESULTS))


def left(units: Sequence[Unit], folder: Path, results: Path) -> list[Unit]:
    """Return the units whose results are not written."""
    done = {unit for group in _groups(folder / PLAN) if _is_done(group, results) for unit in group}
    return [unit for unit in units if unit not in done]


def run(
    units: Sequence[Unit],
    plan: Plan,
    folder: Path,
    results: Path,
    jobs: int,
    done: Callable[[Unit, int], None],
) -> None:
    """Scan units on the Spark that this process was submitted to, else in `jobs` local processes.

    All machines must see the data set and `folder` under these paths. Raises KratomLintError when Spark gives up;
    what is written by then stays.
    """
    try:
        spark = _session(jobs)
    except PySparkException as error:
        raise KratomLintError(f"Spark does not start: {_why(error)}; it takes Java 17 or later") from error
    try:
        _write_plan(units, folder / PLAN, spark.sparkContext.defaultParallelism * _ROUNDS)
        stream = spark.readStream.format("text").option("maxFilesPerTrigger", 1).load(_address(folder / PLAN))
        query = (
            stream.writeStream.foreachBatch(partial(_write_batch, plan=plan, results=results, done=done))
            .option("checkpointLocation", _address(folder / CHECKPOINT))
            .trigger(availableNow=True)
            .start()
        )
        query.awaitTermination()
    except PySparkException as error:
        raise KratomLintError(f"Spark has given up: {_why(error)}; run it again: what is done stays") from error
    finally:
        spark.stop()


def _why(error: PySparkException) -> str:
    """Return the line of an error that says most: the last exception not of Spark's own, else the first."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    raised = [line for line in lines if re.match(r"(?!py4j|pyspark|org\.|java)[\w.]+(Error|Exception): ", line)]
    return raised[-1] if raised else lines[0]


def _session(jobs: int) -> SparkSession:
    builder = SparkSession.builder.appName("kratom-lint scan")
    if "PYSPARK_GATEWAY_PORT" in os.environ:  # submitted, with a say on all else
        return builder.getOrCreate()
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    session = builder.master(f"local[{jobs},{_TRIES}]").config(map=_LOCAL).getOrCreate()
    session.sparkContext.setLogLevel("OFF")  # what fails is told in the end, and not with a traceback for each try
    return session


def _address(path: Path) -> str:
    return path.absolute().as_uri()


def _write_plan(units: Sequence[Unit], folder: Path, size: int) -> None:
    """Write the units that no file of the plan has yet, so many in a file, each of which becomes a micro-batch."""
    folder.mkdir(parents=True, exist_ok=True)
    known = {unit for group in _groups(folder) for unit in group}
    new = [unit for unit in units if unit not in known]
    for start in range(0, len(new), size):
        group = new[start : start + size]
        write_file(folder / f"{group[0].name}.jsonl", "".join(f"{unit}\n" for unit in group))


def _groups(folder: Path) -> Iterator[list[Unit]]:
    for path in sorted(folder.glob("[!.]*.jsonl")):
        yield [Unit.parse(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _is_done(group: Sequence[Unit], results: Path) -> bool:
    return (_place(group, results) / "_SUCCESS").exists()


def _place(group: Sequence[Unit], results: Path) -> Path:
    return results / f"from-{min(unit.name for unit in group)}"


def _write_batch(
    frame: DataFrame, number: int, *, plan: Plan, results: Path, done: Callable[[Unit, int], None]
) -> None:
    """Write the results of one micro-batch, over what a try that was killed has left of them."""
    group = [Unit.parse(row.value) for row in frame.collect()]
    if not group or _is_done(group, results):  # the kill came before Spark had noted that
        return
    scanned = frame.repartition(len(group)).mapInArrow(partial(_scan, plan=plan), from_arrow_schema(RESULTS))
    place = _place(group, results)
    scanned.write.mode("overwrite").option("compression", "zstd").parquet(_address(place))
    documents = sum(pq.read_metadata(path).num_rows for path in place.glob("*.parquet"))
    for unit in group:
        done(unit, documents)
        documents = 0  # Spark does not say which unit has how many


def _scan_table(batches: Iterable[pa.RecordBatch], *, plan: Plan) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        yield scan_batch(batch, scanner_of(plan))


def _scan(batches: Iterable[pa.RecordBatch], *, plan: Plan) -> Iterator[pa.RecordBatch]:
    """Return the results of the units in batches of them. The last of several tries only names their documents."""
    context = TaskContext.get()
    is_last = context is not None and context.attemptNumber() + 1 >= _TRIES
    for batch in batches:
        for text in batch.column(0).to_pylist():
            unit = Unit.parse(text)
            if is_last:
                why = f"its process has ended early {_TRIES - 1} times; it may be short of memory"
                yield from given_up(unit, plan, why)
            else:
                yield from scanned(unit, plan)
