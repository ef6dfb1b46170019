"""What is to be done about a file, and what comes of it: values that can be sent to another process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kratom_lint.model import Incomplete, Skipped
from kratom_lint.report.run import FileReport
from kratom_lint.settings import Settings
from kratom_lint.values import value

if TYPE_CHECKING:
    from kratom_lint.changed import Changes

STDIN_NAME = "<stdin>"
"""What reports call standard input when nobody says."""


@value
class Task:
    """A file to check: where to read it, the path it was given by if any, its format (None: its content tells), and
    what holds for it."""

    path: str
    given: str | None
    format: str | None
    settings: Settings

    @property
    def name(self) -> str:
        """Return what reports call the file."""
        return self.given or STDIN_NAME


@value
class How:
    """What is asked of all files alike; as in `check.Options`."""

    prove_edits: bool = False
    changes: Changes | None = None
    upcoming: int = 0
    use_cache: bool = True


@value
class Outcome:
    """What checking one file amounts to; no report when it could not be done. `crash` is a traceback of our own."""

    report: FileReport | None = None
    incomplete: tuple[Incomplete, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    crash: str = ""
