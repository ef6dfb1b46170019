"""How formats spell prose: pieces laid over a base prose, then white space and invisible letters tidied."""

from __future__ import annotations

import re
from collections.abc import Callable

from kratom_lint.expressions import late
from kratom_lint.formats.prose import Piece, Prose, Spelling
from kratom_lint.model import Span

BREAK = "\u2028"
"""What a format writes where one phrase ends and another begins; `tidy` makes it the line feed of finished prose."""
LINE = "\x85"
"""What a format writes for a line break in a text; it parts phrases as BREAK does, unless the text plainly goes on."""

SPACES = late(r"\s+")
_UNSEEN = (
    r"\xad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef"
)
INVISIBLE = late(f"[{_UNSEEN}]+")
VARIANT = late(r"[\u034f\ufe00-\ufe0f\U000e0000-\U000e01ef]")
HARD = late(r"[\u2028\u2029\x85]")
ODD = late(rf"(?:[^\S ]|[{_UNSEEN}]| (?=[\s{_UNSEEN}]))[\s{_UNSEEN}]*")


def _space(text: str, at: int) -> str:
    match = SPACES.match(text, at)
    return match[0] if match else ""


def unchanged(match: re.Match[str]) -> str:
    """Return what was matched."""
    return match[0]


class Builder:
    """Spells a new prose over a base prose: offsets are the base's, the result maps to the root source.

    `spelling` is how visible text is written in the base's text; the base knows the rest of the way to the source.
    """

    __slots__ = ("_pieces", "_shift", "_spelling", "_texts", "base", "length")

    def __init__(self, base: Prose, spelling: Spelling | None = None) -> None:
        self.base = base
        self._spelling = (*base.spelling, spelling) if spelling else base.spelling
        self.length = 0
        self._texts: list[str] = []
        self._pieces: list[Piece] = []
        pieces = base.pieces
        whole = len(pieces) == 1 and pieces[0][2] == pieces[0][3]
        self._shift = pieces[0][1] if whole else None

    def _put(self, text: str, source: int, width: int) -> None:
        size = len(text)
        pieces = self._pieces
        self._texts.append(text)
        if size == width and pieces:
            at, start, before, spelt = pieces[-1]
            if before == spelt and start + spelt == source:
                pieces[-1] = (at, start, before + size, before + size)
                self.length += size
                return
        pieces.append((self.length, source, size, width))
        self.length += size

    def copy(self, start: int, end: int) -> None:
        """Add the base's text[start:end] as it stands."""
        if start >= end:
            return
        text = self.base.text
        if self._shift is not None:
            end = min(end, len(text))
            self._put(text[start:end], self._shift + start, end - start)
            return
        plain = self.base.plain(start, end)
        if plain is not None:
            self._put(text[start:end], plain, end - start)
            return
        for at, source, size, width in self.base.clip(start, end):
            self._put(text[at : at + size], source, width)

    def atom(self, text: str, start: int, end: int) -> None:
        """Add `text` as something that the base's text[start:end] spells as a whole."""
        if not text:
            return
        if self._shift is not None:
            source, width = self._shift + start, end - start
        else:
            span = self.base.span(start, end)
            source, width = span.start, span.end - span.start
        if len(text) == width > 1 and text != self.base.text[start:end]:
            for letter in text:  # as one piece of equal lengths it would read as letter by letter
                self._pieces.append((self.length, source, 1, width))
                self._texts.append(letter)
                self.length += 1
        else:
            self._put(text, source, width)

    def decode(self, start: int, end: int, pattern: re.Pattern[str], meaning: Callable[[re.Match[str]], str]) -> None:
        """Add the base's text[start:end] with each match of `pattern` replaced by its meaning, as an atom."""
        for match in pattern.finditer(self.base.text, start, end):
            self.copy(start, match.start())
            start = match.end()
            text = meaning(match)
            if text == match[0]:
                self.copy(match.start(), start)
            else:
                self.atom(text, match.start(), start)
        self.copy(start, end)

    def put(self, prose: Prose, pattern: re.Pattern[str], meaning: Callable[[re.Match[str]], str]) -> None:
        """Add a prose that was built over the same base, with each match of `pattern` replaced by its meaning."""
        inner = Builder(prose)
        inner.decode(0, len(prose.text), pattern, meaning)
        done = inner.done()
        for at, source, size, width in done.pieces:
            self._put(done.text[at : at + size], source, width)

    def align(
        self,
        value: str,
        start: int,
        end: int,
        pattern: re.Pattern[str] = SPACES,
        meaning: Callable[[re.Match[str]], str] = unchanged,
    ) -> None:
        """Add `value`, which a library decoded from the base's text[start:end].

        Text that agrees is copied. A match of `pattern` with a named group is an escape and spells its
        meaning; one without is white space, which may have been folded. If this does not add up to `value`,
        all of it becomes one atom.
        """
        source = self.base.text
        if source[start:end] == value:
            self.copy(start, end)
            return
        steps: list[tuple[str, int, int]] = []
        done, at = 0, start
        for match in pattern.finditer(source, start, end):
            low, high = match.span()
            plain = source[at:low]
            text = meaning(match) if match.lastgroup else _space(value, done + low - at)[: high - low]
            if not value.startswith(plain + text, done):
                break
            steps += ((plain, at, low), (text, low, high))
            done += len(plain) + len(text)
            at = high
        if value[done:] != source[at:end]:
            self.atom(value, start, end)
            return
        for text, low, high in steps:
            if text == source[low:high]:
                self.copy(low, high)
            else:
                self.atom(text, low, high)
        self.copy(at, end)

    def root(self, start: int, end: int) -> Span:
        """Return the source range that spells the base's text[start:end]."""
        if self._shift is not None:
            return Span(self._shift + start, self._shift + end)
        return self.base.span(start, end)

    def done(self) -> Prose:
        """Return what has been added so far."""
        return Prose("".join(self._texts), tuple(self._pieces), self._spelling)

    def take(self) -> Prose:
        """Return what has been added so far, and begin anew."""
        prose = self.done()
        self._texts, self._pieces, self.length = [], [], 0
        return prose


