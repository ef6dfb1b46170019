"""What checking a file came to, kept for the next run: by its bytes, rules, settings and day, and never by its date."""

from __future__ import annotations

import hashlib
import pickle
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from kratom_lint.formats import BINARY
from kratom_lint.rulebook import cache as entries

if TYPE_CHECKING:
    from kratom_lint.rulebook.book import Rulebook
    from kratom_lint.tasks import Outcome, Task

FOLDER = "results"
"""The part of the cache folder that holds results."""


class Results:
    """Keeps outcomes, and recalls them.

    An entry that is missing, damaged, foreign or cannot be written only means that the file is checked again. Whoever
    can write to the cache folder, which is the user's alone, can have this process run what he likes, as with Python's
    own compiled modules.
    """

    def __init__(self, prove_edits: bool) -> None:
        """`prove_edits` says whether findings are to have edits; see `check.Options`."""
        self._prove_edits = prove_edits

    def recall(self, book: Rulebook, task: Task, data: bytes) -> Outcome | None:
        """Return what checking a file with these bytes came to, without its source where the bytes are text."""
        key = self._key(book, task, data)
        kept = entries.read(f"{FOLDER}/{key}", key) if key else None
        if kept is None:
            return None
        outcome: Outcome = pickle.loads(kept)
        return outcome

    def keep(self, book: Rulebook, task: Task, data: bytes, outcome: Outcome) -> None:
        """Keep what checking a file with these bytes came to."""
        key = self._key(book, task, data)
        if key and outcome.report:
            slim = outcome.report if task.format in BINARY else replace(outcome.report, source="")
            entries.write(f"{FOLDER}/{key}", key, pickle.dumps(replace(outcome, report=slim), protocol=5))

    def _key(self, book: Rulebook, task: Task, data: bytes) -> str:
        """Return the name of the entry; "" where what comes of a file depends on other files as well."""
        if task.settings.provided_by or not book.key:
            return ""
        parts = (entries.program(), book.key, book.as_of, _shown(task.settings), task.given, task.format)
        digest = hashlib.sha256(repr((*parts, self._prove_edits)).encode("utf-8", "surrogatepass"))
        digest.update(data)
        return digest.hexdigest()


@cache
def _shown(settings: object) -> str:
    return repr(settings)
