"""The inline markup of AsciiDoc: what each construct shows."""

from __future__ import annotations

import re

from kratom_lint.formats.builder import BREAK, Builder
from kratom_lint.formats.lines import Meaning, address, inline, spell
from kratom_lint.formats.markup import REFERENCE, decode
from kratom_lint.formats.outline import Outline
from kratom_lint.formats.prose import HOLE
from kratom_lint.formats.spelling import referenced

_START, _END = r"(?<![\w:;}])", r"(?!\w)"
PATTERN = re.compile(
    rf"(?P<escape>\\[*_`#^~+{{<(\[])"
    rf"|(?P<hard>[ \t]\+[ \t]*(?=\n|\Z))"
    rf"|(?P<entity>{REFERENCE.pattern})"
    rf"|(?P<hole>\+\+\+(?=\S)[^+]{{1,500}}\+\+\+|pass:[a-z,]*\[[^\]]{{0,500}}\]|``[^`\n]{{1,500}}``"
    rf"|{_START}(?<![\"'])`(?![\s`\"'])[^`]{{1,500}}(?<!\s)`{_END}|\{{[\w:-]{{1,100}}\}}"
    rf"|(?:kbd|btn|menu|stem|latexmath):[^\s\[]{{0,100}}\[[^\]]{{0,500}}\])"
    rf"|(?P<quoted>(?P<quote>[\"'])`(?=\S)(?P<words>[^`]{{1,500}})`(?P=quote))"
    rf"|(?P<picture>image:(?!:)(?P<file>[^\s\[]{{1,2000}})\[(?P<alt>[^\],]{{0,500}})[^\]]{{0,500}}\])"
    rf"|(?P<link>(?P<scheme>link:|xref:|mailto:|(?=(?:https?|ftp)://))(?P<url>[^\s\[\]<>]{{1,2000}})"
    rf"\[(?P<label>[^\]]{{0,500}})\])"
    rf"|(?P<cross><<[^<>,\n]{{1,200}}(?:,(?P<cited>[^<>]{{1,500}}))?>>)"
    rf"|(?P<gone>\[\[[^\]\n]{{1,200}}\]\]|anchor:[^\s\[]{{1,100}}\[[^\]\n]{{0,100}}\]|\(\(\([^)]{{1,300}}\)\)\))"
    rf"|(?P<footnote>footnote:[\w-]{{0,100}}\[(?P<said>[^\]]{{0,500}})\])"
    rf"|(?P<double>(?P<pair>\*\*|__|\#\#)(?=[^\s*_\#])(?P<inner>.{{1,250}}?)(?P=pair))"
    rf"|{_START}(?P<single>(?:\[[^\]\n]{{1,100}}\])?(?P<mark>[*_\#])(?=[^\s*_\#]|[*_\#][^\s*_\#])"
    rf"(?P<marked>(?:(?!(?P=mark){{2}}).){{1,250}}?)(?<!\s)(?P=mark)){_END}"
    rf"|(?P<raised>(?P<sign>[\^~])(?P<small>[^\s^~]{{1,100}})(?P=sign))",
    re.S,
)


def _escape(match: re.Match[str], builder: Builder, outline: Outline) -> None:
    builder.atom(match[0][1], *match.span())


def _hole(match: re.Match[str], builder: Builder, outline: Outline) -> None:
    builder.atom(HOLE, *match.span())


def _quoted(match: re.Match[str], builder: Builder, outline: Outline) -> None:
    start, end = match.span()
    builder.copy(start, start + 1)
    spell(builder, *match.span("words"), outline, PATTERN, MEANINGS)
    builder.copy(end - 1, end)


def _picture(match: re.Match[str], builder: Builder, outline: Outline) -> None:
    address(outline, builder.base, *match.span("file"))
    address(outline, builder.base, *match.span("alt"), "alt")
    builder.atom(" ", match.start(), match.start())


def _link(match: re.Match[str], builder: Builder, outline: Outline) -> None:
    if match["scheme"] in ("", "link:"):
        address(outline, builder.base, *match.span("url"))
    _shown("label")(match, builder, outline)


def _footnote(match: re.Match[str], builder: Builder, outline: Outline) -> None:
    said = builder.base.cut(*match.span("said"))
    outline.aside("paragraph", inline(said, outline, PATTERN, MEANINGS, referenced), said.span(0, len(said.text)))


def _shown(group: str) -> Meaning:
    """Return a meaning that shows what a group of the match holds, or a hole when that is nothing."""

    def put(match: re.Match[str], builder: Builder, outline: Outline) -> None:
        if match[group]:
            spell(builder, *match.span(group), outline, PATTERN, MEANINGS)
        else:
            builder.atom(HOLE, *match.span())

    return put


MEANINGS: dict[str, Meaning] = {
    "escape": _escape,
    "hard": lambda match, builder, outline: builder.atom(BREAK, *match.span()),
    "entity": lambda match, builder, outline: builder.atom(decode(match), *match.span()),
    "hole": _hole,
    "quoted": _quoted,
    "picture": _picture,
    "link": _link,
    "cross": _shown("cited"),
    "gone": lambda match, builder, outline: None,
    "footnote": _footnote,
    "double": _shown("inner"),
    "single": _shown("marked"),
    "raised": _shown("small"),
}
