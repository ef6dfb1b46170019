"""What is to become of a document's visible text, worked out as edits of its source and proved by reading it again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from kratom_lint.formats import read
from kratom_lint.formats.document import PLACES, Block, Document, Note
from kratom_lint.formats.elements import INLINE, VOID
from kratom_lint.formats.prose import Prose
from kratom_lint.model import Edit, Span
from kratom_lint.repair.holes import cuts, unpaired
from kratom_lint.values import value

ASIDES = PLACES | {"alt", "title", "aria-label", "aria-description", "placeholder"}
"""Kinds of block that stand inside the markup of another, and go with it."""

_INLINE = "|".join(sorted(INLINE))
_LINK_END = r"\]\([^()\s]*(?: \"[^\"]*\")?\)"
_MARKUP_BEFORE = re.compile(rf"(?:[*_~]+|<(?:{_INLINE})(?:\s[^<>]*)?>|!?\[)+\Z", re.I)
_MARKUP_AFTER = re.compile(rf"(?:[*_~]+|</(?:{_INLINE})\s*>|{_LINK_END})+", re.I)
_GAP = re.compile(rf"(?:[\s>*_~\[\]\\|]|\{{\s*[\"'`]|[\"'`]\s*\}}|</?(?:{_INLINE})(?:\s[^<>]*)?>|{_LINK_END})*", re.I)
_TAGS = re.compile(r"<(/?)([A-Za-z][\w-]*)(?:\s[^<>]*)?>")
_EMPTY_MARKUP = re.compile(r"\*{4}|(?<!\w)_{2,}(?!\w)|~~~~|\[\]\(|<([A-Za-z]\w*)[^<>]*></\1>")
_TAG = re.compile(r"\{[{%#]|[}%#]\}|<[%?]|[%?]>")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_WORD = re.compile(r"\w")
_NEAR = 40
_TAGGED = ("<p>", "</p>", "<strong>{}</strong>")
_PARAGRAPHS = {
    **dict.fromkeys(("html", "php", "vue", "svelte"), (_TAGGED,)),
    **dict.fromkeys(("javascript", "typescript", "tsx"), (_TAGGED,)),
    "markdown": (("", "", "**{}**"),),
    "mdx": (("", "", "**{}**"), _TAGGED),
    "rst": (("", "", "**{}**"),),
    "asciidoc": (("", "", "*{}*"),),
}
"""How each format writes a paragraph of its own: what stands before and after it, and what is set in bold."""
_INDEX = re.compile(r"(?<=/)\d+(?=/|\Z)|(?<=\.xml/p)\d+|\d\d?(?::\d\d)+[.,]?\d*")


@value
class Change:
    """The visible text [start, end) of the block of that number is to read `text`."""

    block: int
    start: int
    end: int
    text: str


@value
class Addition:
    """A paragraph to be added after or before the block of that number; `**` sets what is between in bold."""

    block: int
    text: str
    before: bool = False


@value
class Plan:
    """Changes of visible text, blocks that go altogether, and paragraphs that come."""

    changes: tuple[Change, ...] = ()
    removed: frozenset[int] = frozenset()
    additions: tuple[Addition, ...] = ()


@value
class Edited:
    """Edits, and the document they make."""

    edits: tuple[Edit, ...]
    document: Document


def apply(source: str, edits: Iterable[Edit]) -> str:
    """Return the source with the edits made. Raises ValueError when two of them overlap."""
    pieces: list[str] = []
    at = 0
    for edit in sorted(edits, key=lambda edit: edit.span):
        if edit.span.start < at:
            raise ValueError("edits overlap")
        pieces += (source[at : edit.span.start], edit.text)
        at = edit.span.end
    return "".join((*pieces, source[at:]))


def reread(document: Document, edits: Sequence[Edit], notes: Sequence[Note] = ()) -> Document:
    """Return the document as it is once the edits are made; raise ValueError for edits that cannot be.

    Where a file can carry remarks for who reviews it, the notes are put into it.
    """
    if document.container:
        return document.container.edited(document, edits, notes)
    edited = apply(document.source, edits)
    return read(edited, document.format, document.path, document.product, document.selection)


def edits_for(document: Document, plan: Plan) -> Edited | None:
    """Return edits that do what is planned and nothing else, proved by reading the result; None if none are found."""
    joined = _joined(plan.changes)
    made = _worked_out(document, plan)
    if made is None and len(joined) < len(plan.changes):
        made = _worked_out(document, Plan(tuple(joined), plan.removed, plan.additions))
    return made


def _worked_out(document: Document, plan: Plan) -> Edited | None:
    chosen: tuple[Edit, ...] = ()
    done = Plan()
    made: Edited | None = None
    parts = list(_parts(document, plan))
    for part, candidates in parts:
        tried: list[tuple[Edit, ...]] = []
        done = _both(done, part)
        for edits in candidates:
            if made := does(document, part, edits):
                break
            tried.append(edits)
        else:  # it may be that it reads as planned only with what goes before it
            whole = (does(document, done, (*chosen, *edits)) for edits in tried if chosen)
            made = next((each for each in whole if each), None)
            if made is None:
                return None
            chosen = ()
        chosen += made.edits
    return made if len(parts) <= 1 else does(document, plan, tuple(sorted(chosen)))


def _joined(changes: Sequence[Change]) -> list[Change]:
    """Return the changes, those that touch as one."""
    joined: list[Change] = []
    for change in changes:
        last = joined[-1] if joined else None
        if last and (last.block, last.end) == (change.block, change.start):
            joined[-1] = Change(change.block, last.start, change.end, last.text + change.text)
        else:
            joined.append(change)
    return joined


def _both(one: Plan, other: Plan) -> Plan:
    return Plan(one.changes + other.changes, one.removed | other.removed, one.additions + other.additions)


def _parts(document: Document, plan: Plan) -> Iterator[tuple[Plan, Iterator[tuple[Edit, ...]]]]:
    """Yield each part of the plan with the ways to do it, the best first."""
    for change in plan.changes:
        yield Plan((change,)), _rewrites(document, change)
    if plan.removed:
        yield Plan(removed=plan.removed), cuts(document, sorted(plan.removed))
    for addition in plan.additions:
        yield Plan(additions=(addition,)), _paragraphs(document, addition)


def _rewrites(document: Document, change: Change) -> Iterator[tuple[Edit, ...]]:
    """Yield ways to rewrite a stretch of a block, first those that take markup along which holds nothing else."""
    block = document.blocks[change.block]
    prose, source = block.prose, document.source
    start, end, text = _trimmed(prose, change)
    new = prose.spell(text)
    hull = prose.span(start, end) if start < end else Span(*(prose.insertion_point(start),) * 2)
    if start == end:
        before = prose.span(start - 1, start).end if start else hull.start
        for at in dict.fromkeys((hull.start, before)):
            yield (Edit(Span(at, at), new),)
        return
    left = prose.span(start - 1, start).end if start else _past_markup_before(source, hull.start)
    size = len(prose.text)
    right = prose.span(end, end + 1).start if end < size else _past_markup_after(source, hull.end)
    runs = prose.segments(start, end)
    for low, high in dict.fromkeys(((left, right), (left, hull.end), (hull.start, right), (hull.start, hull.end))):
        if low <= high and _takes_markup_only(source, low, high, runs) and not _empties(source, low, high, new):
            yield (Edit(Span(low, high), new),)
    if len(runs) > 1:
        yield (Edit(runs[0], new), *(Edit(run, "") for run in runs[1:]))


def _trimmed(prose: Prose, change: Change) -> tuple[int, int, str]:
    """Return the change without the letters at its ends that stay the same, unless markup stands between its words."""
    start, end, text = change.start, change.end, change.text
    if len(prose.segments(start, end)) > 1:
        return start, end, text
    old = prose.text
    while start < end and text and old[start] == text[0]:
        start, text = start + 1, text[1:]
    while start < end and text and old[end - 1] == text[-1]:
        end, text = end - 1, text[:-1]
    return start, end, text


def _past_markup_before(source: str, at: int) -> int:
    match = _MARKUP_BEFORE.search(source, max(at - 200, 0), at)
    return match.start() if match else at


def _past_markup_after(source: str, at: int) -> int:
    match = _MARKUP_AFTER.match(source, at)
    return match.end() if match else at


def _takes_markup_only(source: str, low: int, high: int, runs: Sequence[Span]) -> bool:
    """Say whether what goes beside the visible text is inline markup, with the ends of all that begins in it."""
    gaps = []
    for run in (*runs, Span(high, high)):
        gaps.append(source[low : max(run.start, low)])
        low = max(low, run.end)
    if not all(_GAP.fullmatch(gap) for gap in gaps):
        return False
    opened: list[str] = []
    for closing, name in _TAGS.findall("".join(gaps)):
        if not closing and name.lower() not in VOID:
            opened.append(name)
        elif closing and (not opened or opened.pop() != name):
            return False
    return not opened


def _empties(source: str, low: int, high: int, new: str) -> bool:
    """Say whether a replacement leaves markup around nothing."""
    before, after = source[max(low - _NEAR, 0) : low], source[high : high + _NEAR]
    known = len(_EMPTY_MARKUP.findall(before)) + len(_EMPTY_MARKUP.findall(after))
    return len(_EMPTY_MARKUP.findall(before + new + after)) > known


def _paragraphs(document: Document, addition: Addition) -> Iterator[tuple[Edit, ...]]:
    """Yield ways to add a paragraph next to a block."""
    block, source = document.blocks[addition.block], document.source
    if block.is_value:
        return
    newline = "\r\n" if "\r\n" in source else "\n"
    start = block.extent.start
    indent = _indent(source, start)
    texts = []
    for left, right, bold in _PARAGRAPHS.get(document.format, ()):
        spelled = "".join(
            bold.format(block.prose.spell(part)) if number % 2 else block.prose.spell(part)
            for number, part in enumerate(_BOLD.split(addition.text))
        )
        texts.append((f"{left}{spelled}{right}", (newline if left else newline * 2) + indent))
    if document.container:
        texts.append((addition.text, newline))
    texts.append((block.prose.spell(addition.text.replace("**", "")), newline * 2 + indent))
    at = start if addition.before else start + len(source[start : block.extent.end].rstrip())
    for text, gap in texts:
        yield (Edit(Span(at, at), text + gap if addition.before else gap + text),)


def _indent(source: str, at: int) -> str:
    """Return the white space that a line begins with, if nothing else stands in it before `at`."""
    line = source[max(source.rfind("\n", 0, at), source.rfind("\r", 0, at)) + 1 : at]
    return "" if line.strip(" \t") else line


def does(document: Document, plan: Plan, edits: Sequence[Edit]) -> Edited | None:
    """Return what edits make, if re-reading the edited source gives just what is planned, and no template tag goes."""
    if any(_TAG.search(document.source, edit.span.start, edit.span.end) for edit in edits):
        return None
    if unpaired(_removed(document, edits)) != unpaired("".join(edit.text for edit in edits)):
        return None  # half of a pair of tags would go
    try:
        edited = reread(document, edits)
    except ValueError:  # the edits overlap, or cannot be written
        return None
    if edited.unread != document.unread:
        return None  # it is code that no longer parses
    if document.format == "json" and _is_json(document.source) and not _is_json(edited.source):
        return None  # our reader is kinder than the programs that read the file
    found = [_seen(block) for block in edited.blocks]
    at = 0
    for wanted, optional in _expected(document, plan, edits):
        if at < len(found) and _same(found[at], wanted):
            at += 1
        elif not optional:
            return None
    return Edited(tuple(edits), edited) if at == len(found) else None


def _removed(document: Document, edits: Sequence[Edit]) -> str:
    return "".join(document.source[edit.span.start : edit.span.end] for edit in sorted(edits))


def _is_json(source: str) -> bool:
    import json

    try:
        json.loads(source)
    except (ValueError, RecursionError):
        return False
    return True


_Seen = tuple[str, str, str]


def _seen(block: Block) -> _Seen:
    """Return what must stay of a block: places in lists move up, and a value may come to be a single paragraph."""
    kind = "value" if block.is_value and block.kind == "paragraph" else block.kind
    return kind, _INDEX.sub("#", block.pointer), block.prose.text


def _same(found: _Seen, wanted: _Seen) -> bool:
    return found[2] == wanted[2] and (wanted[0] == "" or found[:2] == wanted[:2])


def _expected(document: Document, plan: Plan, edits: Sequence[Edit]) -> Iterator[tuple[_Seen, bool]]:
    """Yield what each block is to be, and whether it may be missing because it stood inside what goes."""
    gone = [edit.span for edit in edits if edit.span.start < edit.span.end]
    staying = {block.lead for number, block in enumerate(document.blocks) if number not in plan.removed}
    unheard = {document.blocks[number].lead for number in plan.removed} - staying
    before = {each.block: each for each in plan.additions if each.before}
    after: dict[int, list[Addition]] = {}
    for each in plan.additions:
        if not each.before:
            after.setdefault(_last_inside(document, each.block), []).append(each)
    for number, block in enumerate(document.blocks):
        kind, pointer, text = _seen(block)
        if number in before:
            yield ("", "", before[number].text.replace("**", "")), False
        if number not in plan.removed:
            for change in sorted(plan.changes, key=lambda change: -change.start):
                if change.block == number:
                    text = text[: change.start] + change.text + text[change.end :]
            inside = block.kind in ASIDES and any(
                span.start <= block.extent.start and block.extent.end <= span.end for span in gone
            )
            touched = block.kind in ("hashtag", "url") and any(span.overlaps(block.extent) for span in gone)
            if _WORD.search(text):
                yield (kind, pointer, text), inside or touched or (kind == "key" and number in unheard)
        for addition in after.get(number, ()):
            yield ("", "", addition.text.replace("**", "")), False


def _last_inside(document: Document, number: int) -> int:
    """Return the last of the asides that stand inside a block, or the block itself."""
    extent = document.blocks[number].extent
    while number + 1 < len(document.blocks):
        following = document.blocks[number + 1]
        if following.kind not in ASIDES or following.extent.end > extent.end:
            break
        number += 1
    return number


def only_touches(document: Document, edits: Sequence[Edit]) -> bool:
    """Say whether re-reading the edited source gives the same blocks but for those that an edit touches."""
    before = [_seen(block) for block in document.blocks if not _touched(block, edits)]
    after = [_seen(block) for block in reread(document, edits).blocks]
    rest = iter(after)
    return all(item in rest for item in before) and len(after) <= len(document.blocks)


def _touched(block: Block, edits: Sequence[Edit]) -> bool:
    return any(
        edit.span.overlaps(block.extent) or block.extent.start <= edit.span.start <= block.extent.end for edit in edits
    )
