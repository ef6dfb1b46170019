"""Tells on stderr how far a scan is, how fast it goes and how long it will take."""

from __future__ import annotations

from typing import TextIO

from kratom_lint.output import Status
from kratom_lint.scan.units import Unit


class Progress:
    """One line that is written over on a terminal, elsewhere a line now and then."""

    def __init__(self, stream: TextIO, total: int, *, terminal: bool, every: float | None = None) -> None:
        """Tell of `total` bytes, at most every so many seconds: 0.5 on a terminal, else 30."""
        pause = every if every is not None else 0.5 if terminal else 30.0
        self._status = Status(stream, patience=pause, every=pause, terminal=terminal)
        self._total = total
        self._bytes = self._documents = 0

    def __call__(self, unit: Unit, documents: int) -> None:
        """Count a unit that is done, and its documents."""
        self._bytes += unit.size
        self._documents += documents
        self._status.tell(lambda seconds: told(self._bytes, self._total, self._documents, seconds))

    def end(self) -> None:
        """Take the line away."""
        self._status.clear()


def told(done: int, total: int, documents: int, seconds: float) -> str:
    """Return a line on so many bytes and documents done in so many seconds."""
    rate = done / seconds if seconds else 0.0
    share = done / total if total else 1.0
    left = _span((total - done) / rate) if rate else "?"
    return (
        f"{share:.0%} of {total / 1e6:,.0f} MB, {documents:,} documents, {rate / 1e6:.1f} MB/s, "
        f"{documents / seconds if seconds else 0:,.0f} documents/s, {left} left"
    )


def _span(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min {rest:02} s" if minutes else f"{rest} s"
