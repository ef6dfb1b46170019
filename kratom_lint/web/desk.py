"""Answers what the page asks about a draft: JSON in, JSON out, nothing remembered.

It is the same in a browser and behind `kratom-lint serve`, and needs nothing but the standard library and a compiled
rule book.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import Any

from kratom_lint import __version__
from kratom_lint.errors import KratomLintError, SourceError
from kratom_lint.fix import Worker
from kratom_lint.formats import BINARY, FORMATS, format_of
from kratom_lint.formats.document import PLACES, Document
from kratom_lint.formats.markdown import options
from kratom_lint.formats.sniff import sniff
from kratom_lint.model import Incomplete, Pack
from kratom_lint.onefile import document_of, report_of
from kratom_lint.report import json as json_report
from kratom_lint.report.run import Run
from kratom_lint.rulebook.book import Rulebook
from kratom_lint.settings import PRODUCTS, Settings
from kratom_lint.sources import decode
from kratom_lint.values import replace, value

MOST = 1_000_000
"""Characters of the longest draft that is taken; a longer one is for the command line."""
UNNAMED = "<draft>"
"""What reports call a draft that came without a name."""
_KEYS = ("text", "format", "name", "product", "place", "fingerprint")


class QuestionError(KratomLintError):
    """A question is not as it should be."""


@value
class Question:
    """What the page asks about: a draft, and what it knows of it; None where the draft itself must tell.

    `place` is the jurisdiction whose law is asked about, "" for what the settings say. `fingerprint` names a finding.
    """

    text: str
    format: str | None = None
    name: str | None = None
    product: str | None = None
    place: str = ""
    fingerprint: str = ""


@value
class Law:
    """Where the rules come from: settings, packs, and the book for a place, which is "" where the settings decide."""

    settings: Settings
    packs: tuple[Pack, ...]
    book_for: Callable[[str], Rulebook]


class Desk:
    """Answers for one set of rules."""

    def __init__(self, law: Law) -> None:
        self._law = law

    def about(self) -> str:
        """Return as JSON what answers: version, packs, the day whose law holds, the places that can be asked for."""
        book = self._law.book_for("")
        places = {name: title for pack in self._law.packs for name, title in pack.places}
        return json.dumps(
            {
                "version": __version__,
                "as_of": book.as_of,
                "packs": [_pack(pack, book.as_of) for pack in book.packs],
                "places": [{"id": name, "name": title} for name, title in sorted(places.items(), key=lambda it: it[1])],
                "product": self._law.settings.product,
                "jurisdictions": list(self._law.settings.jurisdictions),
            }
        )

    def check(self, question: Question) -> str:
        """Return as JSON the report on a draft (`schemas/output.schema.json`), and as what it was read.

        The suggestions in it have no edits; `suggest` works them out. Raises SourceError when it cannot be read.
        """
        name = question.name or UNNAMED
        document, book = self._read(question)
        report, late = report_of(document, name, book, self._law.settings)
        unread = [Incomplete(name, part.reason, part.detail) for part in document.unread]
        incomplete = (*([late] if late else []), *unread)
        fail_on = self._law.settings.fail_on
        run = Run(
            files=(report,),
            incomplete=incomplete,
            packs=book.packs,
            as_of=book.as_of,
            jurisdictions=tuple(sorted(book.places or {pack.jurisdiction for pack in book.packs})),
            fail_on=fail_on,
            exit_code=2 if incomplete else int(report.failed),
        )
        known = json.dumps({"format": document.format, "unnamed": report.unnamed})
        return f'{known[:-1]}, "report": {json_report.render(run).rstrip()}}}'

    def suggest(self, question: Question) -> str:
        """Return as JSON the suggestions for the finding with the fingerprint of `question`, proved edits first.

        None of them has edits when the finding is gone.
        """
        document, book = self._read(question)
        report, _ = report_of(document, question.name or UNNAMED, book, self._law.settings)
        found = next((each for each in report.findings if each.fingerprint == question.fingerprint), None)
        suggestions = Worker(document, book).suggestions(found) if found else ()
        return json.dumps({"suggestions": [json_report.suggestion(each) for each in suggestions]})

    def render(self, question: Question) -> str:
        """Return as JSON the HTML of a draft in Markdown, for those who want its form back."""
        from pyromark import html

        return json.dumps({"html": html(question.text, options=options())})

    def open(self, name: str, data: bytes) -> str:
        """Return as JSON the text of a file and its format; of a document that is no text, the text in it.

        Raises SourceError when the file cannot be read.
        """
        name = PurePath(name.replace("\\", "/")).name
        format = format_of(name)
        if format in BINARY:
            document = document_of(data, format, name, self._law.settings)
            text, format, extracted = _text_of(document), "text", True
        else:
            source = decode(data, name)
            if isinstance(source, Incomplete):
                raise SourceError(f"{source.path}: {source.reason}: {source.detail}")
            text, format, extracted = source, format or sniff(source), False
        return json.dumps({"text": text, "format": format, "name": name, "extracted": extracted})

    def _read(self, question: Question) -> tuple[Document, Rulebook]:
        settings = replace(self._law.settings, product=question.product or self._law.settings.product)
        format = question.format or (format_of(question.name) if question.name else None)
        if format in BINARY:
            format = None  # the text that was in it
        document = document_of(question.text, format, question.name, settings)
        return document, self._law.book_for(question.place)


def question_of(data: object) -> Question:
    """Return the question that JSON makes; raise QuestionError when it is not one."""
    if not isinstance(data, Mapping):
        raise QuestionError("a question is an object of texts")
    if unknown := sorted(set(map(str, data)) - set(_KEYS)):
        raise QuestionError(f"unknown key {unknown[0]!r}; known are {', '.join(_KEYS)}")
    values: dict[str, Any] = {key: value for key, value in data.items() if value is not None}
    if wrong := next((key for key in values if not isinstance(values[key], str)), None):
        raise QuestionError(f"{wrong!r} must be a text")
    if "text" not in values:
        raise QuestionError("'text' is missing")
    if len(values["text"]) > MOST:
        raise QuestionError(
            f"the draft has {len(values['text']):,} characters, {MOST:,} is the most; check it in a file"
        )
    if values.get("format") and values["format"] not in FORMATS.keys() - BINARY:
        raise QuestionError(f"no format {values['format']!r} of texts")
    if values.get("product") and values["product"] not in PRODUCTS:
        raise QuestionError(f"no product {values['product']!r}; known are {', '.join(PRODUCTS)}")
    return Question(**{key: value for key, value in values.items() if value})


def _pack(pack: Pack, day: str) -> dict[str, Any]:
    known = {"id": pack.id, "version": pack.version, "sha256": pack.sha256, "checked": pack.checked}
    return {**known, "check_again": pack.check_again, "stale": pack.is_stale(day)}


def _text_of(document: Document) -> str:
    """Return the visible text of a document as plain text: a blank line between blocks, a bullet before list items."""
    lines: list[str] = []
    before = ""
    for block in document.blocks:
        if block.kind in PLACES or not block.prose.text.strip():
            continue
        is_item = block.kind == "list-item"
        if lines and not (is_item and before == "list-item"):
            lines.append("")
        lines.append(f"- {block.prose.text}" if is_item else block.prose.text)
        before = block.kind
    return "\n".join(lines) + "\n" if lines else ""
