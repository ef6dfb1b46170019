"""The inline markup of reStructuredText: what each construct shows."""

from __future__ import annotations

import re

from kratom_lint.formats.builder import Builder
from kratom_lint.formats.lines import Meaning, address
from kratom_lint.formats.outline import Outline
from kratom_lint.formats.prose import HOLE

_START = r"(?<![^\s'\"(\[{<\-/:\u2018\u201c\u2019\xab\xa1\xbf\u2010-\u2014])"
_END = r"(?![^\s'\")\]}>\-/:.,;!?\\\u2019\u201d\xbb\u2010-\u2014])"
PATTERN = re.compile(
    rf"(?P<escape>\\[^\r\n])"
    rf"|{_START}(?P<literal>``(?=\S)(?:[^`]|`(?!`)){{1,2000}}?(?<=\S)``){_END}"
    rf"|{_START}(?P<role>(?::(?P<before>[\w:+.-]{{1,60}}):)?`(?![\s`])(?P<words>[^`\\]*+(?:\\.[^`\\]*+)*)(?<!\s)`"
    rf"(?P<after>:[\w:+.-]{{1,60}}:|__?)?){_END}"
    rf"|{_START}(?P<strong>\*\*(?![\s*])(?:[^*\\]|\\.|\*(?!\*)){{1,2000}}?(?<![\s\\])\*\*){_END}"
    rf"|{_START}(?P<emphasis>\*(?![\s*])(?:[^*\\]|\\.){{1,2000}}?(?<![\s\\])\*){_END}"
    rf"|{_START}(?P<hole>\|(?![\s|])[^|\n]{{1,200}}(?<!\s)\|_{{0,2}}){_END}"
    rf"|(?P<note>\[(?:\d+|[#*]|#?[\w.-]+)\]_){_END}"
    rf"|(?<![\w`])(?P<reference>[^\W_]{{1,80}}(?:[-+.:_][^\W_]{{1,80}}){{0,9}})__?{_END}(?!\w)"
)
TITLED = re.compile(r"\s*<([^<>]*)>$")
OPAQUE = frozenset(
    """c class cmd code command cpp data doc download envvar eq file func index kbd keyword literal math meth mod module
    numref option pep program raw ref rfc samp term token""".split()  # noqa: SIM905
)
"""Roles that show code, or the title of something that stands elsewhere."""
_ESCAPE = re.compile(r"\\(.)")


def _escape(match: re.Match[str], builder: Builder, outline: Outline) -> None:
    if not match[0][1].isspace():  # an escaped space is none
        builder.atom(match[0][1], *match.span())


def _hole(match: re.Match[str], builder: Builder, outline: Outline) -> None:
    builder.atom(HOLE, *match.span())


def _role(match: re.Match[str], builder: Builder, outline: Outline) -> None:
    low, high = match.span("words")
    after = match["after"] or ""
    role = (match["before"] or after.strip(":_")).rpartition(":")[2].lower()
    titled = TITLED.search(builder.base.text, low, high) if role or after.startswith("_") else None
    if titled and titled.start() > low:
        high = titled.start()
        if after.startswith("_") and not titled[1].endswith("_"):
            address(outline, builder.base, *titled.span(1))
    elif role in OPAQUE:
        builder.atom(HOLE, *match.span())
        return
    _put(builder, low, high)


def _marked(size: int) -> Meaning:
    def put(match: re.Match[str], builder: Builder, outline: Outline) -> None:
        _put(builder, match.start() + size, match.end() - size)

    return put


def _reference(match: re.Match[str], builder: Builder, outline: Outline) -> None:
    builder.copy(*match.span("reference"))


def _put(builder: Builder, low: int, high: int) -> None:
    """Add text in which only escapes count."""
    builder.decode(low, high, _ESCAPE, lambda match: "" if match[1].isspace() else match[1])


MEANINGS: dict[str, Meaning] = {
    "escape": _escape,
    "literal": _hole,
    "role": _role,
    "strong": _marked(2),
    "emphasis": _marked(1),
    "hole": _hole,
    "note": lambda match, builder, outline: None,
    "reference": _reference,
}
