"""What a review is about: the documents as they were read, with their hashes, and what was found in them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from kratom_lint import audit
from kratom_lint.books import Books
from kratom_lint.check import Options, Watch, check
from kratom_lint.config import Configs
from kratom_lint.errors import SourceError
from kratom_lint.formats.document import Document
from kratom_lint.formats.selection import Selection
from kratom_lint.report.run import FileReport, Run
from kratom_lint.rulebook.book import Rulebook
from kratom_lint.settings import Settings
from kratom_lint.values import replace, value


@value
class Reviewed:
    """A file with what was found in it. The waiver file has no document, and nobody decides about it."""

    report: FileReport
    document: Document | None
    sha256: str


@value
class Review:
    """A run with the documents it was about; `arguments` make the same run again."""

    run: Run
    files: tuple[Reviewed, ...]
    arguments: Mapping[str, Any]


def gather(paths: Sequence[str], options: Options, arguments: Mapping[str, Any]) -> Review:
    """Return the review of `paths` (none: the current folder); raise SourceError unless all are there, in here."""
    audit.subject(paths, options, texts=False)
    read: dict[str, tuple[Document, str]] = {}
    word: dict[str, bytes] = {}

    def opened(path: str, data: bytes, document: Document) -> None:
        read[path] = document, hashlib.sha256(data).hexdigest()
        if document.format == "docx":
            word[path] = data

    run = check(paths, options, Watch(opened=opened))
    configs, books = Configs(options.command_line, options.config, options.exclude), Books()
    files = []
    for report in run.files:
        document, digest = read.get(report.path, (None, ""))
        if report.path in word and report.findings:
            settings = configs.settings_for(report.path)
            report = _with_edits(report, word[report.path], settings, books.get(settings))
        files.append(Reviewed(report, document, digest))
    return Review(run, tuple(files), arguments)


def _with_edits(report: FileReport, data: bytes, settings: Settings, book: Rulebook) -> FileReport:
    """Return the report of a Word document with its suggestions worked out, as it was opened to be read only."""
    from kratom_lint.fix import verify
    from kratom_lint.formats.tracked import open_word

    selection = Selection(settings.fields, settings.languages)
    try:
        document = open_word(data, report.path, settings.product, selection, day=book.as_of)
    except SourceError:  # it is signed
        return report
    return replace(report, findings=tuple(verify(document, report.findings, book)))
