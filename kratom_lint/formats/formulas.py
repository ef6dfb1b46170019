"""Tells formulas between dollar signs in Markdown from prices, by the rules of pandoc and GitHub."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kratom_lint.expressions import late

AMOUNT = late(r"(?<!\\)\$(?=\d[\d,.]*+[A-Za-z]{0,3}(?![\w^\\{]))")
"""A dollar sign that an amount follows, as in "$20", "$1,500.00" and "$5k"; it begins no formula and ends none."""
MASK = "\x1a"
"""Stands for a dollar sign that is no sign of a formula, while Markdown is parsed."""
PASSES = 4
"""So often a page is parsed to find which dollar signs belong together; past that, none does."""


def events_of(text: str, extensions: Any) -> Iterable[Any]:
    """Return the events of pulldown-cmark for a Markdown text, with formulas as such.

    A formula begins with a dollar sign that no letter or digit stands before, and no space after; it ends with one that
    stands after no space, and before no letter or digit. Two dollar signs for each do as well, but not three.

    The events come one by one: those of a large text take ten times its memory. All are gone through before, which
    takes little, so that a panic of the parser is raised here and not between them.
    """
    import pyromark

    masked = AMOUNT.sub(MASK, text) if text.count("$") > 1 else ""
    for _ in range(PASSES):
        if masked.count("$") < 2:
            break
        with_math = extensions | pyromark.Options.ENABLE_MATH
        encoded = bytearray(masked.encode())
        events: Iterable[Any] = pyromark.events_with_range(masked, options=with_math)
        loose = [span for event, span in events if type(event) is dict and not _is_formula(event, span, encoded)]
        if not loose:
            events = pyromark.events_with_range(masked, options=with_math)
            return ((_restored(event), span) for event, span in events) if MASK in masked else events
        for span in loose:
            start = span["start"]
            signs = 2 if encoded[start : start + 2] == b"$$" else 1
            encoded[start : start + signs] = MASK.encode() * signs
        masked = encoded.decode()
    for _ in pyromark.events_with_range(text, options=extensions):
        pass
    return pyromark.events_with_range(text, options=extensions)


def _is_formula(event: dict[str, Any], span: dict[str, int], encoded: bytearray) -> bool:
    """Say of an event that has something between dollar signs whether it is a formula, and of any other True."""
    if "InlineMath" not in event and "DisplayMath" not in event:
        return True
    before = encoded[max(span["start"] - 4, 0) : span["start"]].decode(errors="ignore")[-1:]
    after = encoded[span["end"] : span["end"] + 4].decode(errors="ignore")[:1]
    if "DisplayMath" in event:
        return "$" not in (before, after) and MASK not in (before, after)
    inside = event["InlineMath"]
    return not before.isalnum() and not after.isalnum() and inside.strip() == inside and MASK not in inside


def _restored(value: Any) -> Any:
    """Return an event with its dollar signs."""
    if isinstance(value, str):
        return value.replace(MASK, "$")
    if isinstance(value, dict):
        return {name: _restored(each) for name, each in value.items()}
    return value
