"""What checking a file came to, kept for the next run: by its bytes, rules, settings and day, and never by its date.

An entry that is missing, damaged, foreign or cannot be written only means that the file is checked again. Whoever can
write to the cache folder, which is the user's alone, can have this process run what he likes, as with Python's own
compiled modules.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from kratom_lint.digests import sha256
from kratom_lint.rulebook import cache as entries
from kratom_lint.values import replace

if TYPE_CHECKING:
    from kratom_lint.rulebook.book import Rulebook
    from kratom_lint.tasks import Outcome, Task

FOLDER = "results"
"""The part of the cache folder that holds results."""


def key_of(book: Rulebook, task: Task, data: bytes, *, prove_edits: bool) -> str:
    """Return what to keep the outcome of a file with these bytes under; `prove_edits` as in `check.Options`.

    It is "", under which nothing is kept, where the outcome depends on other files as well.
    """
    if task.settings.provided_by or not book.key:
        return ""
    parts = (entries.program(), book.key, book.as_of, _shown(task.settings), task.given, task.format, prove_edits)
    digest = sha256(repr(parts).encode("utf-8", "surrogatepass"))
    digest.update(data)
    return digest.hexdigest()


def recall(key: str, source: str | bytes) -> Outcome | None:
    """Return what is kept under `key` of a file with this source, None if nothing is."""
    kept = entries.read(f"{FOLDER}/{key}", key) if key else None
    if kept is None:
        return None
    import pickle

    outcome: Outcome = pickle.loads(kept)
    if outcome.report and isinstance(source, str):
        return replace(outcome, report=replace(outcome.report, source=source))
    return outcome


def keep(key: str, outcome: Outcome) -> None:
    """Keep what checking a file came to, without its source where that is the file's own text."""
    if key and outcome.report:
        import pickle

        slim = outcome.report if outcome.report.extracted else replace(outcome.report, source="")
        entries.write(f"{FOLDER}/{key}", key, pickle.dumps(replace(outcome, report=slim), protocol=5))


@cache
def _shown(settings: object) -> str:
    return repr(settings)
