"""Which copy can be shown where: a verdict for each file in each place."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from kratom_lint.model import Finding, Severity
from kratom_lint.report.run import Run
from kratom_lint.report.terminal import Style, printable
from kratom_lint.values import value

CLEAN, CHANGE, NOT_SOLD = "clean", "change", "cannot be sold there"
_COLOUR = {CLEAN: "info", CHANGE: "warning", NOT_SOLD: "error"}


@value
class Cell:
    """What one place makes of one file: the verdict, and the rules that object, sorted; those of level info do not."""

    verdict: str
    rules: tuple[str, ...]


def cells(runs: Mapping[str, Run]) -> dict[str, dict[str, Cell]]:
    """Return for each file, by path, what each place of `runs` makes of it; a file that could not be checked is out."""
    found: dict[str, dict[str, Cell]] = {}
    for place, run in runs.items():
        for file in run.files:
            found.setdefault(file.path, {})[place] = _cell(file.findings)
    return dict(sorted(found.items()))


def _cell(findings: Sequence[Finding]) -> Cell:
    weighty = [finding for finding in findings if finding.severity is not Severity.INFO]
    barred = any(suggestion.kind == "product-change" for finding in weighty for suggestion in finding.suggestions)
    verdict = NOT_SOLD if barred else CHANGE if weighty else CLEAN
    return Cell(verdict, tuple(sorted({finding.rule for finding in weighty})))


def as_table(matrix: Mapping[str, Mapping[str, Cell]], places: Sequence[str], *, color: bool) -> str:
    """Return a row for each file and place; of one file, places with one and the same verdict and rules share a row."""
    style = Style(color)
    rows = []
    for path, row in matrix.items():
        together: dict[Cell, list[str]] = {}
        for place in places:
            if place in row:
                together.setdefault(row[place], []).append(place)
        rows += [(printable(path), cell, " ".join(names)) for cell, names in together.items()]
    width = max((len(path) for path, _, _ in rows), default=0)
    room = max(map(len, _COLOUR))
    return "".join(
        f"{path:{width}}  {style.paint(_COLOUR[cell.verdict], f'{cell.verdict:{room}}')}  {names}"
        + (f": {', '.join(cell.rules)}" if cell.rules else "")
        + "\n"
        for path, cell, names in rows
    )


def as_json(matrix: Mapping[str, Mapping[str, Cell]], runs: Mapping[str, Run]) -> str:
    """Return the same as one line of JSON, a cell for each file and place, and what could not be checked."""
    incomplete = sorted({(entry.path, entry.reason) for run in runs.values() for entry in run.incomplete})
    report = {
        "schema_version": 1,
        "as_of": max((run.as_of for run in runs.values()), default=""),
        "jurisdictions": list(runs),
        "incomplete": [{"path": path, "reason": reason} for path, reason in incomplete],
        "files": [
            {
                "path": path,
                "places": {place: {"verdict": cell.verdict, "rules": list(cell.rules)} for place, cell in row.items()},
            }
            for path, row in matrix.items()
        ],
    }
    return json.dumps(report) + "\n"
