"""Hand-built runs for the tests of reports. `[[...]]` in a text marks the segments of a finding."""

from __future__ import annotations

import re
from dataclasses import replace

from kratom_lint.model import (
    Applicability,
    Authority,
    Edit,
    Finding,
    Incomplete,
    Pack,
    Related,
    Severity,
    Span,
    Step,
    Suggestion,
    Suppression,
    Waiver,
)
from kratom_lint.report.run import FileReport, Run

FTC = Authority(
    id="ftc-act-5",
    citation="15 U.S.C. 45(a)",
    title="FTC Act section 5",
    url="https://example.org/45",
    jurisdiction="us",
    in_force="1938-03-21",
    until=None,
    confidence="V1",
    checked="2026-11-22",
)


def marked(text: str) -> tuple[str, tuple[Span, ...]]:
    """Return the text without its marks, and what they marked."""
    source, segments, start = "", [], 0
    for piece in re.split(r"(\[\[|\]\])", text):
        if piece == "[[":
            start = len(source)
        elif piece == "]]":
            segments.append(Span(start, len(source)))
        else:
            source += piece
    return source, tuple(segments)


def finding(segments: tuple[Span, ...], **changes: object) -> Finding:
    span = Span(segments[0].start, segments[-1].end)
    plain = Finding(
        rule="disease/pain",
        severity=Severity.ERROR,
        claim="express",
        message="Says that kratom relieves pain.",
        why="A product sold to treat pain is a drug.",
        span=span,
        segments=segments,
        match="relieves pain",
        block_kind="paragraph",
        pointer="",
        authority=(FTC,),
        suggestions=(Suggestion("Delete the sentence.", "delete", Applicability.REVIEW),),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def file(text: str, path: str = "a.md", **changes: object) -> FileReport:
    source, segments = marked(text)
    return FileReport(path, source, (finding(segments, **changes),) if segments else ())


def run(*files: FileReport, incomplete: tuple[Incomplete, ...] = (), exit_code: int = 1) -> Run:
    return Run(
        files=files,
        incomplete=incomplete,
        packs=(Pack("us", "0.1.0", "us", "0" * 64),),
        as_of="2026-11-22",
        jurisdictions=("us",),
        fail_on="error",
        exit_code=exit_code,
    )


def full_run() -> Run:
    """Return a run with everything a run can hold."""
    source, segments = marked("Grün 🌿: it [[relieves]] **[[pain]]**.\r\nAsk us.\n")
    claim = finding(
        segments,
        trace=(Step("context", "no cue; policy flag"),),
        related=(Related("Names a drug class.", segments[1], "drug/drug-class"),),
        suggestions=(
            Suggestion("Delete the sentence.", "delete", Applicability.REVIEW, (Edit(Span(0, 29), ""),)),
            Suggestion("Change the product.", "product-change", Applicability.NONE),
        ),
        fingerprint="f" * 16,
    )
    end = Span(len(source), len(source))
    missing = finding(
        (end,),
        rule="disclosure/dependence-warning",
        severity=Severity.WARNING,
        claim="omission",
        message="Lacks a warning of dependence.",
        match="",
        anchor="document",
        suggestions=(Suggestion("Add a warning.", "insert", Applicability.SAFE, (Edit(end, "Warning."),)),),
    )
    excused = finding(
        (Span(0, 4),),
        rule="safety/safe",
        severity=Severity.INFO,
        message="Says that kratom is safe.",
        suppression=Suppression("quotes the FDA letter", Span(5, 6)),
    )
    return run(
        FileReport("copy/a.md", source, (missing, claim), (excused,)),
        FileReport("copy/b.md", "Clean.\n", ()),
        incomplete=(Incomplete("copy/c.bin", "binary", "a NUL byte at 3"),),
        exit_code=2,
    )


def accepted_run() -> Run:
    """Return a run with one finding that counts, one waived, one in the baseline, and one outside the changes."""
    source, (new, *old) = marked("[[It cures.]] [[It heals.]] [[It eases.]] [[It soothes.]]\n")
    waiver = Waiver("quoted from the label", "J. Doe", "2026-11-01", "2027-05-01", "LEGAL-7")
    return run(
        FileReport(
            "a.md",
            source,
            (finding((new,), severity=Severity.WARNING),),
            waived=(finding((old[0],), waiver=waiver),),
            known=(finding((old[1],), known_since="2026-01-31"),),
            elsewhere=(finding((old[2],)),),
        ),
    )
