"""Rules tried on the examples they carry."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from kratom_lint.engine import unmerged
from kratom_lint.formats import read
from kratom_lint.model import Span
from kratom_lint.rulebook.book import Example, Rule, Rulebook

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


def faults_of(book: Rulebook, only: Collection[str] = ()) -> list[str]:
    """Return a line for each example that does not come out as marked; `only` keeps to these rules.

    Rules whose law is not in force are tried all the same.
    """
    active = replace(book, severities={number: rule.severity for number, rule in enumerate(book.rules)})
    return [
        fault
        for rule in book.rules
        if not only or rule.id in only
        for example, expected in _examples(rule)
        for fault in _faults(active, rule, example, expected)
    ]


def _examples(rule: Rule) -> Iterator[tuple[Example, bool]]:
    for example in rule.examples_flag:
        yield example, True
    for example in rule.examples_pass:
        yield example, False


def _faults(book: Rulebook, rule: Rule, example: Example, flagged: bool) -> Iterator[str]:
    text, wanted = marked(example.text)
    place = f"{rule.pack}/{rule.path}:{example.line}:1"
    if flagged and not wanted:
        yield f"{place}: no [[...]] in {example.text!r}; mark what the rule should find"
    findings = unmerged(read(text, "markdown", product=example.product), book)
    found = [finding.span for finding in findings if finding.rule == rule.id]
    if found != wanted:
        yield f"{place}: in {text!r} found {_quoted(text, found)}, marked {_quoted(text, wanted)}"


def _quoted(text: str, spans: list[Span]) -> str:
    return ", ".join(repr(text[span.start : span.end]) for span in spans) or "nothing"
