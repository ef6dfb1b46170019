"""Counts what a scan has found, by rule, site and month, from its results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kratom_lint.scan.schema import SKIPPED

STATUSES = ("clean", "findings", "incomplete", SKIPPED)
CUBE = pa.schema(
    [
        *((name, pa.string()) for name in ("rule", "severity", "site", "month")),
        *((name, pa.int64()) for name in ("documents", "findings")),
    ]
)
"""How many findings a rule has, in how many documents, of a site in a month."""
PLACES = pa.schema(
    [
        *((name, pa.string()) for name in ("site", "month")),
        *((name, pa.int64()) for name in ("documents", "flagged", "findings")),
    ]
)
"""How many documents there are of a site in a month, how many have findings, and how many these are."""

_COLUMNS = [
    *("site", "month", "status", "unnamed", "incomplete.list.element.reason"),
    *("findings.list.element.rule", "findings.list.element.severity"),
]
_HELD = 1 << 20
"""The rows of counts after which those of equal keys are added up."""


@dataclass(slots=True)
class _Counts:
    """A table of counts by keys, built up from parts."""

    schema: pa.Schema
    parts: list[pa.Table] = field(default_factory=list)
    rows: int = 0

    def add(self, table: pa.Table) -> None:
        """Count what the columns of `table`, in the order of the schema, have counted."""
        self.parts.append(table.select(self.schema.names).cast(self.schema))
        self.rows += table.num_rows
        if self.rows > _HELD:
            self.parts, self.rows = [self.total()], 0

    def total(self) -> pa.Table:
        """Return the sums, sorted by keys."""
        keys = [name for name in self.schema.names if self.schema.field(name).type == pa.string()]
        table = sums(pa.concat_tables([self.schema.empty_table(), *self.parts]), keys)
        return table.sort_by([(key, "ascending") for key in keys])


@dataclass(frozen=True, slots=True)
class Summary:
    """What the documents of a scan amount to.

    `statuses` counts them by status, `reasons` by why they, or a part of them, were not scanned. `cube` is a table of
    CUBE, `places` one of PLACES. `unnamed` findings there are besides, if the texts that name no product are
    about kratom.
    """

    statuses: dict[str, int]
    reasons: dict[str, int]
    unnamed: int
    cube: pa.Table
    places: pa.Table

    @property
    def severities(self) -> dict[str, int]:
        """Return how many findings there are of each severity."""
        found = {row["severity"]: row["findings"] for row in sums(self.cube, ["severity"]).to_pylist()}
        return {severity: found.get(severity, 0) for severity in ("error", "warning", "info")}


def summarise(files: Iterable[Path]) -> Summary:
    """Return what the results in these files amount to."""
    statuses: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    unnamed = 0
    cube, places = _Counts(CUBE), _Counts(PLACES)
    for path in files:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(1 << 16, columns=_COLUMNS):
                statuses.update(_counted(batch.column("status")))
                reasons.update(_counted(pc.struct_field(pc.list_flatten(batch.column("incomplete")), "reason")))
                unnamed += pc.sum(batch.column("unnamed")).as_py() or 0
                cube.add(_by_rule(batch))
                places.add(_by_place(batch))
    counted = {status: statuses[status] for status in STATUSES}
    return Summary(counted, dict(sorted(reasons.items())), unnamed, cube.total(), places.total())


def sums(table: pa.Table, keys: list[str]) -> pa.Table:
    """Return the sums of all columns of numbers for each combination of keys; most findings first."""
    counts = [name for name in table.schema.names if table.schema.field(name).type == pa.int64()]
    added = table.group_by(keys).aggregate([(name, "sum") for name in counts])
    added = added.rename_columns([name.removesuffix("_sum") for name in added.schema.names])
    order = [("findings", "descending"), *((key, "ascending") for key in keys)]
    return added.select([*keys, *counts]).sort_by(order)


def _counted(values: pa.Array) -> dict[str, int]:
    return {each["values"]: each["counts"] for each in pc.value_counts(values).to_pylist()}


def _by_rule(batch: pa.RecordBatch) -> pa.Table:
    findings = batch.column("findings")
    rows = pc.list_parent_indices(findings)
    flat = pc.list_flatten(findings)
    keys = {name: pc.struct_field(flat, name) for name in ("rule", "severity")}
    keys |= {name: batch.column(name).take(rows) for name in ("site", "month")}
    counted = (
        pa.table(keys | {"row": rows}).group_by(list(keys)).aggregate([("row", "count_distinct"), ("row", "count")])
    )
    return counted.rename_columns({"row_count_distinct": "documents", "row_count": "findings"})


def _by_place(batch: pa.RecordBatch) -> pa.Table:
    counts: dict[str, Any] = {
        "documents": pa.repeat(1, batch.num_rows),
        "findings": pc.coalesce(pc.list_value_length(batch.column("findings")), 0),
    }
    counts["flagged"] = pc.cast(pc.greater(counts["findings"], 0), pa.int64())
    table = pa.table({name: batch.column(name) for name in ("site", "month")} | counts)
    counted = table.group_by(["site", "month"]).aggregate([(name, "sum") for name in counts])
    return counted.rename_columns({f"{name}_sum": name for name in counts})
