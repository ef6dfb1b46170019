"""What a review is about: the documents as they were read, with their hashes, and what was found in them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from kratom_lint import audit
from kratom_lint.check import Options, Watch, check
from kratom_lint.formats.document import Document
from kratom_lint.report.run import FileReport, Run
from kratom_lint.values import value


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

    def opened(path: str, data: bytes, document: Document) -> None:
        read[path] = document, hashlib.sha256(data).hexdigest()

    run = check(paths, options, Watch(opened=opened))
    files = [Reviewed(report, *read.get(report.path, (None, ""))) for report in run.files]
    return Review(run, tuple(files), arguments)
