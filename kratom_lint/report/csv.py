"""A table for spreadsheets. The copy under review is hostile input: no cell of it may become a formula."""

from __future__ import annotations

import csv
import io
import re

from kratom_lint.model import Finding
from kratom_lint.report.position import Positions
from kratom_lint.report.run import FileReport, Run
from kratom_lint.report.summary import excuse, shown
from kratom_lint.report.telling import NOT_CHECKED

COLUMNS = (
    "path",
    "line",
    "column",
    "place",
    "severity",
    "rule",
    "claim",
    "text",
    "finding",
    "why",
    "law",
    "suggestions",
    "excused",
    "fingerprint",
)

_BOM = "\ufeff"  # without it, Excel reads the table in the encoding of the machine
# A sign is read as the start of a formula, behind white space, too; and where another separator is set, behind that.
_FORMULA = re.compile(r"(?:^|[;|\t\r\n])[\s\"'\u200b\ufeff]*(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def render(run: Run, *, show_suppressed: bool = False) -> str:
    """Return a table (RFC 4180) with a byte order mark: a row of names, and one for each finding or thing not checked.

    What a spreadsheet would take for a formula has an apostrophe in front, which it does not show.
    """
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    for file, positions, finding in shown(run, show_suppressed=show_suppressed, upcoming=True):
        writer.writerow(map(_harmless, _row(file, positions, finding)))
    for entry in run.incomplete:
        row = {"path": entry.path, "severity": "error", "rule": NOT_CHECKED, "finding": entry.reason}
        row["why"] = entry.detail
        writer.writerow([_harmless(row.get(column, "")) for column in COLUMNS])
    return _BOM + text.getvalue()


def _row(file: FileReport, positions: Positions, finding: Finding) -> tuple[str, ...]:
    start = positions.at(finding.span.start)
    line, column = ("", "") if file.extracted else (str(start.line), str(start.column))
    return (
        file.path,
        line,
        column,
        finding.pointer,
        finding.severity.value,
        finding.rule,
        finding.claim,
        finding.match,
        finding.message,
        finding.why,
        "\n".join(f"{law.citation}, {law.title}" for law in finding.authority),
        "\n".join(suggestion.title for suggestion in finding.suggestions),
        excuse(finding),
        finding.fingerprint,
    )


def _harmless(text: str) -> str:
    return _FORMULA.sub(r"\g<0>'", _CONTROL.sub("\ufffd", text))
