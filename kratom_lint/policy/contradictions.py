"""The same product said to be two things: serving, strength and age as one file and another state them.

Quiet unless certain: a product is known by its full name, a statement by its number and unit, and of what one file says
in two ways nothing is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction

from kratom_lint.formats.document import PLACES, Document
from kratom_lint.model import Finding, Span
from kratom_lint.policy import notes
from kratom_lint.report.position import Positions
from kratom_lint.report.run import FileReport
from kratom_lint.text.sentences import sentences
from kratom_lint.values import replace, value

TITLES = frozenset({"title", "name", "product", "product_name", "product_title"})
"""Keys of data that hold the name of what the record is about."""

_COLOUR = r"(?:red|green|white|yellow|gold)"
_STRAIN = (
    r"(?:bali|bentuangie|borneo|elephant|horn|hulu|indo|jongkong|kali|kapuas|maeng\s+da|malay|sumatra|thai|trainwreck"
    r"|vietnam)"
)
_FORM = r"(?:powder|capsules|caps|extract|shots?|tea|gummies|tablets|tincture|leaf|chews)"
_PRODUCT = re.compile(
    rf"\b(?:{_COLOUR}\b.*\b{_STRAIN}|{_COLOUR}\b.*\b{_FORM}|{_STRAIN}\b.*\b{_FORM}|7-?oh\b.*\b{_FORM})\b", re.I
)
_SITE = re.compile(r"\s+[|·•–—]\s+.*")
_WORD = re.compile(r"[^\W_]+(?:[.,'’-][^\W_]+)*")
_MOST_WORDS = 8

_SUBSTANCE = r"(?P<substance>mitragynine|7-?oh|7-hydroxymitragynine|(?:total\s+)?alkaloids)"
_PER = (
    r"(?:\s+(?:per|a|in\s+(?:each|every|a))"
    r"\s+(?P<per>bag|bottle|capsule|chew|gram|gummy|package|pouch|serving|shot|tablet))"
)
_NUMBER = r"(?P<number>\d{1,5}(?:\.\d{1,3})?)"
_STATED = (
    re.compile(
        rf"\bserving\s+size\s*(?::|is|=|of)?\s*{_NUMBER}\s*(?P<unit>mg|g|grams?|ml|capsules?|gummies|tablets?)\b", re.I
    ),
    re.compile(rf"(?<![\d.,])\b{_NUMBER}\s*(?P<unit>mg)\s+(?:of\s+)?{_SUBSTANCE}\b{_PER}", re.I),
    re.compile(rf"(?<![\d.,])\b{_NUMBER}\s*(?P<unit>%)\s*(?:of\s+)?{_SUBSTANCE}\b", re.I),
    re.compile(rf"\b{_SUBSTANCE}(?:\s+content)?\s*(?::|is|=)\s*{_NUMBER}\s*(?P<unit>%)", re.I),
    re.compile(
        r"(?<![\d.,])\b(?P<number>18|19|20|21)(?P<age>\s*\+|\s+(?:years\s+)?(?:and|or)\s+(?:older|over|up)\b)", re.I
    ),
    re.compile(r"\b(?P<age>(?:at\s+least|anyone\s+under|minimum\s+age:?|must\s+be))\s+(?P<number>18|19|20|21)\b", re.I),
)
_VAGUE = re.compile(
    r"\b(?:about|almost|around|at\s+(?:least|most)|below|from|less\s+than|max(?:imum)?|min(?:imum)?|more\s+than|nearly|no\s+more\s+than"
    r"|not|over|roughly|under|up\s+to|was|used\s+to)\s+(?:\w+\s+)?\Z|[<>~≤≥≈-]\s*\Z",
    re.I,
)
_RANGE = re.compile(r"\s*(?:-|–|to|or|and)\s*\d")
_ELSEWHERE = re.compile(r"\b[Ii]n\s+(?:the\s+)?[A-Z]")
"""A sentence about one place says nothing of others."""
_UNITS = {"gram": ("mg", 1000), "grams": ("mg", 1000), "g": ("mg", 1000)}


@value
class Statement:
    """What a file says of a product: `what` is stated, `amount` the number in its unit, and where the words stand."""

    product: str
    what: str
    amount: str
    words: str
    name: str
    span: Span
    path: str


def statements(document: Document, path: str) -> Iterator[Statement]:
    """Yield what a document says of products, one statement for each thing; none of what it says in two ways."""
    found: dict[tuple[str, str], list[Statement]] = {}
    for number, (key, name) in _subjects(document).items():
        block = document.blocks[number]
        for low, high in sentences(block.prose.text):
            for each in _stated(block.prose.text, low, high, key, name, path):
                placed = replace(each, span=block.prose.span(each.span.start, each.span.end))
                found.setdefault((key, each.what), []).append(placed)
    for said in found.values():
        if len({each.amount for each in said}) == 1:
            yield said[0]


def contradictions(said: Iterable[Statement], sources: dict[str, str]) -> list[FileReport]:
    """Return a report for each file that says of a product what another file says otherwise; `sources` are by path.

    Of several files that differ, those that come later by path are told, each against the first.
    """
    first: dict[tuple[str, str], Statement] = {}
    told: dict[str, list[Finding]] = {}
    for each in sorted(said, key=lambda each: (each.path, each.span)):
        other = first.setdefault((each.product, each.what), each)
        if other.amount != each.amount:
            told.setdefault(each.path, []).append(_finding(each, other, Positions(sources[other.path])))
    return [FileReport(path, sources[path], tuple(findings)) for path, findings in sorted(told.items())]


def _finding(here: Statement, there: Statement, positions: Positions) -> Finding:
    at = positions.at(there.span.start)
    place = f"{there.path}:{at.line}:{at.column}"
    message = f"Says “{here.words}” of {here.name}, but {place} says “{there.words}”; one is wrong."
    about = (here.product, here.what, here.amount, there.amount)
    return notes.note(notes.CONTRADICTION, message, here.span, here.words, "statement", about)


def _subjects(document: Document) -> dict[int, tuple[str, str]]:
    """Return by the numbers of blocks which product they are about, as key and name; those about none are left out."""
    records = _records(document)
    found: dict[int, tuple[str, str]] = {}
    titles: list[tuple[int, tuple[str, str] | None]] = []
    for number, block in enumerate(document.blocks):
        if block.kind in PLACES:
            continue
        if block.is_value:
            about = _of_record(block.pointer, records)
        elif block.kind in ("heading", "page-title"):
            level = block.level or 1
            titles = [title for title in titles if title[0] < level]
            about = _product(block.prose.text)
            titles.append((level, about))
        else:
            about = next((title for _, title in reversed(titles) if title), None)
        if about:
            found[number] = about
    return found


def _records(document: Document) -> dict[str, tuple[str, str]]:
    """Return which product each record of structured data is about, by its pointer."""
    records = {}
    for block in document.blocks:
        record, _, key = block.pointer.rpartition("/")
        if block.is_value and key.lower() in TITLES and (about := _product(block.prose.text)):
            records[record] = about
    return records


def _of_record(pointer: str, records: dict[str, tuple[str, str]]) -> tuple[str, str] | None:
    while pointer:
        pointer = pointer.rpartition("/")[0]
        if pointer in records:
            return records[pointer]
    return None


def _product(title: str) -> tuple[str, str] | None:
    """Return the product that a title names, as a key that is the same for all spellings, and as it is written."""
    name = _SITE.sub("", title).strip()
    words = [word.lower() for word in _WORD.findall(name)]
    if not _PRODUCT.search(name) or len(words) > _MOST_WORDS:
        return None
    return " ".join(word for word in words if word != "kratom"), name


def _stated(text: str, low: int, high: int, key: str, name: str, path: str) -> Iterator[Statement]:
    """Yield what a sentence of a block states; the spans are those in the text of the block."""
    if _ELSEWHERE.search(text, low, high):
        return
    for pattern in _STATED:
        for match in pattern.finditer(text, low, high):
            groups = match.groupdict()
            if _VAGUE.search(text[low : match.start()]) or _RANGE.match(text, match.end()):
                continue
            unit, factor = _UNITS.get((groups.get("unit") or "").lower(), ((groups.get("unit") or "").lower(), 1))
            amount = Fraction(match["number"]) * factor
            yield Statement(key, _what(groups, unit), f"{amount} {unit}", match[0], name, Span(*match.span()), path)


def _what(groups: dict[str, str | None], unit: str) -> str:
    """Return what a statement is about; amounts in different units are different things."""
    if groups.get("age"):
        return "age"
    substance = (
        (groups.get("substance") or "serving").lower().replace("7oh", "7-oh").replace("7-oh", "7-hydroxymitragynine")
    )
    return f"{' '.join(substance.split())} in {unit.rstrip('s')} per {(groups.get('per') or 'all').lower()}"
