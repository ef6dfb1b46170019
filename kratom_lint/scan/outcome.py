"""What a scan amounts to, for programs and for people."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from kratom_lint.scan.summary import Summary, sums

_SITES = 1000
"""The sites that the JSON summary names; `summary.parquet` has all."""
_SHOWN = 10
"""The rules, sites and months that people are shown."""


def render_json(summary: Summary, options: Mapping[str, Any]) -> str:
    """Return the summary as JSON; the same results and options give the same bytes."""
    report = {
        "schema_version": 1,
        "options": options,
        "documents": {"total": sum(summary.statuses.values()), **summary.statuses},
        "reasons": summary.reasons,
        "findings": summary.severities,
        "unnamed": summary.unnamed,
        "rules": sums(summary.cube, ["rule", "severity"]).to_pylist(),
        "sites": sums(summary.places, ["site"]).slice(0, _SITES).to_pylist(),
        "months": sums(summary.places, ["month"]).sort_by("month").to_pylist(),
    }
    return json.dumps(report, indent=1) + "\n"


def render(summary: Summary) -> str:
    """Return the summary in lines: documents by status, then the rules, sites and months with most findings."""
    lines = [*_totals(summary)]
    for name, table in (
        ("rule", sums(summary.cube, ["rule", "severity"])),
        ("site", sums(summary.places, ["site"])),
        ("month", sums(summary.places, ["month"])),
    ):
        rows = [row for row in table.to_pylist() if row["findings"]]
        if rows and (name == "rule" or any(row[name] is not None for row in rows)):
            lines += ["", f"{'findings':>12}{'documents':>12}  {name}"]
            lines += [_line(row, name) for row in rows[:_SHOWN]]
            lines += [f"{'':26}and {len(rows) - _SHOWN:,} more"] if len(rows) > _SHOWN else []
    return "\n".join(lines) + "\n"


def _totals(summary: Summary) -> Iterator[str]:
    found = ", ".join(f"{count:,} {level}" for level, count in summary.severities.items())
    told = {"findings": "with findings"}
    counts = ", ".join(f"{count:,} {told.get(status, status)}" for status, count in summary.statuses.items())
    yield f"{sum(summary.statuses.values()):,} documents: {counts}"
    yield f"{sum(summary.severities.values()):,} findings: {found}"
    if summary.reasons:
        yield "not scanned: " + ", ".join(f"{count:,} {reason}" for reason, count in summary.reasons.items())
    if summary.unnamed:
        yield f"{summary.unnamed:,} more if the texts that name no product are about kratom; --product says so"


def _line(row: Mapping[str, Any], name: str) -> str:
    documents = row.get("flagged", row["documents"])
    severity = f"{row['severity']} " if "severity" in row else ""
    return f"{row['findings']:>12,}{documents:>12,}  {severity}{'none' if row[name] is None else row[name]}"
