"""What a baseline accepts, for how long, and how old it is on the whole."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date

from kratom_lint.model import Severity
from kratom_lint.policy.baseline import Entry
from kratom_lint.report.terminal import printable

_AGES = ((30, "up to 30 days"), (180, "up to 180 days"), (365, "up to a year"))
_OLDER = "older"


def listing(entries: Sequence[Entry], day: date, form: str) -> str:
    """Return the entries, oldest first, for people ("human") or programs ("json"), as on `day`."""
    ordered = sorted(entries, key=lambda entry: (entry.first_seen, entry))
    ages = [(day - date.fromisoformat(entry.first_seen)).days for entry in ordered]
    if form == "json":
        values = [_values(entry, age) for entry, age in zip(ordered, ages, strict=True)]
        return json.dumps({"as_of": day.isoformat(), "findings": values}, indent=2) + "\n"
    rows = [_row(entry, age) for entry, age in zip(ordered, ages, strict=True)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "".join(f"{line}\n" for line in [*lines, *([""] if lines else []), _summary(ordered, ages)])


def _row(entry: Entry, age: int) -> tuple[str, ...]:
    times = f" ({entry.count} times)" if entry.count > 1 else ""
    return (
        f"{age} d".rjust(6),
        entry.first_seen,
        entry.severity.value,
        entry.rule,
        printable(entry.path),
        f"{printable(entry.match)}{times}" if entry.match else "the whole document",
    )


def _values(entry: Entry, age: int) -> dict[str, str | int]:
    return {
        "path": entry.path,
        "rule": entry.rule,
        "severity": entry.severity.value,
        "fingerprint": entry.fingerprint,
        "first_seen": entry.first_seen,
        "age": age,
        "count": entry.count,
        "match": entry.match,
    }


def _plural(count: int, severity: Severity) -> str:
    return "" if count == 1 or severity is Severity.INFO else "s"


def _summary(entries: Sequence[Entry], ages: Sequence[int]) -> str:
    total = sum(entry.count for entry in entries)
    if not total:
        return "no findings accepted"
    severities: Counter[Severity] = Counter()
    spans: Counter[str] = Counter()
    for entry, age in zip(entries, ages, strict=True):
        severities[entry.severity] += entry.count
        spans[next((name for most, name in _AGES if age <= most), _OLDER)] += entry.count
    grave = ", ".join(
        f"{severities[each]} {each.value}{_plural(severities[each], each)}"
        for each in reversed(Severity)
        if severities[each]
    )
    old = ", ".join(f"{spans[name]} {name}" for name in [*(name for _, name in _AGES), _OLDER] if spans[name])
    files = len({entry.path for entry in entries})
    return f"{total} accepted in {files} {'file' if files == 1 else 'files'}: {grave}; {old}"
