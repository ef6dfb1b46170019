"""Finds the directives of Laravel's Blade, such as `@if ($x)` and `@lang('text')`."""

from __future__ import annotations

import re

from kratom_lint.formats.branches import CHOICE, ELSE, END, WHEN
from kratom_lint.formats.tags import Tag

_TESTS = frozenset(
    """if unless isset auth guest can cannot canany env production hasSection sectionMissing error session
    once""".split()  # noqa: SIM905
)
_LOOPS = frozenset("foreach forelse for while switch".split())  # noqa: SIM905
_PRINTING = frozenset(
    """lang choice yield include includeIf includeWhen includeUnless includeFirst each livewire json js
    stack""".split()  # noqa: SIM905
)
_OTHERS = frozenset(
    """append break case checked class component continue csrf default disabled elsecan elsecannot else elseif empty
    endcomponent endempty endpush endprepend endsection endslot endverbatim extends hasStack inject method overwrite
    php prepend props push readonly required section selected show slot stop style use verbatim vite""".split()  # noqa: SIM905
)
_KNOWN = _TESTS | _LOOPS | _PRINTING | _OTHERS | {f"end{name}" for name in _TESTS | _LOOPS}
_NAME = re.compile(r"[A-Za-z]+")
_ARGUMENTS = re.compile(r"[ \t]*\(")
_TOKEN = re.compile(r"""\\.|"(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+'|(?P<open>\()|(?P<close>\))""", re.S)
_CODE_END = "@endphp"
LONGEST = 5000
DEEPEST = 50
"""So many characters what a directive is given may have, and so many brackets in each other; with more, it is none."""


def directive(text: str, start: int) -> Tag | None:
    """Return the directive whose sign stands at `start`, None if none is known by the name after it."""
    match = _NAME.match(text, start + 1)
    if match is None:
        return None
    opened = _ARGUMENTS.match(text, match.end())
    end = _closing(text, opened.end() - 1) if opened else match.end()
    if match[0] == "php" and not opened:
        close = text.find(_CODE_END, match.end())
        return Tag("php", start, close + len(_CODE_END), match.end(), close) if close >= 0 else None
    if end < 0 or match[0] not in _KNOWN:
        return None
    return Tag("php" if match[0] == "php" else "blade", start, end, start + 1, end)


def sign_of(name: str, given: bool) -> str:
    """Return the mark that a directive of this name stands for, if it is `given` something; "" if for none."""
    if name in _TESTS or (name == "empty" and given):
        return WHEN
    if name in _LOOPS:
        return CHOICE
    if name.startswith("else") or name in ("empty", "case", "default"):
        return ELSE
    return END if name == "endempty" or name.removeprefix("end") in _TESTS | _LOOPS else ""


def prints(name: str) -> bool:
    """Say whether a directive of this name puts something into the text."""
    return name in _PRINTING


def _closing(text: str, at: int) -> int:
    """Return the offset after the bracket that closes the one at `at`, -1 if none does."""
    depth = 0
    for match in _TOKEN.finditer(text, at, at + LONGEST):
        depth += (match["open"] is not None) - (match["close"] is not None)
        if not depth:
            return match.end()
        if depth > DEEPEST:
            break
    return -1
