"""The pipeline: paths -> texts -> documents -> findings -> what counts -> one `Run`. Prints nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kratom_lint.books import Books, day_of, levelled
from kratom_lint.config import Configs
from kratom_lint.discovery import Choice, Found, find
from kratom_lint.engine import examine
from kratom_lint.errors import KratomLintError, RuleError, SourceError
from kratom_lint.formats import BINARY
from kratom_lint.formats import read as read_document
from kratom_lint.formats.document import Document
from kratom_lint.formats.selection import Selection
from kratom_lint.model import Finding, Incomplete, Pack, Skipped
from kratom_lint.policy import accepted, own, suppressions
from kratom_lint.policy.repeats import once
from kratom_lint.report.run import FileReport, Run
from kratom_lint.rulebook.book import Rulebook
from kratom_lint.settings import Layer, Settings, merge
from kratom_lint.sources import STDIN, decode, read_bytes
from kratom_lint.values import value

if TYPE_CHECKING:
    from kratom_lint.changed import Changes
    from kratom_lint.policy.accepted import Accepted

STDIN_NAME = "<stdin>"
"""What reports call standard input when `--stdin-filename` does not say."""


@value
class Options:
    """What the caller decides for all files.

    `prove_edits` keeps only the edits that re-reading proves right. `changes` limits the run to these files and what
    changed in them. Without `use_baseline`, what the baseline has counts like the rest. `upcoming` is for how
    many days to come the law is asked what it will make a finding. What the caller writes, the absolute paths
    `written`, is no copy.
    """

    command_line: Layer = field(default_factory=Layer)
    config: str | None = None
    exclude: tuple[str, ...] = ()
    no_ignore: bool = False
    stdin_filename: str | None = None
    prove_edits: bool = False
    changes: Changes | None = None
    use_baseline: bool = True
    upcoming: int = 0
    written: frozenset[Path] = frozenset()


@value
class Watch:
    """Who is told while a run goes on: how many of how many files are done, what each was read from and as, and what
    went wrong inside the tool."""

    progress: Callable[[int, int], None] = lambda done, total: None
    opened: Callable[[str, bytes, Document], None] = lambda path, data, document: None
    crashed: Callable[[str, Exception], None] = lambda path, error: None


def check(
    paths: Sequence[str], options: Options | None = None, watch: Watch | None = None, books: Books | None = None
) -> Run:
    """Return what checking `paths` (files, folders, "-"; none: the current folder) amounts to.

    Whatever keeps one file from being checked becomes an `Incomplete`, and the others are checked all the same. Raise
    ConfigError or RuleError only when such a mistake is all there is to tell, and ConfigError for a broken waiver file
    or baseline. `books` are those of an earlier run, whose rules need not be read again.
    """
    options, watch = options or Options(), watch or Watch()
    configs = Configs(options.command_line, options.config, options.exclude)
    choice = Choice(configs.why_not, configs.excluded, not options.no_ignore)
    found = options.changes.select(paths, choice) if options.changes else find(paths or ["."], choice)
    found.paths = [path for path in found.paths if not own.is_own(path)]
    if options.written:
        found.paths = [path for path in found.paths if own.absolute(path) not in options.written]
    whole = options.changes.whole if options.changes else not options.exclude and accepted.covers(paths)
    answered = accepted.find(whole=whole, use_baseline=options.use_baseline)
    checker = _Checker(configs, options, watch, found, answered, Books(books))
    for number, path in enumerate(found.paths):
        watch.progress(number, len(found.paths))
        checker.check(path)
    watch.progress(len(found.paths), len(found.paths))
    return checker.run()


class _Checker:
    """Gathers the reports of one run, file by file."""

    def __init__(
        self, configs: Configs, options: Options, watch: Watch, found: Found, answered: Accepted, books: Books
    ) -> None:
        self._answered = answered
        self._configs = configs
        self._options = options
        self._watch = watch
        self._books = books
        self._incomplete = found.incomplete
        self._skipped = found.skipped
        self._mistakes: dict[str, tuple[KratomLintError, list[str]]] = {}
        self._files: list[FileReport] = []
        self._settings: list[Settings] = []
        self._packs: dict[str, Pack] = {}

    def check(self, path: str) -> None:
        given = self._options.stdin_filename if path == STDIN else path
        name = given or STDIN_NAME
        try:
            settings = self._configs.settings_for(given)
            format_ = self._configs.format_for(given) if given else "text"
            book = self._books.get(settings)
        except KratomLintError as error:
            self._mistakes.setdefault(str(error), (error, []))[1].append(name)
            return
        changes = self._options.changes
        data = changes.read_bytes(path, name) if changes else read_bytes(path, name)
        if isinstance(data, Incomplete):
            self._incomplete.append(data)
            return
        source = data if format_ in BINARY else decode(data, name)
        if isinstance(source, Incomplete):
            self._incomplete.append(source)
            return
        try:
            document = document_of(source, format_, given, settings)
            self._watch.opened(name, data, document)
            report = self._report(document, name, book, settings)
            if changes and (before := _former(changes.before(path), format_, given, settings)) is not None:
                from kratom_lint.policy.changes import narrowed

                report = narrowed(report, self._report(before, name, book, settings))
            if self._options.upcoming:
                report = replace(report, upcoming=self._upcoming(document, report, book, settings))
            self._incomplete += [Incomplete(name, part.reason, part.detail) for part in document.unread]
        except SourceError as error:
            self._incomplete.append(Incomplete(name, "unreadable", str(error)))
            return
        except Exception as error:  # our mistake: it must neither pass for clean nor keep the other files from us
            self._watch.crashed(name, error)
            detail = f"{type(error).__name__}: {error}; run again with --verbose and report what it prints"
            self._incomplete.append(Incomplete(name, "crash", detail))
            return
        self._skipped += [
            Skipped(name, f"{count} value{'s' if count != 1 else ''} in {language}; see `languages`")
            for language, count in document.foreign
        ]
        self._files.append(report)
        self._settings.append(settings)
        self._packs |= {pack.id: pack for pack in book.packs}

    def _report(self, document: Document, name: str, book: Rulebook, settings: Settings) -> FileReport:
        report, late = report_of(document, name, book, settings, prove_edits=self._options.prove_edits)
        self._incomplete += [late] if late else []
        return report

    def _upcoming(
        self, document: Document, report: FileReport, book: Rulebook, settings: Settings
    ) -> tuple[Finding, ...]:
        from datetime import date, timedelta

        from kratom_lint.policy.upcoming import upcoming

        last = date.fromisoformat(book.as_of) + timedelta(days=self._options.upcoming)
        books = Books(self._books)  # its own: what is run as of a later day says nothing of how rules are run today
        later = []
        for day in book.turning_days(last.isoformat()):
            then = books.get(replace(settings, as_of=day))
            later.append((day, self._report(document, report.path, then, settings).findings))
        return upcoming(report.findings, later)

    def run(self) -> Run:
        if self._mistakes and not self._files and not self._incomplete:
            errors = [error for error, _ in self._mistakes.values()]
            raise type(errors[0])("\n".join(str(error) for error in errors))
        for error, paths in self._mistakes.values():
            reason = "rules" if isinstance(error, RuleError) else "config"
            more = f"\nand {len(paths) - 1} more not checked for that reason" if len(paths) > 1 else ""
            self._incomplete.append(Incomplete(paths[0], reason, f"{error}{more}"))
        files = self._judged()
        settings = self._settings or [merge([self._options.command_line])]
        asked = {str(name) for each in settings for name in each.jurisdictions}
        return Run(
            files=tuple(sorted(files, key=lambda file: file.path)),
            incomplete=tuple(sorted(set(self._incomplete), key=lambda entry: (entry.path, entry.reason))),
            packs=tuple(self._packs.values()),
            as_of=max(map(day_of, settings)),
            jurisdictions=tuple(sorted(asked or {pack.jurisdiction for pack in self._packs.values()})),
            fail_on=min((each.fail_on for each in settings), key=_FROM_STRICT.index),
            skipped=tuple(sorted(self._skipped)),
            exit_code=2 if self._incomplete else int(any(file.failed for file in files)),
        )

    def _judged(self) -> list[FileReport]:
        """Return the reports with what is waived and known set apart, and one on the waivers themselves, if need be."""
        day = max(map(day_of, self._settings), default="")
        files, used = self._answered.waived(self._files, day)
        told = self._answered.told(day, used, self._books.states(), complete=not self._incomplete) if day else None
        if told:
            settings = self._configs.settings_for(told.path)
            findings = (levelled(finding, settings) for finding in told.findings)
            kept = tuple(finding for finding in findings if finding is not None)
            files = [*files, replace(told, findings=kept, fail_on=settings.fail_on)]
            self._settings.append(settings)
        return self._answered.known(files)


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


def _former(data: bytes | None, format_: str | None, path: str | None, settings: Settings) -> Document | None:
    """Return the document that a changed file was; None if it is new, or was nothing that can be read."""
    source = data if data is None or format_ in BINARY else decode(data, "")
    if source is None or isinstance(source, Incomplete):
        return None
    try:
        return document_of(source, format_, path, settings)
    except SourceError:
        return None


_FROM_STRICT = ("info", "warning", "error", "never")
