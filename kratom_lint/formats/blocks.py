"""The blocks of one document: as they are while there are few, laid out in arrays once there are very many."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import lru_cache
from operator import eq
from typing import overload

from kratom_lint.formats.document import Block
from kratom_lint.formats.prose import Piece, Prose, Spelling
from kratom_lint.model import Span
from kratom_lint.values import replace

WHOLE = 10_000
"""So many blocks are kept as they are; each takes 600 bytes and its text, and packed a tenth of that."""

_Form = tuple[str, int, bool, tuple[Spelling, ...]]
"""What many blocks have in common: kind, level, tucked, spelling."""

_WIDTH = 5
"""How many numbers there are of each packed block: of its form, lead or -1, extent, and where its pieces begin."""


class Blocks(Sequence[Block]):
    """Blocks in reading order, to which more can be added.

    Of those that are packed, a text that the source spells letter by letter is not kept at all, and a block is made
    anew each time it is asked for.
    """

    def __init__(self) -> None:
        self.source = ""
        """The text that the blocks are read from, if it is one."""
        self._whole: list[Block] = []
        self._forms: dict[_Form, int] = {}
        self._form_of: list[_Form] = []
        self._rows = array("q")
        self._pieces = array("q")
        self._texts: dict[int, str] = {}
        self._pointers: dict[int, str] = {}
        self._made = lru_cache(maxsize=64)(self._make)

    def append(self, block: Block) -> None:
        """Add a block."""
        if len(self._whole) < WHOLE:
            self._whole.append(block)
            return
        number, prose, extent = len(self), block.prose, block.extent
        form = self._number_of((block.kind, block.level, block.tucked, prose.spelling))
        if block.pointer:
            self._pointers[number] = block.pointer
        if self._spelt(prose.pieces) != prose.text:
            self._texts[number] = prose.text
        lead = -1 if block.lead is None else block.lead
        self._rows.extend((form, lead, extent.start, extent.end, len(self._pieces)))
        for piece in prose.pieces:
            self._pieces.extend(piece)

    def rename(self, at: int, kind: str) -> None:
        """Give the block at `at` another kind."""
        if at < len(self._whole):
            self._whole[at] = replace(self._whole[at], kind=kind)
            return
        row = (at - len(self._whole)) * _WIDTH
        self._rows[row] = self._number_of((kind, *self._form_of[self._rows[row]][1:]))
        self._made.cache_clear()

    def packed(self) -> Sequence[Block]:
        """Return the blocks to keep: as a tuple if there are few."""
        return self if self._rows else tuple(self._whole)

    def __len__(self) -> int:
        return len(self._whole) + len(self._rows) // _WIDTH

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(eq, self, other))

    __hash__ = None  # type: ignore[assignment]

    @overload
    def __getitem__(self, at: int) -> Block: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Block]: ...
    def __getitem__(self, at: int | slice) -> Block | Sequence[Block]:
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(len(self)))]
        number = at + len(self) if at < 0 else at
        return self._whole[number] if number < len(self._whole) else self._made(number)

    def _make(self, number: int) -> Block:
        at = (number - len(self._whole)) * _WIDTH
        rows = self._rows
        if not 0 <= at < len(rows):
            raise IndexError(number)
        form, lead, start, end, low = rows[at : at + _WIDTH]
        high = rows[at + 2 * _WIDTH - 1] if at + _WIDTH < len(rows) else len(self._pieces)
        flat = iter(self._pieces[low:high])
        pieces = tuple(zip(flat, flat, flat, flat, strict=True))
        text = self._texts.get(number)
        kind, level, tucked, spelling = self._form_of[form]
        prose = Prose(self._spelt(pieces) if text is None else text, pieces, spelling)
        pointer = self._pointers.get(number, "")
        return Block(kind, prose, Span(start, end), pointer, level, None if lead < 0 else lead, tucked)

    def _spelt(self, pieces: Sequence[Piece]) -> str:
        """Return what the source has at the first piece, which is all the text if it is spelt letter by letter."""
        return self.source[pieces[0][1] : pieces[0][1] + pieces[0][3]] if pieces else ""

    def _number_of(self, form: _Form) -> int:
        number = self._forms.setdefault(form, len(self._forms))
        if number == len(self._form_of):
            self._form_of.append(form)
        return number
