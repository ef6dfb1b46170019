"""The pipeline of `fix`: paths -> texts -> documents -> repaired texts. Writes nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from kratom_lint.books import Books, levelled
from kratom_lint.config import Configs
from kratom_lint.discovery import Choice, find
from kratom_lint.engine import TimedOut, lint, listening
from kratom_lint.errors import SourceError
from kratom_lint.formats import BINARY, read
from kratom_lint.formats.document import Document
from kratom_lint.formats.selection import Selection
from kratom_lint.formats.sniff import sniff
from kratom_lint.model import Finding, Incomplete
from kratom_lint.policy import accepted, own
from kratom_lint.policy.accepted import Accepted
from kratom_lint.policy.provided import unprovided
from kratom_lint.policy.repeats import once
from kratom_lint.policy.suppressions import suppress
from kratom_lint.report.run import FileReport
from kratom_lint.rewriting import Original, load
from kratom_lint.rounds import Left, Outcome
from kratom_lint.rulebook.book import Rulebook
from kratom_lint.settings import Settings
from kratom_lint.sources import STDIN
from kratom_lint.values import value

_NOT_WRITTEN = "this format is read only; mend it in the program that made it"

Repair = Callable[[str, Document, Rulebook, Callable[[Document], list[Finding]]], Outcome]
"""What makes an outcome of a document, given its name, the rules, and how its findings are found."""


@value
class Mended:
    """A file and what became of it: its text before and after, for a file that is no text what can be read of it.

    `data` is the whole of the file, as it is to be written.
    """

    name: str
    original: Original
    outcome: Outcome
    before: str
    text: str
    data: bytes
    fail_on: str

    @property
    def changed(self) -> bool:
        """Whether anything was repaired."""
        return self.text != self.before

    @property
    def is_text(self) -> bool:
        """Whether the file is a text, of which a patch can be made."""
        return self.outcome.document.format not in BINARY


def mend(paths: Sequence[str], configs: Configs, repair: Repair, *, no_ignore: bool) -> Iterator[Mended | Incomplete]:
    """Yield what becomes of each file, one after the other, or why nothing does; raise KratomLintError for settings."""
    books = Books()
    found = find(paths or ["."], Choice(configs.why_not, configs.excluded, not no_ignore))
    yield from found.incomplete
    answered = accepted.find(whole=False, use_baseline=False)  # old debt may be paid; what is signed stays
    for path in found.paths:
        if own.is_own(path):
            continue
        given = None if path == STDIN else path
        settings = configs.settings_for(given)
        format_ = configs.format_for(given) if given else "text"
        name = given or "<stdin>"
        try:
            yield _mended(name, path, format_, books.get(settings), settings, repair, answered)
        except TimedOut as late:
            yield Incomplete(name, "timeout", f"the time for {', '.join(late.rules)} ran out; split the file")
        except SourceError as error:
            yield Incomplete(name, "unreadable", str(error))


def _mended(
    name: str, path: str, format_: str | None, book: Rulebook, settings: Settings, repair: Repair, answered: Accepted
) -> Mended | Incomplete:
    original = load(path, name, binary=format_ in BINARY)
    if isinstance(original, Incomplete):
        return original
    selection = Selection(settings.fields, settings.languages)
    given = None if path == STDIN else path
    if format_ == "docx":
        from kratom_lint.formats.tracked import open_word

        document = open_word(original.data, given, settings.product, selection, day=book.as_of)
    else:
        source = original.data if format_ in BINARY else original.text
        document = read(source, format_ or sniff(original.text), given, settings.product, selection)

    if document.unread:
        return Incomplete(name, document.unread[0].reason, document.unread[0].detail)
    book = listening(document, book)

    def counting(document: Document) -> list[Finding]:
        report = FileReport(name, document.source, tuple(findings_of(document, book, settings)))
        reports, _ = answered.waived([report], book.as_of)
        return list(reports[0].findings)

    before = document.source if format_ in BINARY else original.text
    if format_ in BINARY and not document.container:
        left = tuple(Left(finding, _NOT_WRITTEN) for finding in counting(document))
        return Mended(name, original, Outcome(document, (), left), before, before, original.data, settings.fail_on)
    outcome = repair(name, document, book, counting)
    text = before[: len(before) - len(document.source)] + outcome.document.source
    file = outcome.document.container
    data = file.data() if file else original.encoded(text)
    return Mended(name, original, outcome, before, text, data, settings.fail_on)


def findings_of(document: Document, book: Rulebook, settings: Settings) -> list[Finding]:
    """Return the findings of a document that count, in reading order; raise TimedOut."""
    states = {rule.id: book.status(rule.id) for rule in book.rules}
    result = suppress(document, lint(document, book), states, book.as_of)
    told = (levelled(finding, settings) for finding in result.directives)
    owed = unprovided(result.kept, settings, book)
    kept = [*once(document, owed), *(finding for finding in told if finding is not None)]
    return sorted(kept, key=lambda finding: (finding.span, finding.rule))
