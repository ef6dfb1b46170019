"""The pipeline: paths -> texts -> documents -> findings -> what counts -> one `Run`. Prints nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from time import time
from typing import TYPE_CHECKING

from kratom_lint.books import Books, day_of, levelled
from kratom_lint.config import Configs
from kratom_lint.discovery import Choice, Found, find
from kratom_lint.errors import KratomLintError, RuleError
from kratom_lint.formats.document import Document
from kratom_lint.model import Incomplete, Pack
from kratom_lint.onefile import Worker
from kratom_lint.policy import accepted, own
from kratom_lint.report.run import FileReport, Run
from kratom_lint.rulebook import cache
from kratom_lint.settings import Layer, Settings, merge
from kratom_lint.sharing import outcomes_of
from kratom_lint.sources import STDIN
from kratom_lint.tasks import STDIN_NAME, How, Task
from kratom_lint.values import field, replace, value

if TYPE_CHECKING:
    from kratom_lint.changed import Changes
    from kratom_lint.policy.accepted import Accepted


@value
class Options:
    """What the caller decides for all files.

    `prove_edits` keeps only the edits that re-reading proves right. `changes` limits the run to these files and what
    changed in them. Without `use_baseline`, what the baseline has counts like the rest. `upcoming` is for how
    many days to come the law is asked what it will make a finding. What the caller writes, the absolute paths
    `written`, is no copy. Up to `jobs` processes share the work, as many as pay for their start if None. With
    `use_cache`, what an earlier run made of the same bytes, rules and settings is kept and not worked out again.
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
    jobs: int | None = 1
    use_cache: bool = False


@value
class Watch:
    """Who is told while a run goes on: how many of how many files are done, what each was read from and as, and what
    went wrong inside the tool."""

    progress: Callable[[int, int], None] = lambda done, total: None
    opened: Callable[[str, bytes, Document], None] | None = None
    crashed: Callable[[str, str], None] = lambda path, traceback: None


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
    checker = _Checker(configs, options, watch, found, answered)
    checker.check(found.paths, Books(books))
    if options.use_cache:
        cache.tidy(time())
    return checker.run()


class _Checker:
    """Gathers what comes of the files of one run."""

    def __init__(self, configs: Configs, options: Options, watch: Watch, found: Found, answered: Accepted) -> None:
        self._answered = answered
        self._configs = configs
        self._options = options
        self._watch = watch
        self._incomplete = found.incomplete
        self._skipped = found.skipped
        self._mistakes: dict[str, tuple[KratomLintError, list[str]]] = {}
        self._files: list[FileReport] = []
        self._settings: list[Settings] = []
        self._packs: dict[str, Pack] = {}

    def check(self, paths: Sequence[str], books: Books) -> None:
        """Check the files, and tell how far that is."""
        self._books = books
        tasks = [task for path in paths if (task := self._task(path))]
        how = How(self._options.prove_edits, self._options.changes, self._options.upcoming, self._options.use_cache)
        self._watch.progress(0, len(tasks))
        worker = Worker(how, books, self._watch.opened)
        outcomes = outcomes_of(tasks, worker, self._options.jobs, self._watch.progress)
        for task, outcome in zip(tasks, outcomes, strict=True):
            if outcome.crash:
                self._watch.crashed(task.name, outcome.crash)
            self._incomplete += outcome.incomplete
            self._skipped += outcome.skipped
            if outcome.report:
                self._files.append(outcome.report)
                self._settings.append(task.settings)
                self._packs |= {pack.id: pack for pack in books.get(task.settings).packs}

    def _task(self, path: str) -> Task | None:
        """Return what is to be done about a file; None when its settings or rules are no good, which is noted."""
        given = self._options.stdin_filename if path == STDIN else path
        try:
            settings = self._configs.settings_for(given)
            self._books.get(settings)
            return Task(path, given, self._configs.format_for(given) if given else "text", settings)
        except KratomLintError as error:
            self._mistakes.setdefault(str(error), (error, []))[1].append(given or STDIN_NAME)
            return None

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


_FROM_STRICT = ("info", "warning", "error", "never")
