"""Runs of Word documents with changes tracked in them (ECMA-376 part 1, 17.13.5): split where a change begins and ends.

Each piece of a run keeps the tag and the formatting of the run.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from kratom_lint.formats.docx import LETTERS

_TAG = re.compile(r"<(/?)([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'))*)\s*(/?)>")
_OPEN = re.compile(r"<w:r(?:\s[^<>]*)?>")
_TOKEN = re.compile(r"&[^;]*;|.", re.S)
_DROPPED = "w:lastRenderedPageBreak"
"""Tells where a page ended when the file was saved; it may go with any text."""


class Change(NamedTuple):
    """The letters [start, end) of a run are to read `text`; they count from the first letter of the run.

    `before` and `after` are elements to put around what is marked.
    """

    start: int
    end: int
    text: str
    before: str = ""
    after: str = ""


class Marks:
    """Writes deletions and insertions, each with a number of its own, an author and a time."""

    def __init__(self, first: int, author: str, date: str) -> None:
        self.next = first
        self._signed = f'w:author="{html.escape(author)}" w:date="{date}"'

    def mark(self, name: str, inner: str = "") -> str:
        """Return `inner` marked as `name`, "ins" or "del"; without it, the mark of a paragraph."""
        self.next += 1
        tag = f'w:{name} w:id="{self.next - 1}" {self._signed}'
        return f"<{tag}>{inner}</w:{name}>" if inner else f"<{tag}/>"


class _Atom(NamedTuple):
    """A letter of a run, or an element of it that is none; `raw` is how it is written."""

    name: str
    raw: str
    letters: int


def tracked(run: str, changes: Sequence[Change], marks: Marks) -> str:
    """Return a run with changes, which do not overlap and are in order, tracked in it.

    Raises ValueError where an element that is no letter would have to go with the text around it, and for a run
    written in a way that is not known.
    """
    opening = _OPEN.match(run)
    if opening is None or not run.endswith("</w:r>"):
        raise ValueError("the run is written in an unknown way")
    atoms = list(_atoms(run, opening.end(), len(run) - len("</w:r>")))
    head = opening[0]
    if atoms and atoms[0].name == "w:rPr":
        head += atoms.pop(0).raw

    def wrap(inner: str) -> str:
        return f"{head}{inner}</w:r>" if inner else ""

    written: list[str] = []
    at = number = 0
    for change in changes:
        kept, number, at = _until(atoms, number, at, change.start)
        while number < len(atoms) and not atoms[number].letters:
            kept, number = [*kept, atoms[number]], number + 1
        gone, number, at = _until(atoms, number, at, change.end)
        if any(not atom.letters and atom.name != _DROPPED for atom in gone):
            raise ValueError("what goes holds more than text")
        written += (wrap(_spelled(kept, "w:t")), change.before)
        written.append(marks.mark("del", wrap(_spelled(gone, "w:delText"))) if gone else "")
        written.append(marks.mark("ins", wrap(text_of(change.text))) if change.text else "")
        written.append(change.after)
    written.append(wrap(_spelled(atoms[number:], "w:t")))
    return "".join(written)


def text_of(text: str, name: str = "w:t") -> str:
    """Return a text as an element of a run."""
    return f'<{name} xml:space="preserve">{html.escape(text, quote=False)}</{name}>'


def _until(atoms: Sequence[_Atom], number: int, at: int, end: int) -> tuple[list[_Atom], int, int]:
    """Return the atoms from `number`, before which `at` letters stand, up to letter `end`, and where that leaves us."""
    taken = []
    while at < end:
        if number == len(atoms):
            raise ValueError("the run has fewer letters")
        taken.append(atoms[number])
        at += atoms[number].letters
        number += 1
    return taken, number, at


def _spelled(atoms: Sequence[_Atom], name: str) -> str:
    """Return atoms as they stand in a run, with texts called `name`."""
    spelled = []
    for is_text, group in groupby(atoms, lambda atom: atom.name == "w:t"):
        inner = "".join(atom.raw for atom in group)
        spelled.append(f'<{name} xml:space="preserve">{inner}</{name}>' if is_text and inner else inner)
    return "".join(spelled)


def _atoms(xml: str, at: int, end: int) -> Iterator[_Atom]:
    """Yield the letters and other elements of a run in order."""
    while at < end:
        start = at
        name, inner, at = _element(xml, at, end)
        if name == "w:t":
            if "<" in inner or "\r" in inner:
                raise ValueError("the text is written in an unknown way")
            yield from (_Atom(name, letter, 1) for letter in _TOKEN.findall(inner))
        else:
            yield _Atom(name, xml[start:at], int(name in LETTERS))


def _element(xml: str, at: int, end: int) -> tuple[str, str, int]:
    """Return the name of the element at `at`, what it holds, and where it ends."""
    opening = _TAG.match(xml, at, end)
    if opening is None or opening[1]:
        raise ValueError("the run holds something unknown")
    if opening[4]:
        return opening[2], "", opening.end()
    depth = 1
    for tag in _TAG.finditer(xml, opening.end(), end):
        depth += -1 if tag[1] else int(not tag[4])
        if depth == 0:
            return opening[2], xml[opening.end() : tag.start()], tag.end()
    raise ValueError("an element of the run does not end")
