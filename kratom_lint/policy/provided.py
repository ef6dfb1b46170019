"""Disclosures that another file makes for this one, such as the footer of a layout: does it still make them?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kratom_lint.engine.lint import lacking
from kratom_lint.errors import SourceError
from kratom_lint.formats import BINARY, format_of
from kratom_lint.formats import read as read_document
from kratom_lint.model import Finding, Incomplete, Step
from kratom_lint.rulebook.book import Rule, Rulebook
from kratom_lint.settings import Settings
from kratom_lint.sources import decode, read_bytes
from kratom_lint.values import replace


def unprovided(findings: Iterable[Finding], settings: Settings, book: Rulebook) -> Iterator[Finding]:
    """Yield the findings without those about disclosures that the file in `provided_by` makes.

    Where that file does not make it adequately and in visible text, or no longer, the finding stays and says so.
    """
    files = {rule.id: (rule, path) for name, path in settings.provided_by for rule in book.rules if _means(name, rule)}
    for finding in findings:
        if finding.rule not in files or finding.anchor != "document":
            yield finding
            continue
        rule, path = files[finding.rule]
        fault = _fault(str(path), rule, book, settings)
        if fault is not None:
            told = f"{path.place} says that {path} provides it; there, {fault}"
            steps = (*finding.trace, Step("provided-by", told))
            yield replace(finding, message=f"{finding.message} {told}.", trace=steps)


def _means(name: str, rule: Rule) -> bool:
    return rule.is_disclosure and name in (rule.id, rule.id.split("/")[1])


def _fault(path: str, rule: Rule, book: Rulebook, settings: Settings) -> str | None:
    """Return why a file does not provide a disclosure, None if it does."""
    format_ = format_of(path)
    data = read_bytes(path, path)
    source = data if isinstance(data, Incomplete) or format_ in BINARY else decode(data, path)
    if isinstance(source, Incomplete):
        return f"it cannot be read: {source.detail}"
    try:
        if format_ is None:
            from kratom_lint.formats.sniff import sniff

            format_ = sniff(str(source))
        return lacking(read_document(source, format_, path, settings.product), book, rule)
    except SourceError as error:
        return f"it cannot be read: {error}"
