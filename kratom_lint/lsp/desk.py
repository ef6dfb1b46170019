"""What is known of the drafts a client has open: settings, rules, exceptions, findings. Nothing here speaks LSP."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from kratom_lint.books import Books, day_of
from kratom_lint.config import Configs
from kratom_lint.discovery import ELSEWHERE, Choice, judging
from kratom_lint.errors import KratomLintError, RuleError, SourceError
from kratom_lint.formats import BINARY
from kratom_lint.formats.document import Document
from kratom_lint.model import Finding, Incomplete
from kratom_lint.onefile import document_of, report_of
from kratom_lint.policy import accepted
from kratom_lint.policy.accepted import Accepted
from kratom_lint.report.run import FileReport
from kratom_lint.rulebook.book import Rulebook
from kratom_lint.sources import decode
from kratom_lint.values import value

UNNAMED = "<draft>"
"""What messages call a draft without a file."""


@value
class Reading:
    """What a text amounts to: the findings that count, and what of it could not be checked.

    `left_out` says why nothing was looked for, "" if it was. `shift` is how many characters of the text (a byte order
    mark) the document is without. `counting` finds what counts in another version of it.
    """

    text: str
    findings: tuple[Finding, ...] = ()
    incomplete: tuple[Incomplete, ...] = ()
    left_out: str = ""
    shift: int = 0
    document: Document | None = None
    book: Rulebook | None = None
    counting: Callable[[Document], list[Finding]] | None = None


class Desk:
    """Settings, rules, waivers and baseline of the current folder, each read once."""

    def __init__(self) -> None:
        self._configs = Configs()
        self._books = Books()
        self._accepted: Accepted | KratomLintError | None = None
        self._why_not: Callable[[str], str] = judging(".", Choice(self._configs.why_not, self._configs.excluded))

    def read(self, text: str, path: str | None, format: str | None = None) -> Reading:
        """Return what `kratom-lint check` finds in a file of that path and text; without a path, `format` decides.

        What a walk of the current folder leaves out is left out. Never raises: what goes wrong is told as incomplete.
        """
        reason = self._why_not(path) if path else ""
        if reason and not (reason == ELSEWHERE and path and _is_outside(path)):
            return Reading(text, left_out=reason)
        name = path or UNNAMED
        try:
            return self._read(text, name, path, format)
        except SourceError as error:
            return Reading(text, incomplete=(Incomplete(name, "unreadable", str(error)),))
        except KratomLintError as error:
            reason = "rules" if isinstance(error, RuleError) else "config"
            return Reading(text, incomplete=(Incomplete(name, reason, str(error)),))
        except Exception as error:  # our mistake: it must neither pass for clean nor end the session
            import traceback

            traceback.print_exception(error)
            detail = f"{type(error).__name__}: {error}; the editor's log of the server has more"
            return Reading(text, incomplete=(Incomplete(name, "crash", detail),))

    def _read(self, text: str, name: str, path: str | None, format: str | None) -> Reading:
        settings = self._configs.settings_for(path)
        if path:
            format = self._configs.format_for(path)
        book = self._books.get(settings)
        answered = self._answered()
        if format in BINARY:
            detail = "this format is not checked while it is edited as text; run `kratom-lint check` on the saved file"
            return Reading(text, incomplete=(Incomplete(name, "unreadable", detail),))
        source = decode(text.encode("utf-8", "surrogatepass"), name)
        if isinstance(source, Incomplete):
            return Reading(text, incomplete=(source,))
        document = document_of(source, format, path, settings)
        report, late = report_of(document, name, book, settings)

        def counting(version: Document) -> list[Finding]:
            files, _ = answered.waived([report_of(version, name, book, settings)[0]], day_of(settings))
            return list(files[0].findings)

        unread = [Incomplete(name, part.reason, part.detail) for part in document.unread]
        return Reading(
            text,
            self._counted(report, answered, day_of(settings)),
            (*([late] if late else []), *unread),
            shift=len(text) - len(source),
            document=document,
            book=book,
            counting=counting,
        )

    def _counted(self, report: FileReport, answered: Accepted, day: str) -> tuple[Finding, ...]:
        """Return the findings of a report that nobody has answered for."""
        files, _ = answered.waived([report], day)
        return answered.known(files)[0].findings

    def _answered(self) -> Accepted:
        if self._accepted is None:
            try:
                self._accepted = accepted.find(whole=False, use_baseline=True)
            except KratomLintError as error:
                self._accepted = error
        if isinstance(self._accepted, KratomLintError):
            raise self._accepted
        return self._accepted


def _is_outside(path: str) -> bool:
    """Say whether a path leads out of the current folder; what lies there is read whatever it is called."""
    return Path(os.path.relpath(path)).parts[0] == ".."
