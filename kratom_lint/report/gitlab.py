"""The code quality report of GitLab, which shows findings in merge requests and their diffs."""

from __future__ import annotations

import hashlib
import json

from kratom_lint.model import Finding, Severity
from kratom_lint.report.position import Positions
from kratom_lint.report.run import FileReport, Run
from kratom_lint.report.summary import shown
from kratom_lint.report.telling import NOT_CHECKED, reasons, severity, verdict

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(run: Run, *, show_suppressed: bool = False) -> str:
    """Return a JSON array with one entry for each finding and each thing not checked, in ASCII.

    GitLab compares the fingerprints of two branches, so each stands for path, rule and words, and none for a line.
    """
    entries = [
        _finding(file, positions, finding) for file, positions, finding in shown(run, show_suppressed=show_suppressed)
    ]
    entries += [
        _entry(NOT_CHECKED, f"Not checked ({each.reason}): {each.detail}", "blocker", each.path, (1, 1), each.reason)
        for each in run.incomplete
    ]
    return json.dumps(entries, indent=2) + "\n"


def _finding(file: FileReport, positions: Positions, finding: Finding) -> dict[str, object]:
    start, end = positions.at(finding.span.start), positions.at(finding.span.end)
    lines = (1, 1) if file.extracted else (start.line, end.line)
    level = _SEVERITIES[severity(finding)]
    entry = _entry(finding.rule, verdict(file, finding), level, file.path, lines, finding.fingerprint)
    return entry | {"content": {"body": "\n\n".join(reasons(finding))}}


def _entry(
    rule: str, description: str, level: str, path: str, lines: tuple[int, int], identity: str
) -> dict[str, object]:
    named = "\0".join((path, rule, identity)).encode("utf-8", "surrogatepass")
    return {
        "type": "issue",
        "check_name": rule,
        "description": description,
        "severity": level,
        "fingerprint": hashlib.sha256(named).hexdigest()[:32],
        "location": {"path": path, "lines": {"begin": lines[0], "end": lines[1]}},
    }
