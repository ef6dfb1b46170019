"""Stands in for regex, which is compiled code: what the shipped rules ask of it, `re` of the standard library does too.

There are no limits in time, so only expressions that were looked at may run here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator


class Expression:
    """A compiled expression."""

    def __init__(self, expression: str) -> None:
        self._compiled = re.compile(expression)

    def finditer(self, text: str, timeout: float | None = None) -> Iterator[re.Match[str]]:
        """Yield the matches in `text`, in order."""
        return self._compiled.finditer(text)


def compile(expression: str) -> Expression:
    """Return the compiled expression; raise re.error when it is none."""
    return Expression(expression)
