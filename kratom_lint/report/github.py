"""Workflow commands for GitHub Actions, which shows each finding at its line of a pull request.

Form and escaping follow actions/toolkit, packages/core/src/command.ts.
"""

from __future__ import annotations

from kratom_lint.model import Finding, Severity
from kratom_lint.report.position import Positions
from kratom_lint.report.run import FileReport, Run
from kratom_lint.report.summary import excuse, shown

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(run: Run, *, show_suppressed: bool = False) -> str:
    """Return one command for each finding and each thing not checked.

    The gravest that count come first, because GitHub shows only the first ten.
    """
    found = sorted(shown(run, show_suppressed=show_suppressed), key=_weight)
    commands = [_finding(file.path, finding, positions) for file, positions, finding in found]
    commands += [
        _command("error", {"file": entry.path, "title": "not checked"}, f"{entry.reason}: {entry.detail}")
        for entry in run.incomplete
    ]
    return "".join(commands)


def _weight(found: tuple[FileReport, Positions, Finding]) -> tuple[bool, int]:
    return bool(excuse(found[2])), -found[2].severity.rank


def _finding(path: str, finding: Finding, positions: Positions) -> str:
    start, end = positions.at(finding.span.start), positions.at(finding.span.end)
    excused = excuse(finding)
    title = f"{finding.rule} ({excused})" if excused else finding.rule
    place = {"file": path, "line": str(start.line), "endLine": str(end.line), "col": str(start.column)}
    laws = [f"Law: {authority.citation}, {authority.title}" for authority in finding.authority]
    remedies = [f"Suggestion: {suggestion.title}" for suggestion in finding.suggestions]
    return _command(
        "notice" if excused else _LEVELS[finding.severity],
        place | {"title": title},
        "\n".join([finding.message, finding.why, *laws, *remedies]),
    )


def _command(level: str, properties: dict[str, str], message: str) -> str:
    listed = ",".join(f"{name}={_escape_property(value)}" for name, value in properties.items())
    return f"::{level} {listed}::{_escape(message)}\n"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")
