"""Rule books ready for use: found, compiled, proved on their own examples, and kept in a cache of plain data."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kratom_lint.errors import RuleError
from kratom_lint.rulebook.book import Rulebook
from kratom_lint.rulebook.loader import load
from kratom_lint.selftest import faults_of

DEFAULT_PACKS = ("us",)


def load_rulebook(packs: Sequence[str | Path] = DEFAULT_PACKS) -> Rulebook:
    """Return the compiled rules of the packs, shipped ones by name, others by folder.

    All rules are active as of today. Raises RuleError, one line a fault, when a file is not as it should be or a rule fails its own
    examples.
    """
    book = load(packs).configured()
    faults = faults_of(book)
    if faults:
        raise RuleError("\n".join(faults))
    return book
