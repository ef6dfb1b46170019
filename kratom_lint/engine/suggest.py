"""What a rule suggests, in words; `kratom_lint.repair` works out what to type where, and proves it."""

from __future__ import annotations

import re

from kratom_lint.model import Applicability, Suggestion
from kratom_lint.rulebook.book import Remedy, Rule
from kratom_lint.text.slots import Subject, fill, subject_of

_OF_THE_SELLER = re.compile(r"\b(?:we|our|us|I|my)\b")
_WHAT = {"match": "these words", "sentence": "the sentence", "block": "the whole entry"}
_ADVICE = {
    "rename": "Rename it",
    "substantiate": "Show the evidence, or delete",
    "product-change": "Change the product, not the words",
    "legal-review": "Send it for legal review with the evidence",
}


def outlined(rule: Rule, product: str | None) -> tuple[Suggestion, ...]:
    """Return the rule's suggestions without edits, about `product` (None: kratom)."""
    subject = subject_of(product)
    return tuple(outline(remedy, rule, subject) for remedy in rule.suggest)


def outline(remedy: Remedy, rule: Rule, subject: Subject) -> Suggestion:
    """Return one suggestion in words."""
    text = fill(remedy.text, subject)
    if remedy.action == "advise":
        return Suggestion(f"{_ADVICE[remedy.scope]}: {text}", remedy.scope, Applicability.NONE)
    if remedy.action == "delete":
        what = "the statement" if rule.is_disclosure else _WHAT[remedy.scope]
        return Suggestion(f"Delete {what}", "delete", Applicability.REVIEW)
    if remedy.action == "replace":
        return Suggestion(f"Replace {_WHAT[remedy.scope]} by: {text}", "replace", Applicability.REVIEW)
    safe = rule.is_disclosure and is_safe(remedy)
    return Suggestion(f"Insert: {text}", "insert", Applicability.SAFE if safe else Applicability.REVIEW)


def is_safe(remedy: Remedy) -> bool:
    """Say whether a required text is true whoever says it: not what it says of the seller ("we do not ship to ...")."""
    return remedy.scope == "end" and not _OF_THE_SELLER.search(remedy.text)
