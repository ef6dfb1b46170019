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
    safe = is_safe(remedy, rule)
    return Suggestion(f"Insert: {text}", "insert", Applicability.SAFE if safe else Applicability.REVIEW)


def is_safe(remedy: Remedy, rule: Rule) -> bool:
    """Say whether a required text does no harm whoever says it, and may be put in unread.

    What it says of the seller ("we do not ship to ...") may be wrong, and a disclaimer that the law asks for because of
    a claim would stand beside a claim that nobody has judged.
    """
    asked = rule.is_disclosure and not (rule.verbatim and rule.when_found)
    return asked and remedy.scope == "end" and not _OF_THE_SELLER.search(remedy.text)
