"""Disclosures that another file makes for this one, such as the footer of a layout: does it still make them?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from kratom_lint.engine.lint import lacking
from kratom_lint.errors import SourceError
from kratom_lint.formats import BINARY, format_of
from kratom_lint.formats import read as read_document
from kratom_lint.model import Finding, Incomplete, Step
from kratom_lint.report.run import FileReport
from kratom_lint.rulebook.book import Rule, Rulebook
from kratom_lint.settings import Settings
from kratom_lint.sources import decode, read_bytes
from kratom_lint.values import replace

_STEP = "provided-by"
"""The step of a trace that tells of a file that does not make a disclosure for another."""


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
            steps = (*finding.trace, Step(_STEP, told))
            yield replace(finding, message=f"{finding.message} {told}.", trace=steps)


def unmet(files: Iterable[FileReport]) -> tuple[FileReport, ...]:
    """Return the files with the findings about disclosures that another file was to make: the first for each such file,
    which counts the others."""
    first: dict[tuple[str, str], tuple[FileReport, Finding]] = {}
    others: Counter[tuple[str, str]] = Counter()
    for file in files:
        for finding in file.findings:
            for told in (step.detail for step in finding.trace if step.step == _STEP):
                others[finding.rule, told] += 1
                first.setdefault((finding.rule, told), (file, finding))
    found: dict[str, tuple[FileReport, list[Finding]]] = {}
    for key, (file, finding) in first.items():
        count = others[key] - 1
        more = f" The same holds for {count} more file{'' if count == 1 else 's'}." if count else ""
        found.setdefault(file.path, (file, []))[1].append(replace(finding, message=finding.message + more))
    return tuple(replace(file, findings=tuple(findings)) for file, findings in found.values())


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
