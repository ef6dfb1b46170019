"""One file: from its bytes to its report."""

from __future__ import annotations

from collections.abc import Callable

from kratom_lint import results
from kratom_lint.books import Books, levelled
from kratom_lint.engine import examine
from kratom_lint.errors import SourceError
from kratom_lint.formats import BINARY
from kratom_lint.formats import read as read_document
from kratom_lint.formats.document import Document
from kratom_lint.formats.selection import Selection
from kratom_lint.model import Finding, Incomplete, Skipped
from kratom_lint.policy import suppressions
from kratom_lint.policy.repeats import once
from kratom_lint.report.run import FileReport
from kratom_lint.rulebook.book import Rulebook
from kratom_lint.settings import Settings
from kratom_lint.sources import STDIN, decode, read_bytes
from kratom_lint.tasks import How, Outcome, Task
from kratom_lint.values import replace


class Worker:
    """Checks files one by one, with the books and the results that it has."""

    def __init__(self, how: How, books: Books, opened: Callable[[str, bytes, Document], None] | None = None) -> None:
        """Tell `opened`, if given, what each file was read from and as."""
        self.how = how
        self._books = books
        self._opened = opened
        self._keeps = how.use_cache and not (how.changes or how.upcoming or opened)

    @property
    def is_portable(self) -> bool:
        """Say whether another process can do the same."""
        return not (self.how.changes or self._opened)

    def known(self, task: Task) -> Outcome | None:
        """Return what an earlier run made of a file, None if that is not known."""
        if not self._keeps or task.path == STDIN:  # which can be read only once
            return None
        read = self._read(task)
        return None if isinstance(read, Incomplete) else results.recall(self._key(task, read[0]), read[1])

    def outcome(self, task: Task) -> Outcome:
        """Return what checking a file amounts to. Raises RuleError or ConfigError when there are no rules for it."""
        read = self._read(task)
        if isinstance(read, Incomplete):
            return Outcome(incomplete=(read,))
        data, source = read
        del read
        key = self._key(task, data)
        if not self._opened:
            data = b""  # they may take as much memory as all that is made of them
        known = results.recall(key, source)
        if known:
            return known
        outcome = self._attempted(task, data, source)
        if not outcome.incomplete:
            results.keep(key, outcome)
        return outcome

    def _key(self, task: Task, data: bytes) -> str:
        """Return what the outcome is kept under, "" if it is not."""
        return results.key_of(self._book(task), task, data, prove_edits=self.how.prove_edits) if self._keeps else ""

    def _read(self, task: Task) -> tuple[bytes, str | bytes] | Incomplete:
        """Return the bytes of a file, and the text that they spell where its format is one of texts."""
        changes = self.how.changes
        data = changes.read_bytes(task.path, task.name) if changes else read_bytes(task.path, task.name)
        if isinstance(data, Incomplete):
            return data
        source = data if task.format in BINARY else decode(data, task.name)
        return source if isinstance(source, Incomplete) else (data, source)

    def _book(self, task: Task) -> Rulebook:
        return self._books.get(task.settings)

    def _attempted(self, task: Task, data: bytes, source: str | bytes) -> Outcome:
        try:
            return self._checked(task, data, source)
        except SourceError as error:
            return Outcome(incomplete=(Incomplete(task.name, "unreadable", str(error)),))
        except Exception as error:  # our mistake: it must neither pass for clean nor keep the other files from us
            import traceback

            detail = f"{type(error).__name__}: {error}; run again with --verbose and report what it prints"
            return Outcome(incomplete=(Incomplete(task.name, "crash", detail),), crash=traceback.format_exc())

    def _checked(self, task: Task, data: bytes, source: str | bytes) -> Outcome:
        document = document_of(source, task.format, task.given, task.settings)
        if self._opened:
            self._opened(task.name, data, document)
        late: list[Incomplete] = []
        report = self._report(document, task, self._book(task), late)
        changes = self.how.changes
        if changes and (before := _former(changes.before(task.path), task)) is not None:
            from kratom_lint.policy.changes import narrowed

            report = narrowed(report, self._report(before, task, self._book(task), late))
        if self.how.upcoming:
            report = replace(report, upcoming=self._upcoming(document, report, task, late))
        unread = [Incomplete(task.name, part.reason, part.detail) for part in document.unread]
        skipped = [
            Skipped(task.name, f"{count} value{'s' if count != 1 else ''} in {language}; see `languages`")
            for language, count in document.foreign
        ]
        return Outcome(report, (*unread, *late), tuple(skipped))

    def _report(self, document: Document, task: Task, book: Rulebook, late: list[Incomplete]) -> FileReport:
        report, timed_out = report_of(document, task.name, book, task.settings, prove_edits=self.how.prove_edits)
        late += [timed_out] if timed_out else []
        return report

    def _upcoming(
        self, document: Document, report: FileReport, task: Task, late: list[Incomplete]
    ) -> tuple[Finding, ...]:
        from datetime import date, timedelta

        from kratom_lint.policy.upcoming import upcoming

        book = self._book(task)
        last = date.fromisoformat(book.as_of) + timedelta(days=self.how.upcoming)
        books = Books(self._books)  # its own: what is run as of a later day says nothing of how rules are run today
        later = []
        for day in book.turning_days(last.isoformat()):
            then = books.get(replace(task.settings, as_of=day))
            later.append((day, self._report(document, task, then, late).findings))
        return upcoming(report.findings, later)


def report_of(
    document: Document, name: str, book: Rulebook, settings: Settings, *, prove_edits: bool = False
) -> tuple[FileReport, Incomplete | None]:
    """Return what a document, called `name`, amounts to before waivers and baseline, and what was not done in time."""
    states = {rule.id: book.status(rule.id) for rule in book.rules}
    incomplete = None
    examined = examine(document, book)
    if examined.late:
        states |= dict.fromkeys(examined.late, "timed out")
        detail = f"the time for {', '.join(examined.late)} ran out; mend its `regex:` pattern, or split the file"
        incomplete = Incomplete(name, "timeout", detail)
    result = suppressions.suppress(document, examined.findings, states, book.as_of)
    told = (levelled(finding, settings) for finding in result.directives)
    kept = [*once(document, result.kept), *(finding for finding in told if finding is not None)]
    if settings.provided_by:
        from kratom_lint.policy.provided import unprovided

        kept = list(unprovided(kept, settings, book))
    if prove_edits:
        from kratom_lint.fix import verify

        kept = verify(document, kept, book)
    kept.sort(key=lambda finding: (finding.span, finding.rule))
    extracted = document.format in BINARY
    report = FileReport(
        name,
        document.source,
        tuple(kept),
        result.suppressed,
        extracted=extracted,
        unnamed=len(examined.unnamed),
        fail_on=settings.fail_on,
    )
    return report, incomplete


def document_of(source: str | bytes, format_: str | None, path: str | None, settings: Settings) -> Document:
    """Return a source read as its settings say; without a format, its content tells. Raises SourceError."""
    selection = Selection(settings.fields, settings.languages)
    if format_ is None:
        from kratom_lint.formats.sniff import sniff

        format_ = sniff(str(source))
    return read_document(source, format_, path, settings.product, selection)


def _former(data: bytes | None, task: Task) -> Document | None:
    """Return the document that a changed file was; None if it is new, or was nothing that can be read."""
    source = data if data is None or task.format in BINARY else decode(data, "")
    if source is None or isinstance(source, Incomplete):
        return None
    try:
        return document_of(source, task.format, task.given, task.settings)
    except SourceError:
        return None
