"""The numbers of a review: by severity, by rule and by file, with bars; and what was not checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kratom_lint.model import Finding, Severity
from kratom_lint.report.run import Run
from kratom_lint.report.summary import excuse, stale_lines, summarise, unnamed_lines
from kratom_lint.review.markup import Markup, element, joined

_BAR = 160
"""How many units long the longest bar is."""


def tiles(run: Run) -> Markup:
    """Return the numbers of a run at a glance."""
    summary = summarise(run)
    numbers = [(severity.value, count, _many(severity.value, count)) for severity, count in summary.severities.items()]
    numbers += [("files", summary.files, _many("file", summary.files))]
    excused = summary.suppressed + summary.waived + summary.baselined
    numbers += [("excused", excused, "excused before")] if excused else []
    return element(
        "ul",
        {"class": "tiles"},
        *(element("li", {"class": kind}, element("strong", {}, count), " ", noun) for kind, count, noun in numbers),
    )


def _many(noun: str, count: int) -> str:
    return noun if count == 1 or noun == "info" else f"{noun}s"


def notices(run: Run) -> Markup:
    """Return what a reader must know before trusting the numbers: what was not checked comes first."""
    parts = []
    if run.incomplete:
        lines = (
            element("li", {}, element("strong", {}, element("bdi", {}, entry.path)), f": {entry.detail}")
            for entry in run.incomplete
        )
        what = "These could not be checked, and may hold anything:"
        parts.append(element("div", {"class": "notice error"}, element("p", {}, what), element("ul", {}, *lines)))
    told = (*stale_lines(run), *unnamed_lines(run))
    return joined((*parts, *(element("p", {"class": "notice warning"}, line) for line in told)))


def tables(run: Run) -> Markup:
    """Return how many findings each rule and each file has."""
    by_rule = _counted((finding.rule, finding) for file in run.files for finding in file.findings)
    by_file = {file.path: Counter(finding.severity for finding in file.findings) for file in run.files}
    numbers = {path: number for number, path in enumerate(by_file)}
    return joined((_table("rule", by_rule, {rule: rule for rule in by_rule}), _table("file", by_file, numbers)))


def _counted(found: Iterable[tuple[str, Finding]]) -> dict[str, Counter[Severity]]:
    counts: dict[str, Counter[Severity]] = {}
    for name, finding in found:
        counts.setdefault(name, Counter())[finding.severity] += 1
    return counts


def _table(kind: str, counts: Mapping[str, Counter[Severity]], values: Mapping[str, str | int]) -> Markup:
    longest = max((each.total() for each in counts.values()), default=0)
    rows = [_row(kind, name, values[name], each, longest) for name, each in sorted(counts.items(), key=_by_weight)]
    heads = (element("th", {"scope": "col"}, text) for text in (f"By {kind}", "Findings"))
    body = element("tbody", {}, *rows) if rows else element("tbody", {}, element("tr", {}, element("td", {}, "none")))
    table = element("table", {"class": "counts"}, element("thead", {}, element("tr", {}, *heads)), body)
    return element("div", {"class": "scroll tall", "tabindex": 0, "role": "group", "aria-label": f"By {kind}"}, table)


def _by_weight(entry: tuple[str, Counter[Severity]]) -> tuple[int, int, str]:
    name, counts = entry
    return -counts[Severity.ERROR], -counts.total(), name


def _row(kind: str, name: str, value: str | int, counts: Counter[Severity], longest: int) -> Markup:
    button = {"type": "button", "class": "choose", "data-filter": kind, "data-value": value}
    return element(
        "tr",
        {},
        element("th", {"scope": "row"}, element("button", button, element("bdi", {}, name))),
        element("td", {}, bar(counts, longest), " ", counts.total(), _spoken(counts)),
    )


def _spoken(counts: Counter[Severity]) -> Markup:
    """Return in words, for those who do not see it, what a bar shows."""
    said = ", ".join(f"{counts[severity]} {severity}" for severity in reversed(Severity) if counts[severity])
    return element("span", {"class": "spoken"}, f" ({said or 'none'})")


def bar(counts: Counter[Severity], longest: int) -> Markup:
    """Return a bar in SVG, its length in proportion to the `longest`, in the colours of the severities."""
    parts, at = [], 0.0
    for severity in reversed(Severity):
        width = counts[severity] * _BAR / longest if longest else 0.0
        if width:
            box = {"class": severity.value, "x": f"{at:g}", "y": 0, "width": f"{width:g}", "height": 10}
            parts.append(element("rect", box))
        at += width
    return element("svg", {"class": "stripe", "viewBox": f"0 0 {_BAR} 10", "aria-hidden": "true"}, *parts)


def excused(run: Run) -> Markup | None:
    """Return what somebody has answered for before, with the reason; None for nothing."""
    rows = [
        element(
            "tr",
            {},
            element("td", {}, element("bdi", {}, file.path)),
            element("td", {}, element("code", {}, finding.rule)),
            element("td", {"dir": "auto"}, finding.match or finding.message),
            element("td", {"dir": "auto"}, excuse(finding)),
        )
        for file in run.files
        for finding in sorted(file.excused, key=lambda finding: (finding.span, finding.rule))
    ]
    if not rows:
        return None
    heads = (element("th", {"scope": "col"}, text) for text in ("File", "Rule", "Text", "Why it does not count"))
    table = element("table", {}, element("thead", {}, element("tr", {}, *heads)), element("tbody", {}, *rows))
    shown = element("summary", {}, f"Excused before: {len(rows)}")
    return element("details", {"class": "excused"}, shown, element("div", {"class": "scroll", "tabindex": 0}, table))


def record(run: Run, inputs: Sequence[tuple[str, str]]) -> Iterator[Markup]:
    """Yield the rows of what a signature is about: files with their hashes, rule books, the day."""
    for path, sha256 in inputs:
        yield _fact(element("bdi", {}, path), sha256)
    for pack in run.packs:
        yield _fact(f"Rule book {pack.id} {pack.version}", pack.sha256)


def _fact(name: Markup | str, sha256: str) -> Markup:
    return element("tr", {}, element("th", {"scope": "row"}, name), element("td", {}, element("code", {}, sha256)))
