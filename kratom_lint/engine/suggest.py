"""Suggestions of a rule worked out for one finding: what to type where."""

from __future__ import annotations

from kratom_lint.engine.units import Part
from kratom_lint.formats.document import Document
from kratom_lint.model import Applicability, Edit, Span, Suggestion
from kratom_lint.rulebook.book import Remedy, Rule

_ADVICE = {
    "rename": "Rename it",
    "substantiate": "Show the evidence, or delete",
    "product-change": "Change the product, not the words",
    "legal-review": "Send it for legal review with the evidence",
}


def for_match(rule: Rule, part: Part, span: Span) -> tuple[Suggestion, ...]:
    """Return the rule's suggestions for a match at `span` in the sentence `part`."""
    sentence = part.block.prose.span(part.start, part.end)
    block = part.block.extent
    return tuple(_suggestion(remedy, span, sentence, block, part) for remedy in rule.suggest)


def for_document(rule: Rule, document: Document, at: int) -> tuple[Suggestion, ...]:
    """Return a disclosure's suggestions, with `at` (code point of the source) as the place to insert."""
    place = Span(at, at)
    found = []
    for remedy in rule.suggest:
        if remedy.action == "insert":
            edit = Edit(place, _as_paragraph(remedy.text, document.source, at))
            found.append(Suggestion(f"Insert: {remedy.text}", "insert", Applicability.SAFE, (edit,)))
        else:
            found.append(_advice(remedy))
    return tuple(found)


def _suggestion(remedy: Remedy, span: Span, sentence: Span, block: Span, part: Part) -> Suggestion:
    place = {"match": span, "sentence": sentence, "block": block}.get(remedy.scope, sentence)
    if remedy.action == "delete":
        what = {"match": "these words", "sentence": "the sentence", "block": "the whole entry"}[remedy.scope]
        whole = remedy.scope == "block" or (part.start, part.end) == (0, len(part.block.prose.text))
        edit = Edit(block if whole and remedy.scope != "match" else place, "")
        return Suggestion(f"Delete {what}", "delete", Applicability.REVIEW, (edit,))
    if remedy.action == "replace":
        return Suggestion(f"Replace by: {remedy.text}", "replace", Applicability.REVIEW, (Edit(place, remedy.text),))
    if remedy.action == "insert":
        after = Edit(Span(sentence.end, sentence.end), " " + remedy.text)
        return Suggestion(f"Add: {remedy.text}", "insert", Applicability.REVIEW, (after,))
    return _advice(remedy)


def _advice(remedy: Remedy) -> Suggestion:
    if remedy.action == "advise":
        return Suggestion(f"{_ADVICE[remedy.scope]}: {remedy.text}", remedy.scope, Applicability.NONE)
    return Suggestion(f"Write: {remedy.text}", remedy.action, Applicability.NONE)


def _as_paragraph(text: str, source: str, at: int) -> str:
    newline = "\r\n" if "\r\n" in source else "\n"
    before = "" if at == 0 else newline * 2
    return before + text
