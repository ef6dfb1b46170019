"""Rule books ready for use: found, compiled, proved on their own examples, and kept in a cache of plain data."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from time import time_ns

from kratom_lint.errors import RuleError
from kratom_lint.rulebook import cache
from kratom_lint.rulebook.book import Rulebook
from kratom_lint.rulebook.files import pack_folders, shared_signature, signature, stamps
from kratom_lint.values import replace

DEFAULT_PACKS = ("us",)


def load_rulebook(packs: Sequence[str | Path] = DEFAULT_PACKS, as_of: str | None = None) -> Rulebook:
    """Return the compiled rules of the packs, shipped ones by name, others by folder.

    Active are those in force on the ISO day `as_of`, today when None; `Rulebook.configured` asks for less. Raises
    RuleError, one line a fault, when a file is not as it should be or a rule fails its own examples.
    """
    folders = pack_folders(packs)
    taken, states = time_ns(), stamps(folders)
    key = cache.recall(states)
    book = cache.fetch(key) if key else None
    if key is None or book is None:
        key, book = _by_content(folders, states, taken)
    return replace(book, key=key).configured(as_of=as_of)


def _by_content(folders: Sequence[Path], states: Sequence[str], taken: int) -> tuple[str, Rulebook]:
    """Return the book made of what the files hold, whenever they were changed, and its key; a clone has the same."""
    key = cache.key_of([shared_signature(), *(f"{folder.name} {signature(folder)}" for folder in folders)])
    book = cache.fetch(key)
    if book is None:
        book = _compiled(folders)
        cache.keep(key, book)
    cache.remember(states, taken, key)
    return key, book


def _compiled(folders: Sequence[Path]) -> Rulebook:
    from kratom_lint.rulebook.loader import load
    from kratom_lint.selftest import faults_of

    book = load(folders)
    faults = faults_of(book.configured(), folders)
    if faults:
        raise RuleError("\n".join(faults))
    return book
