"""A document on the page: its blocks as a reader sees them, with the findings boxed where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from kratom_lint.model import Finding
from kratom_lint.review.marks import Piece, Strip
from kratom_lint.review.markup import Markup, element, joined

LABELS = {
    "alt": "Text for a picture",
    "aria-description": "Read aloud",
    "aria-label": "Read aloud",
    "file-name": "File name",
    "hidden": "Hidden text",
    "meta": "Description for search engines",
    "missing": "Missing here",
    "page-title": "Title of the page",
    "source": "In the source",
    "title": "Tooltip",
    "url": "Address",
}
"""What people call the kinds of block that do not speak for themselves; the others go by their own names."""

_PLAIN = frozenset({"paragraph", "heading", "list-item", "table-cell", "table-head"})
_HOLE = 60
"""So many letters of what is opaque are shown."""


def document(strips: Sequence[Strip], findings: Mapping[int, Finding]) -> Markup:
    """Return the strips as HTML; `findings` are those that they speak of, by number."""
    parts, level = [], 2
    for group, each in groupby(strips, _group):
        if group == "list":
            parts.append(element("ul", {}, *(_item(strip, findings) for strip in each)))
        elif group == "table":
            parts.append(_table(list(each), findings))
        else:
            for strip in each:
                if strip.kind == "heading":
                    level = min(2 + max(strip.level, 1), level + 1)  # no level of headings is left out
                parts.append(_block(strip, level, findings))
    return joined(parts)


def _group(strip: Strip) -> str:
    if strip.row >= 0:
        return "table"
    return "list" if strip.kind == "list-item" and not strip.label else "block"


def _block(strip: Strip, level: int, findings: Mapping[int, Finding]) -> Markup:
    inner = joined(_pieces(strip.pieces, findings))
    if strip.kind == "heading" and not strip.label:
        shown = {"class": f"heading level{min(max(strip.level, 1), 4)}", "role": "heading", "aria-level": level}
        return element("p", shown | {"dir": "auto"}, inner)
    if strip.kind == "paragraph" and not strip.label:
        return element("p", {"dir": "auto"}, inner)
    told = element("span", {"class": "label"}, _label(strip))
    return element("div", {"class": f"labelled {strip.kind}"}, told, element("p", {"dir": "auto"}, inner))


def _label(strip: Strip) -> str:
    kind = LABELS.get(strip.kind, strip.kind.replace("-", " ").capitalize())
    if not strip.label:
        return kind
    return strip.label if strip.kind in _PLAIN or strip.kind == "value" else f"{kind} · {strip.label}"


def _item(strip: Strip, findings: Mapping[int, Finding]) -> Markup:
    depth = min(max(strip.level, 1), 5)
    return element("li", {"class": f"depth{depth}", "dir": "auto"}, *_pieces(strip.pieces, findings))


def _table(cells: Sequence[Strip], findings: Mapping[int, Finding]) -> Markup:
    rows = (
        element("tr", {}, *(_cell(cell, findings) for cell in row)) for _, row in groupby(cells, lambda cell: cell.row)
    )
    return element("div", {"class": "scroll"}, element("table", {"class": "copy"}, element("tbody", {}, *rows)))


def _cell(cell: Strip, findings: Mapping[int, Finding]) -> Markup:
    label = element("span", {"class": "label"}, cell.label) if cell.label else None
    head = {"class": "head"} if cell.kind == "table-head" else {}
    return element("td", {**head, "dir": "auto"}, label, *_pieces(cell.pieces, findings))


def _pieces(pieces: Iterable[Piece], findings: Mapping[int, Finding]) -> Iterator[Markup]:
    for piece in pieces:
        shown: Markup | str = piece.text
        if piece.hole:
            source = piece.text.strip("`")
            shown = element("code", {"class": "hole"}, source[:_HOLE] + ("…" if len(source) > _HOLE else ""))
        if piece.findings:
            yield _marked(piece, shown, findings)
        else:
            yield _also(piece, shown, findings) if piece.also else joined([shown])


def _marked(piece: Piece, shown: Markup | str, findings: Mapping[int, Finding]) -> Markup:
    gravest = max((findings[number] for number in piece.findings), key=lambda finding: finding.severity.rank)
    several = " several" if len(piece.findings) > 1 else ""
    box = {
        "class": f"{gravest.severity}{several}",
        "data-findings": " ".join(map(str, piece.findings)),
        "data-first": " ".join(map(str, piece.first)) or None,
    }
    told = "; ".join(f"{number}: {findings[number].severity}, {findings[number].rule}" for number in piece.findings)
    target = (piece.first or piece.findings)[0]
    to = {"href": f"#f{target}", "title": told, "tabindex": None if piece.first else -1}
    return element("mark", box, element("a", to, shown))


def _also(piece: Piece, shown: Markup | str, findings: Mapping[int, Finding]) -> Markup:
    """Return what leads in to findings, or says the same once more."""
    numbers = " ".join(map(str, piece.also))
    severity = max((findings[number].severity for number in piece.also), key=lambda each: each.rank)
    to = {"href": f"#f{piece.also[0]}", "title": f"belongs to {numbers}", "tabindex": -1}
    box = {"class": f"also {severity}", "data-findings": numbers, "data-first": f"→ {numbers}"}
    return element("mark", box, element("a", to, shown))
