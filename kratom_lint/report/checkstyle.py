"""Checkstyle's XML, which many servers and editors read."""

from __future__ import annotations

from collections import defaultdict
from xml.etree.ElementTree import Element, SubElement

from kratom_lint.model import Finding
from kratom_lint.report.position import Positions
from kratom_lint.report.run import FileReport, Run
from kratom_lint.report.summary import shown
from kratom_lint.report.telling import NOT_CHECKED, severity, verdict
from kratom_lint.report.xml import document, held


def render(run: Run, *, show_suppressed: bool = False) -> str:
    """Return an XML document in ASCII with all files of the run, those without findings, too.

    Line 0 stands for a whole file, as it does with Checkstyle: for one that is no text, or was not checked.
    """
    errors: dict[str, list[Element]] = defaultdict(list, {file.path: [] for file in run.files})
    for file, positions, finding in shown(run, show_suppressed=show_suppressed):
        errors[file.path].append(_error(file, positions, finding))
    for entry in run.incomplete:
        told = held(f"Not checked ({entry.reason}): {entry.detail}")
        errors[entry.path].append(
            Element("error", line="0", severity="error", message=told, source=f"kratom-lint.{NOT_CHECKED}")
        )
    root = Element("checkstyle", version="4.3")
    for path, elements in sorted(errors.items()):
        SubElement(root, "file", name=held(path)).extend(elements)
    return document(root)


def _error(file: FileReport, positions: Positions, finding: Finding) -> Element:
    start = positions.at(finding.span.start)
    place = {"line": "0"} if file.extracted else {"line": str(start.line), "column": str(start.column)}
    return Element(
        "error",
        place,
        severity=severity(finding).value,
        message=held(verdict(file, finding)),
        source=f"kratom-lint.{finding.rule}",
    )
