"""Neutral names: of pages, and of the addresses and files that carry a claim in their names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kratom_lint.formats.document import Block
from kratom_lint.repair.grammar import Rewrite

_SEPARATOR = re.compile(r"\s+[|·•]\s+")
_ENDING = re.compile(r" (?:avif|gif|html?|jpe?g|mp4|pdf|php|png|svg|webp)\Z")
_NAME = re.compile(r"(?:[A-Z][\w’'-]*)(?:\s+[A-Z][\w’'-]*)*")
_FORM = re.compile(
    r"bundle|caps|capsules|chews?|collection|drops|gumm(?:y|ies)|kit|leaf|line|pack|powder|range|shots?|softgels|tablets"
    r"|tabs|tea",
    re.I,
)
_CALLED = {"kratom": "Kratom", "7-oh": "7-OH"}
_SMALL = frozenset(
    {"for", "and", "or", "the", "a", "an", "of", "to", "with", "against", "from", "in", "on", "your", "is"}
)


def retitled(text: str, start: int, end: int, product: str) -> tuple[int, int, str]:
    """Return the part of a title that carries the claim text[start:end], and a neutral text for it.

    What stands beyond a bar, such as the name of the site, stays.
    """
    name = f"About {_CALLED.get(product, 'Our Products')}"
    low, high = 0, len(text)
    for match in _SEPARATOR.finditer(text):
        if match.end() <= start:
            low = match.end()
        elif match.start() >= end:
            high = match.start()
            break
    return low, high, name


def renamed(block: Block, start: int, end: int, product: str) -> tuple[int, int, str]:
    """Return the part of an address that carries the claim text[start:end], and that part without it."""
    text = block.prose.text
    low = text.rfind("\n", 0, start) + 1
    high = text.find("\n", end)
    high = len(text) if high < 0 else high
    if ending := _ENDING.search(text, end, high):
        high = ending.start()
    left = text[low:start].rstrip(" -")
    right = text[end:high]
    words = re.split(r"(?<=[ -])", left)
    while words and words[-1].strip(" -").lower() in _SMALL:
        words.pop()
    left = "".join(words).rstrip(" -")
    new = left + right if left else right.lstrip(" -")
    if not re.search(r"[A-Za-z]{2}", new):
        new = product if product != "none" else "page"
    return low, high, new


def names_in(text: str, start: int, end: int, product: str) -> Iterator[Rewrite]:
    """Yield the names in text[start:end] with a neutral one in place of each; a form at the end of one stays."""
    for match in _NAME.finditer(text, start, end):
        *name, last = match[0].split()
        kept = f" {last}" if name and _FORM.fullmatch(last) else ""
        yield *match.span(), f"{_CALLED.get(product, 'Leaf')}{kept}"
