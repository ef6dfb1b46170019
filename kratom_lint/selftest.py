"""Rules tried on the examples they carry."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kratom_lint.engine import unmerged
from kratom_lint.formats import read
from kratom_lint.model import Span
from kratom_lint.rulebook.book import Example, Rule, Rulebook
from kratom_lint.rulebook.files import shown
from kratom_lint.rulebook.matcher import Match, Matcher
from kratom_lint.rulebook.pattern import Slot
from kratom_lint.text.words import Words
from kratom_lint.values import field, record, replace

_MARK = re.compile(r"\[\[|\]\]")


def marked(example: str) -> tuple[str, list[Span]]:
    """Return an example's text without its `[[...]]` marks, and the spans (code points) they stood around."""
    text, spans, opened, end = "", [], [], 0
    for m in _MARK.finditer(example):
        text += example[end : m.start()]
        end = m.end()
        if m[0] == "[[":
            opened.append(len(text))
        elif opened:
            spans.append(Span(opened.pop(), len(text)))
    return text + example[end:], sorted(spans)


def faults_of(book: Rulebook, folders: Sequence[Path], only: Collection[str] = ()) -> list[str]:
    """Return a line for each example that does not come out as marked; `only` keeps to these rules.

    `folders` are those of the book's packs, in their order. Rules whose law is not in force are tried all the same.
    """
    homes = {pack.id: folder for pack, folder in zip(book.packs, folders, strict=True)}
    active = _all_active(book)
    return [
        fault
        for rule in book.rules
        if not only or rule.id in only
        for example, flagged in _examples(rule)
        for fault in _faults(active, rule, example, flagged, shown(homes[rule.pack] / rule.path))
    ]


def unneeded(book: Rulebook, only: Collection[str] = ()) -> list[str]:
    """Return a line for each pattern, and each alternative of one, that no example of the book needs.

    `only` keeps to the patterns of these rules, tried on the examples of all. Alternatives that a term lists are told
    together, as a term that no example uses.
    """
    seen = _Seen()
    watched = replace(
        _all_active(book),
        matcher=_WatchedMatcher(book.matcher.index, seen),
        cue_matcher=_WatchedMatcher(book.cue_matcher.index, seen),
    )
    for rule in book.rules:
        for example, _ in _examples(rule):
            unmerged(read(marked(example.text)[0], "markdown", product=example.product), watched)
    lines = [
        f"{rule.id}: no example needs {what}"
        for matcher in (book.matcher, book.cue_matcher)
        for slot, parts in matcher.patterns()
        if not slot[0].startswith("cue")
        if not only or book.rules[slot[1]].id in only
        for rule in (book.rules[slot[1]],)
        for what in _idle(slot, parts, seen)
    ]
    return list(dict.fromkeys(lines))


_NAMED = 20
"""How many alternatives of one pattern are told by name."""


def _idle(slot: Slot, parts: Sequence[tuple[str, set[tuple[str, ...]]]], seen: _Seen) -> Iterator[str]:
    """Yield what of one pattern has never matched."""
    kind, _, part = slot
    if slot not in seen.slots:
        yield f"pattern {int(part) + 1} of {kind}" if part.isdigit() else f"some pattern of {part!r} in {kind}"
        return
    for name, entries in parts:
        idle = sorted(" ".join(words) for words in entries - seen.words)
        if name.startswith("{"):
            if len(idle) == len(entries):
                yield f"any word of {name}"
        elif idle and len(entries) > 1:
            more = f" and {len(idle) - _NAMED} more" if len(idle) > _NAMED else ""
            yield f"the alternatives {', '.join(idle[:_NAMED])}{more}"


@record
class _Seen:
    """What has matched so far: whose patterns, and which words."""

    slots: set[Slot] = field(default_factory=set)
    words: set[tuple[str, ...]] = field(default_factory=set)


class _WatchedMatcher(Matcher):
    """A matcher that keeps note of what it finds."""

    def __init__(self, index: Mapping[str, Any], seen: _Seen) -> None:
        super().__init__(index)
        self._seen = seen

    def find(self, words: Words, candidates: Iterable[int], timed_out: set[Slot], inner: int = 0) -> list[Match]:
        found = super().find(words, candidates, timed_out, inner)
        for match in found:
            self._seen.slots.add(match.slot)
            self._seen.words.update(tuple(words.texts[start:end]) for start, end in match.steps)
        return found


def _all_active(book: Rulebook) -> Rulebook:
    return replace(book, severities={number: rule.severity for number, rule in enumerate(book.rules)})


def _examples(rule: Rule) -> Iterator[tuple[Example, bool]]:
    for example in rule.examples_flag:
        yield example, True
    for example in rule.examples_pass:
        yield example, False


def _faults(book: Rulebook, rule: Rule, example: Example, flagged: bool, path: str) -> Iterator[str]:
    text, wanted = marked(example.text)
    place = f"{path}:{example.line}:1"
    if flagged and not wanted:
        yield f"{place}: no [[...]] in {example.text!r}; mark what the rule should find"
    findings = unmerged(read(text, "markdown", product=example.product), book)
    found = [finding.span for finding in findings if finding.rule == rule.id]
    if found != wanted:
        yield f"{place}: in {text!r} found {_quoted(text, found)}, marked {_quoted(text, wanted)}; mend one of them"


def _quoted(text: str, spans: list[Span]) -> str:
    return ", ".join(repr(text[span.start : span.end]) for span in spans) or "nothing"
