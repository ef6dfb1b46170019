"""Slots of a suggested text: the writer's own name for the product, and verbs that agree with it.

`{product}` is the subject as the writer has it; `{is}`, `{has}`, `{it}` and `{s}` (the ending of a verb, as in
"act{s}") follow its number.
"""

from __future__ import annotations

import re

from kratom_lint.values import value

SLOTS = ("product", "is", "has", "it", "s")
_SLOT = re.compile(r"\{(\w+)\}")
_NAMES = {"kratom": "Kratom", "7-oh": "7-OH"}


@value
class Subject:
    """What a sentence is about, as it stands at the start of one: "Our Green Maeng Da", "These capsules"."""

    phrase: str
    plural: bool = False


def subject_of(product: str | None) -> Subject:
    """Return how a product is called where the writer's own name for it is not known."""
    return Subject(_NAMES.get(product or "kratom", "This product"))


def fill(text: str, subject: Subject) -> str:
    """Return a text with its slots filled."""
    one = {"is": "is", "has": "has", "it": "it", "s": "s"}
    many = {"is": "are", "has": "have", "it": "them", "s": ""}
    words = (many if subject.plural else one) | {"product": subject.phrase}
    return _SLOT.sub(lambda match: words.get(match[1], match[0]), text)


def unknown_slots(text: str) -> list[str]:
    """Return the names in braces that are no slots."""
    return [name for name in _SLOT.findall(text) if name not in SLOTS]
