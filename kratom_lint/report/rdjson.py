"""The diagnostic formats of reviewdog (proto/rdf/reviewdog.proto): one object, or a line for each finding."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from kratom_lint.fix import apply
from kratom_lint.model import Edit, Finding, Incomplete, Severity, Span, Suggestion
from kratom_lint.report.position import Positions
from kratom_lint.report.run import FileReport, Run
from kratom_lint.report.summary import shown
from kratom_lint.report.telling import NOT_CHECKED, edited, reasons, severity, verdict

Value: TypeAlias = "str | int | Sequence[Value] | Mapping[str, Value]"

_SOURCE: Value = {"name": "kratom-lint"}
_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.INFO: "INFO"}


def render(run: Run, *, show_suppressed: bool = False) -> str:
    """Return the run as one DiagnosticResult, in ASCII."""
    diagnostics = list(_diagnostics(run, show_suppressed))
    return json.dumps({"source": _SOURCE, "diagnostics": diagnostics}) + "\n"


def render_lines(run: Run, *, show_suppressed: bool = False) -> str:
    """Return one Diagnostic a line, in ASCII; empty when there is nothing to tell."""
    return "".join(json.dumps(each) + "\n" for each in _diagnostics(run, show_suppressed))


def _diagnostics(run: Run, show_suppressed: bool) -> Iterator[dict[str, Value]]:
    for file, positions, finding in shown(run, show_suppressed=show_suppressed):
        yield _finding(file, positions, finding)
    yield from map(_incomplete, run.incomplete)


def _finding(file: FileReport, positions: Positions, finding: Finding) -> dict[str, Value]:
    place: dict[str, Value] = {"path": file.path}
    if not file.extracted:
        place["range"] = _range(finding.span, positions)
    code: dict[str, Value] = {"value": finding.rule}
    if finding.authority and finding.authority[0].url:
        code["url"] = finding.authority[0].url
    diagnostic: dict[str, Value] = {
        "message": "\n".join([verdict(file, finding), *reasons(finding)]),
        "location": place,
        "severity": _SEVERITIES[severity(finding)],
        "source": _SOURCE,
        "code": code,
    }
    if typed := edited(file, finding):
        diagnostic["suggestions"] = [_suggestion(each, file.source, positions) for each in typed]
    return diagnostic


def _incomplete(entry: Incomplete) -> dict[str, Value]:
    return {
        "message": f"Not checked ({entry.reason}): {entry.detail}",
        "location": {"path": entry.path},
        "severity": "ERROR",
        "source": _SOURCE,
        "code": {"value": NOT_CHECKED},
    }


def _suggestion(suggestion: Suggestion, source: str, positions: Positions) -> Value:
    """Return the edits as one, as each suggestion is a choice of its own there: with what stands between them."""
    start = min(edit.span.start for edit in suggestion.edits)
    end = max(edit.span.end for edit in suggestion.edits)
    moved = (Edit(Span(edit.span.start - start, edit.span.end - start), edit.text) for edit in suggestion.edits)
    return {"range": _range(Span(start, end), positions), "text": apply(source[start:end], moved)}


def _range(span: Span, positions: Positions) -> Value:
    return {"start": _position(span.start, positions), "end": _position(span.end, positions)}


def _position(offset: int, positions: Positions) -> Value:
    """Return a line and a column, both 1-based, the column in UTF-8 bytes."""
    line = positions.at(offset).line
    return {"line": line, "column": positions.byte(offset) - positions.byte(positions.line_start(line)) + 1}
