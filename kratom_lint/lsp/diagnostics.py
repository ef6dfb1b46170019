"""Findings, and what could not be checked, as an editor shows them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lsprotocol import types

from kratom_lint.lsp.desk import Reading
from kratom_lint.lsp.places import Places
from kratom_lint.model import Finding, Incomplete, Severity

SOURCE = "kratom-lint"
MOST = 5000
"""So many findings of a document are shown; no editor is of use with more."""
_LEVELS = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}
FAULT = re.compile(r"(.+?):(\d+):(\d+): (.*)", re.DOTALL)
"""A line that tells of a fault in a file: path, line, column (1-based), what is wrong."""


def diagnostics_of(reading: Reading, places: Places, uri: str) -> list[types.Diagnostic]:
    """Return a diagnostic for each finding and for each thing that could not be checked.

    Of more than MOST findings the first are shown, and how many more there are is said.
    """
    more = len(reading.findings) - MOST
    return [
        *(_incomplete(entry, places) for entry in reading.incomplete),
        *([_more(more, places)] if more > 0 else []),
        *(diagnostic_of(finding, places, uri) for finding in reading.findings[:MOST]),
    ]


def diagnostic_of(finding: Finding, places: Places, uri: str) -> types.Diagnostic:
    """Return a finding with its rule as code, the law behind it, and the places that belong to it."""
    url = next((law.url for law in finding.authority if law.url), None)
    return types.Diagnostic(
        range=places.range(finding.span),
        message=finding.message,
        severity=_LEVELS[finding.severity],
        code=finding.rule,
        code_description=types.CodeDescription(url) if url else None,
        source=SOURCE,
        related_information=list(_related(finding, places, uri)) or None,
        data={"fingerprint": finding.fingerprint},
    )


def _related(finding: Finding, places: Places, uri: str) -> Iterator[types.DiagnosticRelatedInformation]:
    for related in finding.related:
        message = f"{related.rule}: {related.message}" if related.rule else related.message
        yield types.DiagnosticRelatedInformation(types.Location(uri, places.range(related.span)), message)


def _incomplete(entry: Incomplete, places: Places) -> types.Diagnostic:
    """Return what tells the writer that silence means nothing here."""
    return types.Diagnostic(
        range=places.start(1, 1),
        message=f"Not checked: {entry.detail}",
        severity=types.DiagnosticSeverity.Error,
        code=f"incomplete/{entry.reason}",
        source=SOURCE,
    )


def _more(count: int, places: Places) -> types.Diagnostic:
    return types.Diagnostic(
        range=places.start(1, 1),
        message=f"{count} more findings are not shown here; `kratom-lint check` tells them all",
        severity=types.DiagnosticSeverity.Warning,
        code="incomplete/shown",
        source=SOURCE,
    )
