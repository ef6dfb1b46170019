"""JUnit's XML, which every CI server shows: a suite for each file, a failed test for what fails the run."""

from __future__ import annotations

from collections import defaultdict
from xml.etree.ElementTree import Element, SubElement

from kratom_lint.model import Finding
from kratom_lint.report.position import Positions
from kratom_lint.report.run import FileReport, Run
from kratom_lint.report.summary import excuse, shown
from kratom_lint.report.telling import message, place, reasons
from kratom_lint.report.xml import document, held

_COUNTED = {"failures": "failure", "errors": "error", "skipped": "skipped"}


def render(run: Run, *, show_suppressed: bool = False) -> str:
    """Return an XML document in ASCII. A file without findings is one test, and it passed.

    What was not checked is an error, a finding below `fail_on` a passed test with its text, an excused one is skipped.
    """
    cases: dict[str, list[Element]] = defaultdict(list, {file.path: [] for file in run.files})
    for file, positions, finding in shown(run, show_suppressed=show_suppressed):
        cases[file.path].append(_case(file, positions, finding))
    for entry in run.incomplete:
        case = _test(entry.path, "not checked")
        SubElement(case, "error", type=entry.reason, message=held(entry.detail))
        cases[entry.path].append(case)
    root = Element("testsuites", name="kratom-lint")
    for path, found in sorted(cases.items()):
        tests = found or [_test(path, "no findings")]
        suite = SubElement(root, "testsuite", _counts(tests), name=held(path))
        suite.extend(tests)
    for name in ("tests", *_COUNTED):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    return document(root)


def _case(file: FileReport, positions: Positions, finding: Finding) -> Element:
    case = _test(file.path, " ".join(filter(None, [finding.rule, place(file, positions, finding)])))
    told = held(message(file, finding))
    text = held("\n".join(reasons(finding)))
    if excused := excuse(finding):
        SubElement(case, "skipped", message=held(excused))
    elif file.fails(finding):
        SubElement(case, "failure", type=finding.severity.value, message=told).text = text
    else:
        SubElement(case, "system-out").text = f"{finding.severity.value}: {told}\n{text}"
    return case


def _test(path: str, name: str) -> Element:
    return Element("testcase", classname=held(path), name=held(name))


def _counts(tests: list[Element]) -> dict[str, str]:
    counts = {name: sum(test.find(child) is not None for test in tests) for name, child in _COUNTED.items()}
    return {"tests": str(len(tests))} | {name: str(count) for name, count in counts.items()}
