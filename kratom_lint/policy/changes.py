"""Of the findings in a changed file, those that the change has to answer for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import accumulate

from kratom_lint.model import Finding, Span
from kratom_lint.report.run import FileReport
from kratom_lint.values import replace


def narrowed(report: FileReport, before: FileReport) -> FileReport:
    """Return the report with the findings set apart that were there `before` and stand on no changed line.

    A finding on unchanged lines counts when it is new or graver: a change elsewhere can make a claim of a sentence, or
    leave a document without its warning. One about the whole document counts only then.
    """
    changed = list(touched(before.source, report.source))
    old = Counter(map(_state, before.findings))
    apart: set[int] = set()
    for number, finding in enumerate(report.findings):
        # Of equals, those that no change touches are the old ones.
        if old[_state(finding)] > 0 and not _is_touched(finding, changed):
            old[_state(finding)] -= 1
            apart.add(number)
    return replace(
        report,
        findings=tuple(finding for number, finding in enumerate(report.findings) if number not in apart),
        elsewhere=tuple(report.findings[number] for number in sorted(apart)),
    )


def touched(old: str, new: str) -> Iterable[Span]:
    """Yield the ranges of `new` that hold lines which `old` does not have there; blanks at their ends do not count."""
    from difflib import SequenceMatcher

    before, after = ([line.rstrip() for line in text.split("\n")] for text in (old, new))
    least = min(len(before), len(after))
    same = next((at for at in range(least) if before[at] != after[at]), least)
    tail = next((at for at in range(least - same) if before[-1 - at] != after[-1 - at]), least - same)
    starts = list(accumulate((len(line) + 1 for line in new.split("\n")), initial=0))
    matcher = SequenceMatcher(None, before[same : len(before) - tail], after[same : len(after) - tail])
    for tag, _, _, first, last in matcher.get_opcodes():
        if tag in ("replace", "insert"):
            yield Span(starts[same + first], starts[same + last])


def _state(finding: Finding) -> tuple[str, str, str]:
    said = finding.message if finding.anchor == "document" else ""
    return finding.identity, finding.severity.value, said


def _is_touched(finding: Finding, changed: Iterable[Span]) -> bool:
    """Say whether a change touches a finding, or the words that lead in to it."""
    if finding.anchor == "document":
        return False
    spans = [finding.span, *(related.span for related in finding.related if related.rule is None)]
    return any(span.overlaps(lines) for span in spans for lines in changed)
