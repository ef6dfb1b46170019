"""Linting as a library: what every adapter amounts to, for one text."""

from __future__ import annotations

from pathlib import Path

from kratom_lint.engine import lint
from kratom_lint.errors import SourceError
from kratom_lint.fix import verify
from kratom_lint.formats import BINARY, format_of, read
from kratom_lint.formats.document import Document
from kratom_lint.formats.sniff import sniff
from kratom_lint.loading import load_rulebook
from kratom_lint.model import Finding, Incomplete
from kratom_lint.policy.repeats import once
from kratom_lint.policy.suppressions import suppress
from kratom_lint.rulebook.book import Rulebook
from kratom_lint.sources import read as read_source
from kratom_lint.sources import read_bytes


def lint_text(
    text: str,
    *,
    format: str = "text",
    path: str | None = None,
    product: str | None = None,
    rulebook: Rulebook | None = None,
) -> list[Finding]:
    """Return the findings of a text in reading order, those that its own directives excuse left out.

    `format` is a name in `formats.FORMATS`. `product` is kratom, 7-oh, botanical or none; None finds out from the text
    and `path`. Without a `rulebook`, the default rules of today are used. Spans are code points of `text`. Raises
    `TimedOut`, which carries the other findings, when a `regex:` pattern ran out of time, RuleError when no rules can
    be loaded, and SourceError when a part of the text cannot be read.
    """
    return _lint(read(text, format, path, product), rulebook)


def _lint(document: Document, rulebook: Rulebook | None) -> list[Finding]:
    book = rulebook or load_rulebook()
    if document.unread:
        where = f"{document.path}: " if document.path else ""
        raise SourceError("\n".join(f"{where}{part.reason}: {part.detail}" for part in document.unread))
    states = {rule.id: book.status(rule.id) for rule in book.rules}
    result = suppress(document, lint(document, book), states, book.as_of)
    found = verify(document, [*once(document, result.kept), *result.directives], book)
    return sorted(found, key=lambda finding: (finding.span, finding.rule))


def lint_path(path: str | Path, *, product: str | None = None, rulebook: Rulebook | None = None) -> list[Finding]:
    """Return the findings of a file, its format told by its suffix, or by its content when that is unknown.

    Spans are code points of the decoded text, after a byte order mark, or of the extracted one of a file that is no
    text. Raises SourceError when the file, or a part of it, cannot be read or is no text; otherwise as `lint_text`.
    """
    name = Path(path).as_posix()
    format = format_of(name)
    source = read_bytes(name) if format in BINARY else read_source(name)
    if isinstance(source, Incomplete):
        raise SourceError(f"{source.path}: {source.reason}: {source.detail}")
    return _lint(read(source, format or sniff(str(source)), name, product), rulebook)
