"""How reports for programs tell a finding: in a sentence, at a place, with all that stands behind it."""

from __future__ import annotations

from kratom_lint.model import Finding, Severity, Suggestion
from kratom_lint.report.position import Positions
from kratom_lint.report.run import FileReport
from kratom_lint.report.summary import excuse

NOT_CHECKED = "not-checked"
"""What stands for a rule where something could not be checked."""


def message(file: FileReport, finding: Finding) -> str:
    """Return what is wrong.

    Nobody finds a line in a file that is no text, so there the claim is quoted, with the paragraph, slide or page.
    """
    if file.extracted:
        quoted = f'"{finding.match}"' if finding.match else ""
        where = ": ".join(part for part in (finding.pointer, quoted) if part)
        return f"{finding.message} ({where})" if where else finding.message
    return finding.message


def verdict(file: FileReport, finding: Finding) -> str:
    """Return what is wrong, and why it does not count if it does not."""
    excused = excuse(finding)
    return message(file, finding) + (f" ({excused})" if excused else "")


def reasons(finding: Finding) -> list[str]:
    """Return a line for the reason, each law and each suggestion."""
    laws = [f"Law: {authority.citation}, {authority.title}" for authority in finding.authority]
    remedies = [f"Suggestion: {suggestion.title}" for suggestion in finding.suggestions]
    return [finding.why, *laws, *remedies]


def place(file: FileReport, positions: Positions, finding: Finding) -> str:
    """Return where in its file a finding stands: `line:column`, or its pointer in a file that is no text."""
    if file.extracted:
        return finding.pointer
    start = positions.at(finding.span.start)
    return f"{start.line}:{start.column}"


def edited(file: FileReport, finding: Finding) -> list[Suggestion]:
    """Return the suggestions that can be typed: none into a file that is no text, none where nothing is to be done."""
    return [each for each in finding.suggestions if each.edits and not file.extracted and not excuse(finding)]


def severity(finding: Finding) -> Severity:
    """Return how grave a finding is to be shown: what is excused is no more than worth knowing."""
    return Severity.INFO if excuse(finding) else finding.severity
