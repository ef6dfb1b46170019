"""One line a finding: `path:line:col: severity rule message`."""

from __future__ import annotations

from kratom_lint.model import Finding
from kratom_lint.report.position import Position
from kratom_lint.report.run import Run
from kratom_lint.report.summary import excuse, shown
from kratom_lint.report.terminal import Style, printable

_PLAIN = Style(color=False)


def render(run: Run, *, show_suppressed: bool = False) -> str:
    """Return one line for each finding, in order of path, start and rule; empty when there is none."""
    return "".join(
        headline(file.path, positions.at(finding.span.start), finding, _PLAIN) + "\n"
        for file, positions, finding in shown(run, show_suppressed=show_suppressed, upcoming=True)
    )


def headline(path: str, position: Position, finding: Finding, style: Style) -> str:
    """Return the line that says where, how grave, which rule and what, and why it does not count if it is so."""
    place = style.paint("bold", f"{printable(path)}:{position.line}:{position.column}:")
    severity = style.paint(finding.severity.value, finding.severity.value)
    rule = style.paint("bold", finding.rule)
    line = f"{place} {severity} {rule} {printable(finding.message)}"
    excused = excuse(finding)
    return line + style.paint("faint", f" ({printable(excused)})") if excused else line
