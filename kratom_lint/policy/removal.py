"""Edits that take directives out of a text again, and leave no gap behind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kratom_lint.expressions import late
from kratom_lint.model import Applicability, Edit, Span, Suggestion

_LINE_END = late(r"\r\n|\r|\n")
_NAMES = late(r"kratom-lint\s*:\s*[\w-]*\s*([^:]*)", re.IGNORECASE)


def deletion(source: str, spans: Iterable[Span], *, sure: bool) -> Suggestion:
    """Return the suggestion to delete the comments at `spans`; `sure` when they are known to excuse nothing."""
    edits = tuple(Edit(_with_room(source, span), "") for span in spans)
    what = "the directive" if len(edits) == 1 else "the directive and its end"
    return Suggestion(f"Delete {what}", "delete", Applicability.SAFE if sure else Applicability.REVIEW, edits)


def renaming(source: str, span: Span, names: Sequence[str], title: str, *, sure: bool) -> Suggestion:
    """Return the suggestion to let the directive at `span` name only `names`; a title says what that amounts to."""
    written = _NAMES.search(source, span.start, span.end)
    applicability = Applicability.SAFE if sure else Applicability.REVIEW
    if written is None:
        return Suggestion(title, "replace", Applicability.NONE)
    until = re.search(r"\s+until\b.*", written[1], re.DOTALL | re.IGNORECASE)
    listed = ", ".join(names) + (until[0] if until else "")
    return Suggestion(title, "replace", applicability, (Edit(Span(*written.span(1)), listed),))


def _with_room(source: str, span: Span) -> Span:
    """Return `span` with the line it has to itself, or else with the blank before or after it."""
    start = len(source[: span.start].rstrip(" \t"))
    end = span.end + len(source[span.end :]) - len(source[span.end :].lstrip(" \t"))
    first = start == 0 or source[start - 1] in "\r\n"
    line_end = _LINE_END.match(source, end)
    last = line_end is not None or end == len(source)
    if first and last:
        # Without an empty line in its place, what stands above and below it might become one paragraph.
        apart = not source[:start].strip() or _ends_empty(source[:start]) or _starts_empty(source, line_end)
        return Span(start, line_end.end() if line_end and apart else end)
    if last:
        return Span(start, span.end)
    return Span(span.start, end if first or start < span.start else span.end)


def _ends_empty(before: str) -> bool:
    """Say whether the line above is empty."""
    lines = _LINE_END.split(before)
    return len(lines) > 1 and not lines[-2].strip()


def _starts_empty(source: str, line_end: re.Match[str] | None) -> bool:
    """Say whether the line below is empty, or there is none."""
    if line_end is None:
        return True
    after = _LINE_END.search(source, line_end.end())
    return not source[line_end.end() : after.start() if after else len(source)].strip()
