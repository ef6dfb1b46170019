"""Workflow commands for GitHub Actions, which shows each finding at its line of a pull request.

Form and escaping follow actions/toolkit, packages/core/src/command.ts.
"""

from __future__ import annotations

from collections import defaultdict

from kratom_lint.model import Finding, Incomplete, Severity
from kratom_lint.report.position import Positions
from kratom_lint.report.run import FileReport, Run
from kratom_lint.report.summary import excuse, incomplete_line, shown
from kratom_lint.report.telling import message, place, reasons, severity, verdict

LIMIT = 10
"""So many annotations of each level does GitHub show of a step ("Usage limits": annotations)."""

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_LISTED = 50


def render(run: Run, *, show_suppressed: bool = False) -> str:
    """Return one command for each finding and each thing not checked, gravest first.

    Of a level that has more than GitHub shows, the last command lists what is left, in a line each.
    """
    found = sorted(shown(run, show_suppressed=show_suppressed), key=_weight)
    commands: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for file, positions, finding in found:
        level = _LEVELS[severity(finding)]
        commands[level].append((_finding(level, file, positions, finding), _line(file, positions, finding)))
    commands["error"] += [(_incomplete(entry), incomplete_line(entry)) for entry in run.incomplete]
    return "".join(_folded(level, commands[level]) for level in _LEVELS.values())


def _weight(found: tuple[FileReport, Positions, Finding]) -> tuple[bool, int]:
    return bool(excuse(found[2])), -found[2].severity.rank


def _folded(level: str, commands: list[tuple[str, str]]) -> str:
    """Return the commands of a level, each given with a line that can stand for it."""
    if len(commands) <= LIMIT:
        return "".join(command for command, _ in commands)
    shown, rest = commands[: LIMIT - 1], [line for _, line in commands[LIMIT - 1 :]]
    listed = rest[:_LISTED] + ([f"and {len(rest) - _LISTED} more"] if len(rest) > _LISTED else [])
    title = f"{len(rest)} more, as GitHub shows only {LIMIT} of a level; other reports have them all"
    return "".join(command for command, _ in shown) + _command(level, {"title": title}, "\n".join(listed))


def _finding(level: str, file: FileReport, positions: Positions, finding: Finding) -> str:
    start, end = positions.at(finding.span.start), positions.at(finding.span.end)
    where = {"file": file.path}
    if not file.extracted:
        where |= {"line": str(start.line), "endLine": str(end.line), "col": str(start.column)}
    excused = excuse(finding)
    title = f"{finding.rule} ({excused})" if excused else finding.rule
    return _command(level, where | {"title": title}, "\n".join([message(file, finding), *reasons(finding)]))


def _line(file: FileReport, positions: Positions, finding: Finding) -> str:
    where = place(file, positions, finding)
    return f"{file.path}{':' if where else ''}{where}: {finding.rule} {verdict(file, finding)}"


def _incomplete(entry: Incomplete) -> str:
    return _command("error", {"file": entry.path, "title": "not checked"}, f"{entry.reason}: {entry.detail}")


def _command(level: str, properties: dict[str, str], text: str) -> str:
    listed = ",".join(f"{name}={_escape_property(value)}" for name, value in properties.items())
    return f"::{level} {listed}::{_escape(text)}\n"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")