def tidy(prose: Prose, flowing: bool = False) -> Prose:
    """Return the prose as a reader sees it.

    Invisible characters (soft hyphens, joiners, direction marks, variation selectors) are gone, a run of
    white space of any kind is one space, a run with a BREAK in it one line feed, and the ends are bare. A single LINE
    is a space where lower case follows and no stop comes before, and wherever the prose is `flowing`, as a heading is.
    """
    text = prose.text
    if text.isprintable() and "  " not in text and (text.isascii() or not VARIANT.search(text)):
        return prose.cut(int(text.startswith(" ")), len(text) - text.endswith(" "))
    builder = Builder(prose)
    at = 0
    for match in ODD.finditer(text):
        start, end = match.span()
        builder.copy(at, start)
        at = end
        run = match[0]
        if builder.length and not INVISIBLE.fullmatch(run):
            soft = not HARD.search(run) or (run.count(LINE) == 1 and _goes_on(text, start, end, flowing))
            builder.atom(" " if soft else "\n", start, _contiguous(prose, start, end))
    builder.copy(at, len(text))
    return strip(builder.done())


def _goes_on(text: str, start: int, end: int, flowing: bool) -> bool:
    """Say whether a text goes on over the LINE in [start, end)."""
    if BREAK in text[start:end] or "\u2029" in text[start:end]:
        return False
    return flowing or (text[end : end + 1].islower() and (text[start - 1].isalnum() or text[start - 1] in ",&-"))


def strip(prose: Prose) -> Prose:
    """Return the prose without white space at its ends."""
    text = prose.text
    if text and not text[0].isspace() and not text[-1].isspace():
        return prose
    bare = text.lstrip()
    start = len(text) - len(bare)
    return prose.cut(start, start + len(bare.rstrip()))


def _contiguous(prose: Prose, start: int, end: int) -> int:
    """Return where, up to `end`, markup first interrupts the source of `text[start:end]`."""
    reach = None
    for at, source, size, width in prose.clip(start, end):
        if reach is not None and source > reach:
            return at
        reach = source + width
        stop = at + size
    return stop
