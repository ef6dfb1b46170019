"""One rule explained to a writer, and the list of all rules."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from textwrap import wrap

from kratom_lint.errors import ConfigError
from kratom_lint.model import Authority, Severity
from kratom_lint.policy import notes
from kratom_lint.report.terminal import Style, printable
from kratom_lint.rulebook.book import Remedy, Rule, Rulebook
from kratom_lint.rulebook.located import nearest

_MARGIN = 10
_CONFIDENCE = {
    "V1": "its text was read",
    "V2": "known from a good secondary source",
    "V3": "known from a weak secondary source",
    "GK": "general knowledge, source not read",
}
_CONTEXT = {
    "negated": "denied (does not ...)",
    "cautioned": "a caution (do not take it for ...)",
    "regulator": "said by a regulator (the FDA warns of ...)",
    "study": "said by a study (a survey found ...)",
    "user": "said by users (many say ...)",
    "hedged": "hedged (may ...)",
    "asked": "asked (does it ...?)",
    "quoted": "quoted",
    "other-subject": "said of something else",
}
_PLACES = {
    "match": "these words",
    "sentence": "the sentence",
    "block": "the whole entry",
    "after": "after the sentence",
    "end": "at the end of the document",
}


def explanation(book: Rulebook, name: str, *, color: bool, width: int) -> str:
    """Return what there is to know about a rule, in lines of about `width` cells.

    Raise ConfigError, naming the nearest, for a rule that is not in the book.
    """
    if name in notes.WHY:
        what = {
            "suppression": "About the directives in a text, not about what copy claims.",
            "waiver": "About the waivers of a repository, not about what copy claims.",
        }.get(name.split("/")[0], "Told by `kratom-lint repo`, which compares files.")
        parts = [("", what), ("why", notes.WHY[name])]
        return _page(name, Severity.WARNING, "warning", parts, color=color, width=width)
    rule = next((rule for rule in book.rules if rule.id == name), None)
    if rule is None and (inside := [each.id for each in book.rules if each.topic == name]):
        raise ConfigError(f"{name!r} is a topic; name one of its rules: {', '.join(sorted(inside))}")
    if rule is None:
        raise ConfigError(f"no rule {name!r}; {nearest(name, [*(rule.id for rule in book.rules), *notes.WHY])}")
    facts = f"{_severity(book, rule)}, {rule.claim} claim, {book.status(rule.id)}, pack {rule.pack}"
    return _page(name, _severity(book, rule), facts, list(_about(book, rule)), color=color, width=width)


def listing(book: Rulebook, form: str) -> str:
    """Return all rules in order of id, as a table for people ("human"), Markdown ("md") or JSON ("json")."""
    rules = sorted(book.rules, key=lambda rule: rule.id)
    if form == "json":
        return json.dumps([_entry(book, rule) for rule in rules], indent=2) + "\n"
    header = ("rule", "severity", "status", "authority", "pack")
    rows = [
        (rule.id, _severity(book, rule).value, book.status(rule.id), ", ".join(rule.authority), rule.pack)
        for rule in rules
    ]
    if form == "md":
        lines = [header, ("---",) * len(header), *((f"`{row[0]}`", *row[1:]) for row in rows)]
        return "".join(f"| {' | '.join(line)} |\n" for line in lines)
    widths = [max(len(row[column]) for row in (header, *rows)) for column in range(len(header))]
    return "".join(_aligned(row, widths) + "\n" for row in (header, *rows))


def _severity(book: Rulebook, rule: Rule) -> Severity:
    """Return the severity that holds for a rule, its own if it is not active."""
    return book.severities.get(book.rules.index(rule), rule.severity)


def _entry(book: Rulebook, rule: Rule) -> dict[str, str | list[str]]:
    return {
        "id": rule.id,
        "severity": _severity(book, rule).value,
        "status": book.status(rule.id),
        "claim": rule.claim,
        "authority": list(rule.authority),
        "pack": rule.pack,
        "summary": rule.summary,
    }


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()


def _about(book: Rulebook, rule: Rule) -> Iterator[tuple[str, str]]:
    """Yield what stands on a rule's page: a label and a text."""
    yield "", rule.summary
    yield "why", rule.why
    for name in rule.authority:
        yield "law", _law(book.authorities[name])
    yield "about", ", ".join(rule.products)
    if rule.where:
        yield "where", ", ".join(rule.where)
    if rule.is_disclosure:
        elements = ", ".join(rule.require) or "the words of the law, as they stand"
        yield "needs", elements
    else:
        policies = {value: book.policy(rule, value) for value in _CONTEXT}
        for policy in ("flag", "note", "skip"):
            values = [text for value, text in _CONTEXT.items() if policies[value] == policy]
            if values:
                yield policy, f"when {', '.join(values)}"
    for number, remedy in enumerate(rule.suggest):
        yield ("or" if number else "do"), _remedy(remedy)
    for example in rule.examples_flag:
        yield "finds", example.text
    for example in rule.examples_pass:
        yield "passes", example.text


def _law(authority: Authority) -> str:
    until = f" until {authority.until}" if authority.until else ""
    return (
        f"{authority.citation}, {authority.title}\n{authority.url}\n"
        f"{authority.jurisdiction}, in force from {authority.in_force}{until}; "
        f"{authority.confidence}: {_CONFIDENCE[authority.confidence]}, checked {authority.checked}"
    )


def _remedy(remedy: Remedy) -> str:
    if remedy.action == "advise":
        return f"{remedy.scope.replace('-', ' ').capitalize()}: {remedy.text}"
    return f"{remedy.action.capitalize()} {_PLACES[remedy.scope]}{': ' if remedy.text else '.'}{remedy.text}"


def _page(
    name: str, severity: Severity, facts: str, parts: Sequence[tuple[str, str]], *, color: bool, width: int
) -> str:
    style = Style(color)
    lines = [style.paint("bold", name), style.paint(severity.value, facts)]
    before = None
    for label, text in parts:
        if (before, label) not in {("do", "or"), ("or", "or"), ("finds", "finds"), ("passes", "passes")}:
            lines.append("")
        margin = _MARGIN if label else 0
        texts = [
            line
            for paragraph in text.strip().split("\n")
            for line in wrap(printable(paragraph), max(width - margin, 30), break_on_hyphens=False) or [""]
        ]
        shown = "" if label == before and label in {"finds", "passes"} else label
        head = style.paint("bold", shown) + " " * (margin - len(shown))
        lines += [(head if number == 0 else " " * margin) + line for number, line in enumerate(texts)]
        before = label
    return "\n".join(line.rstrip() for line in lines) + "\n"
