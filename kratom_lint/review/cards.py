"""A finding on the page: what is wrong, where, why, by which law, and what can be done about it."""

from __future__ import annotations

from collections.abc import Iterator

from kratom_lint.model import Authority, Edit, Finding, Suggestion
from kratom_lint.policy import notes
from kratom_lint.report.position import Positions
from kratom_lint.report.run import FileReport
from kratom_lint.report.telling import place
from kratom_lint.review.markup import Markup, element, joined, link

CONFIDENCE = {
    "V1": "read in the primary text",
    "V2": "read in a good secondary source",
    "V3": "read in a weak secondary source",
    "GK": "from general knowledge; check it before you rely on it",
}
"""How the text of a law was read, by the codes of packs."""

_AROUND = 70
"""So many letters are shown on each side of an edit."""


def jurisdictions(finding: Finding) -> list[str]:
    """Return the places whose law a finding rests on, sorted."""
    return sorted({authority.jurisdiction for authority in finding.authority})


def acceptable(finding: Finding) -> list[Suggestion]:
    """Return the suggestions that can be accepted: those that have been proved as edits."""
    return [suggestion for suggestion in finding.suggestions if suggestion.edits and suggestion.verified]


def waivable(finding: Finding) -> bool:
    """Say whether a finding can be waived: one about a directive or a waiver is mended instead."""
    return finding.rule not in notes.WHY and bool(finding.fingerprint)


def card(number: int, file: FileReport, positions: Positions, finding: Finding, *, decidable: bool) -> Markup:
    """Return what there is to know about a finding; with `decidable`, its suggestions can be accepted."""
    about = {
        "class": f"card {finding.severity}",
        "id": f"f{number}",
        "tabindex": -1,
        "aria-labelledby": f"f{number}-title",
        "data-finding": number,
    }
    where = f"{file.path}:{place(file, positions, finding)}"
    return element(
        "article",
        about,
        element(
            "p",
            {"class": "kind"},
            element("span", {"class": f"badge {finding.severity}"}, number),
            element("strong", {}, finding.severity.capitalize()),
            " ",
            element("code", {}, element("bdi", {}, finding.rule)),
        ),
        element("h3", {"id": f"f{number}-title"}, finding.message),
        element("p", {"class": "where"}, element("bdi", {}, where)),
        element("blockquote", {"dir": "auto"}, " ".join(finding.match.split())) if finding.match else None,
        *_section("Why", element("p", {}, " ".join(finding.why.split()))),
        *_remedies(finding, file.source, decidable=decidable),
        *_laws(finding),
        _trace(finding, positions),
        element("p", {"class": "decision"}),
    )


def _section(title: str, *children: Markup) -> Iterator[Markup]:
    if children:
        yield element("h4", {}, title)
        yield from children


def _laws(finding: Finding) -> Iterator[Markup]:
    if finding.authority:
        laws = (element("li", {}, *_law(authority)) for authority in finding.authority)
        yield from _section("Law", element("ul", {"class": "laws"}, *laws))


def _law(authority: Authority) -> Iterator[Markup]:
    yield link(authority.url, element("cite", {}, authority.citation))
    yield joined([f", {authority.title}"])
    read = CONFIDENCE.get(authority.confidence, authority.confidence)
    since = f"in force since {authority.in_force}" + (f" until {authority.until}" if authority.until else "")
    yield element("span", {"class": "fine"}, f"{authority.jurisdiction} · {since} · {authority.confidence}: {read}")


def _remedies(finding: Finding, source: str, *, decidable: bool) -> Iterator[Markup]:
    offered = acceptable(finding) if decidable else []
    items = []
    for suggestion in finding.suggestions:
        parts = [element("p", {}, suggestion.title)]
        if suggestion.edits:
            parts.append(diff(source, suggestion.edits))
        if suggestion in offered:
            index = offered.index(suggestion)
            pressed = {"type": "button", "class": "accept", "data-suggestion": index, "aria-pressed": "false"}
            parts.append(element("button", pressed, "Accept"))
        items.append(element("li", {}, *parts))
    if items:
        yield from _section("What to do", element("ol", {"class": "remedies"}, *items))


def diff(source: str, edits: tuple[Edit, ...]) -> Markup:
    """Return the lines that edits touch, with what goes and what comes; long stretches between are left out."""
    parts: list[Markup | str] = []
    ordered = sorted(edits, key=lambda edit: edit.span)
    first = ordered[0].span.start
    at = source.rfind("\n", 0, first) + 1
    if first - at > _AROUND:
        at = max(source.find(" ", first - _AROUND, first), first - _AROUND)
        parts.append("…")
    for edit in ordered:
        between = source[at : edit.span.start]
        parts.append(between if len(between) <= 2 * _AROUND else f"{between[:_AROUND]} … {between[-_AROUND:]}")
        gone = source[edit.span.start : edit.span.end]
        parts.append(element("del", {}, gone) if gone else "")
        parts.append(element("ins", {}, edit.text) if edit.text else "")
        at = edit.span.end
    end = source.find("\n", at)
    rest = source[at : end if end >= 0 else len(source)]
    parts.append(rest if len(rest) <= _AROUND else f"{rest[:_AROUND].rpartition(' ')[0]} …")
    return element("pre", {"class": "diff", "tabindex": 0, "aria-label": "What would change"}, *parts)


def _trace(finding: Finding, positions: Positions) -> Markup | None:
    said = [f"{step.step}: {step.detail}" for step in finding.trace]
    for related in finding.related:
        at = positions.at(related.span.start)
        said.append(f"line {at.line}: {f'{related.rule}: ' if related.rule else ''}{related.message}")
    if not said:
        return None
    items = element("ul", {}, *(element("li", {}, " ".join(line.split())) for line in said))
    return element("details", {}, element("summary", {}, "How it was found"), items)
