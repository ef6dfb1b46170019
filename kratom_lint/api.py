"""Linting as a library: what every adapter amounts to, for one text."""

from __future__ import annotations

from pathlib import Path

from kratom_lint.engine import lint
from kratom_lint.errors import SourceError
from kratom_lint.fix import verify
from kratom_lint.formats import format_of, read
from kratom_lint.loading import load_rulebook
from kratom_lint.model import Finding, Incomplete
from kratom_lint.policy.suppressions import suppress
from kratom_lint.rulebook.book import Rulebook
from kratom_lint.sources import read as read_source


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
    book = rulebook or load_rulebook()
    document = read(text, format, path, product)
    if document.unread:
        where = f"{path}: " if path else ""
        raise SourceError("\n".join(f"{where}{part.reason}: {part.detail}" for part in document.unread))
    states = {rule.id: book.status(rule.id) for rule in book.rules}
    result = suppress(document, lint(document, book), states, book.as_of)
    found = verify(document, [*result.kept, *result.directives])
    return sorted(found, key=lambda finding: (finding.span, finding.rule))


def lint_path(path: str | Path, *, product: str | None = None, rulebook: Rulebook | None = None) -> list[Finding]:
    """Return the findings of a file, its format told by its suffix (plain text when that is unknown).

    Spans are code points of the decoded text, after a byte order mark. Raises SourceError when the file cannot be read
    or is no text; otherwise as `lint_text`.
    """
    name = Path(path).as_posix()
    source = read_source(name, name)
    if isinstance(source, Incomplete):
        raise SourceError(f"{source.path}: {source.reason}: {source.detail}")
    return lint_text(source, format=format_of(name) or "text", path=name, product=product, rulebook=rulebook)
