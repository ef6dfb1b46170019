"""Follows choices between whole blocks, so that what stands below one is introduced by the last text of each branch."""

from __future__ import annotations

from collections import deque

from kratom_lint.formats.branches import CHOICE, ELSE, END, MARK, MOST, WHEN, is_whole
from kratom_lint.formats.frames import Frame
from kratom_lint.formats.prose import Prose
from kratom_lint.values import field, record


@record
class _Choice:
    """An open choice: its sign, the container it stands in, and what introduced the next text where it began.

    `ends` has what introduces the next text after each branch that has ended.
    """

    sign: str
    frame: Frame
    last: int | None
    ranks: list[tuple[int, int]]
    above: int | None
    ends: list[int | None] = field(default_factory=list)


class Choices:
    """The signs of branches that a writer found in the source, taken as the blocks around them are added.

    `others` has for a block those that stand in its place where a reader is shown another branch, the nearest MOST of
    them at most.
    """

    def __init__(self) -> None:
        self.others: dict[int, tuple[int, ...]] = {}
        self._waiting: deque[tuple[int, str]] = deque()
        self._open: list[_Choice] = []

    def sign(self, mark: str, at: int) -> None:
        """Take note of WHEN, CHOICE, ELSE or END at a source offset; what begins anew before others ends them."""
        if self._waiting and at < self._waiting[-1][0]:
            self._waiting.clear()
            self._open.clear()
        self._waiting.append((at, mark))

    def reach(self, at: int, frame: Frame) -> None:
        """Take the signs before a source offset, where `frame` is the innermost open container."""
        while self._waiting and self._waiting[0][0] < at:
            self._take(self._waiting.popleft()[1], frame)

    def reach_text(self, prose: Prose, frame: Frame) -> None:
        """Take the signs before a text. Those of choices that are whole in it part no blocks, and are dropped."""
        if not self._waiting or not prose.pieces:
            return
        low, high = prose.pieces[0][1], prose.pieces[-1][1]
        if MARK.search(prose.text):
            if is_whole(prose.text):
                self.reach(low, frame)
                while self._waiting and self._waiting[0][0] <= high:
                    self._waiting.popleft()
                return
            words = next((at for at, letter in enumerate(prose.text) if letter.isalnum()), 0)
            low = prose.span(words, words + 1).start
        self.reach(low, frame)

    def _take(self, mark: str, frame: Frame) -> None:
        if mark in (WHEN, CHOICE):
            self._open.append(_Choice(mark, frame, frame.last, list(frame.ranks), frame.above))
            return
        if not self._open:
            return
        choice = self._open[-1]
        if choice.frame is frame:
            choice.ends.append(frame.above)
        if mark == END:
            self._end(self._open.pop(), frame)
        elif mark == ELSE and choice.frame is frame:
            frame.last, frame.ranks = choice.last, list(choice.ranks)

    def _end(self, choice: _Choice, frame: Frame) -> None:
        """Let the last text of each branch introduce what follows; beside a lone branch, what stands before it too."""
        if choice.sign == WHEN and len(choice.ends) == 1:
            choice.ends.insert(0, choice.above)
        found = [index for index in dict.fromkeys(choice.ends) if index is not None]
        if choice.frame is not frame or len(found) < 2:
            return
        latest = max(found)
        if frame.above != latest:
            frame.last = latest
        each = dict.fromkeys(index for known in found for index in (known, *self.others.get(known, ())))
        self.others[latest] = tuple(sorted(each.keys() - {latest})[1 - MOST :])
