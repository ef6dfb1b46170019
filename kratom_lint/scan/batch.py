"""The one function that every engine runs: an Arrow batch of documents in, an Arrow batch of results out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from kratom_lint.engine import units
from kratom_lint.errors import SourceError
from kratom_lint.onefile import document_of, report_of
from kratom_lint.report.json import finding_value
from kratom_lint.report.position import Positions
from kratom_lint.rulebook.book import Rulebook
from kratom_lint.scan.columns import format_named
from kratom_lint.scan.reading import unless_too_large
from kratom_lint.scan.schema import KEYS, RESULTS, SKIPPED
from kratom_lint.settings import Settings
from kratom_lint.text.words import words_of

LARGEST = 10_000_000
"""The code points of the largest text that is scanned when nobody says otherwise."""


@dataclass(frozen=True, slots=True)
class Scanner:
    """How texts are scanned: by which rules, as which format (None: each tells by itself), up to how many code points.

    With `edits`, suggestions have edits, each proved by reading the edited text again. Texts that contain none of the
    words `containing`, in whatever case, are skipped, if there are such words.
    """

    book: Rulebook
    settings: Settings
    format: str | None = None
    largest: int = LARGEST
    edits: bool = False
    containing: tuple[str, ...] = ()

    def forget(self) -> None:
        """Let go of what is remembered of earlier texts: it is bounded by their number, not by their size."""
        for matcher in (self.book.matcher, self.book.cue_matcher, self.book.name_matcher):
            matcher.look_up.cache_clear()
            matcher.look_again.cache_clear()
        self.book.viewer.view.cache_clear()
        words_of.cache_clear()
        units.forget()

    def passes_over(self, text: str) -> bool:
        """Say whether a text has nothing to do with what is looked for."""
        if not self.containing:
            return False
        folded = text.casefold()
        return not any(word.casefold() in folded for word in self.containing)


def scan_batch(documents: pa.RecordBatch, scanner: Scanner) -> pa.RecordBatch:
    """Return a row of `RESULTS` for each row of `DOCUMENTS`, in the same order. No document makes it fail."""
    columns = [documents.column(name) for name in documents.schema.names]
    names = documents.schema.names

    def rows() -> Iterator[dict[str, Any]]:
        for number in range(documents.num_rows):
            # One value at a time: a batch may hold texts of many megabytes.
            yield _result(_values(names, columns, number), scanner)

    return pa.RecordBatch.from_pylist(list(rows()), schema=RESULTS)


def _values(names: list[str], columns: list[pa.Array], number: int) -> dict[str, Any]:
    values = {}
    for name, column in zip(names, columns, strict=True):
        try:
            values[name] = column[number].as_py()
        except UnicodeDecodeError:  # whoever wrote the file said that it was UTF-8
            values[name] = None
            values |= {"reason": "undecodable", "detail": f"its {name} is not valid UTF-8; write it anew"}
    return values


def _result(row: Mapping[str, Any], scanner: Scanner) -> dict[str, Any]:
    row = {**row, **unless_too_large(row.get("text"), scanner.largest)}
    keys = {name: row.get(name) for name, _ in KEYS}
    reason, text = row.get("reason"), row.get("text")
    incomplete = [{"reason": reason, "detail": row.get("detail")}] if reason else []
    if text is not None and not reason and scanner.passes_over(text):
        return _row(keys, SKIPPED, [{"reason": SKIPPED, "detail": "it contains none of the words"}])
    if text is not None:
        return _scanned(keys, text, row.get("format"), scanner, incomplete)
    if reason == SKIPPED:
        return _row(keys, SKIPPED, incomplete)
    missing = {"reason": "no-text", "detail": "the text is null; leave the row out, or give it one"}
    return _row(keys, "incomplete", incomplete or [missing])


def _scanned(
    keys: dict[str, Any], text: str, format: str | None, scanner: Scanner, incomplete: list[dict[str, str | None]]
) -> dict[str, Any]:
    name = keys["source"] or ""
    try:
        document = document_of(text, format_named(format) or scanner.format, keys["url"], scanner.settings)
        report, late = report_of(document, name, scanner.book, scanner.settings, prove_edits=scanner.edits)
    except SourceError as error:
        return _row(keys, "incomplete", [*incomplete, {"reason": "unreadable", "detail": str(error)}])
    except Exception as error:  # our mistake: it must neither pass for clean nor keep the other documents from us
        return _row(
            keys, "incomplete", [*incomplete, {"reason": "crash", "detail": f"{type(error).__name__}: {error}"}]
        )
    incomplete += [{"reason": part.reason, "detail": part.detail} for part in document.unread]
    incomplete += [{"reason": late.reason, "detail": late.detail}] if late else []
    positions = Positions(report.source)
    findings = [finding_value(name, finding, positions) for finding in report.findings]
    status = "incomplete" if incomplete else "findings" if findings else "clean"
    return _row(keys, status, incomplete, findings, len(report.suppressed), report.unnamed)


def _row(
    keys: dict[str, Any],
    status: str,
    incomplete: list[dict[str, str | None]],
    findings: list[Any] | None = None,
    suppressed: int = 0,
    unnamed: int = 0,
) -> dict[str, Any]:
    return keys | {
        "status": status,
        "incomplete": incomplete,
        "suppressed": suppressed,
        "unnamed": unnamed,
        "findings": findings or [],
    }
