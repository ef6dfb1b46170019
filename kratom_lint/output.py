"""Put reports where they belong: standard output or a file, in colour or not, and progress on a watched terminal."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Collection, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from kratom_lint.errors import KratomLintError
from kratom_lint.values import value

if TYPE_CHECKING:
    from kratom_lint.report.run import Run

_REPORTS = {
    "concise": "concise:render",
    "json": "json:render",
    "github": "github:render",
    "sarif": "sarif:render",
    "gitlab": "gitlab:render",
    "rdjson": "rdjson:render",
    "rdjsonl": "rdjson:render_lines",
    "junit": "junit:render",
    "checkstyle": "checkstyle:render",
    "csv": "csv:render",
    "markdown": "markdown:render",
}
"""By format the module and function that makes it; imported when they are asked for."""

FORMATS = ("human", *_REPORTS)
EDITING = frozenset({"json", "sarif", "rdjson", "rdjsonl"})
"""Formats that hold edits, which must be proved right."""

CLEAR = "\x1b[H\x1b[2J\x1b[3J"
"""Clears a terminal with what it has scrolled away (ECMA-48 CUP and ED; 3 is xterm's)."""

_WIDTH = 100
"""Cells a line may take where no terminal says how wide it is."""


@value
class Look:
    """How reports are to look. `width` is in terminal cells; `quiet` leaves out what is no finding."""

    color: bool = False
    width: int = _WIDTH
    show_suppressed: bool = False
    statistics: bool = False
    quiet: bool = False


def render(run: Run, name: str, look: Look) -> str:
    """Return the report of `run` in the format `name`, one of FORMATS."""
    if name == "human":
        return _human(run, look)
    module, _, function = _REPORTS[name].partition(":")
    text: str = getattr(import_module(f"kratom_lint.report.{module}"), function)(
        run, show_suppressed=look.show_suppressed
    )
    return text


def _human(run: Run, look: Look) -> str:
    from kratom_lint.report import human

    text = human.render(
        run,
        color=look.color,
        show_suppressed=look.show_suppressed,
        statistics=look.statistics,
        width=look.width,
    )
    if not look.quiet:
        return text
    findings = text.removesuffix(human.summary_line(run) + "\n").rstrip("\n")
    return f"{findings}\n" if findings else ""


def tell(line: str) -> None:
    """Write a line to standard error."""
    print(line, file=sys.stderr, flush=True)


def wants_color(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Say whether to colour `stream`: NO_COLOR (no-color.org) beats FORCE_COLOR, which beats what the stream is."""
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return environment["FORCE_COLOR"] != "0"
    return stream.isatty() and environment.get("TERM") != "dumb"


def width_of(stream: TextIO) -> int:
    """Return how many cells wide the terminal behind `stream` is, or the default width if it is none."""
    try:
        return os.get_terminal_size(stream.fileno()).columns or _WIDTH
    except (OSError, ValueError):  # a stream without a terminal, or without a file
        return _WIDTH


def write_file(path: Path, text: str) -> None:
    """Write `text` as UTF-8 so that a reader finds the old file or the new one, never a part; raise KratomLintError."""
    import tempfile

    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace", newline="") as file:
                file.write(text)
            Path(temporary).chmod(0o666 & ~_umask())
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise KratomLintError(f"{path}: cannot be written: {reason}; choose another place") from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


class Status:
    """A line that tells now and then how a run goes: written over on a terminal, elsewhere below the one before."""

    def __init__(
        self,
        stream: TextIO,
        *,
        patience: float,
        every: float,
        terminal: bool = True,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Keep still for `patience` seconds of the `clock`, then write every so many."""
        self._stream = stream
        self._every = every
        self._terminal = terminal
        self._clock = clock
        self._begun = clock()
        self._next = self._begun + patience
        self._shown = False

    def tell(self, line_after: Callable[[float], str]) -> None:
        """Write the line that is due after so many seconds, if one is due."""
        now = self._clock()
        if now >= self._next:
            self._next = now + self._every
            line = line_after(now - self._begun)
            self._stream.write(f"\r\x1b[K{line}" if self._terminal else f"{line}\n")
            self._stream.flush()
            self._shown = self._terminal

    def clear(self) -> None:
        """Take the line away, if it is there."""
        if self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
            self._shown = False


class Progress:
    """One line on stderr that counts files, with rate and time left, once a run has taken long enough to wonder."""

    def __init__(
        self,
        stream: TextIO,
        *,
        patience: float = 1.0,
        every: float = 0.1,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Keep still for `patience` seconds of the `clock`, then write every so many."""
        self._status = Status(stream, patience=patience, every=every, clock=clock)

    def __call__(self, done: int, total: int) -> None:
        """Tell how many of `total` files are done; all of them clears the line."""
        if done == total:
            self.clear()
        else:
            self._status.tell(lambda seconds: _checked(done, total, seconds))

    def clear(self) -> None:
        """Take the line away, if it is there."""
        self._status.clear()


def _checked(done: int, total: int, seconds: float) -> str:
    rate = done / seconds if seconds > 0 else 0
    pace = f", {rate:,.0f} a second, {(total - done) / rate:,.0f} s left" if rate else ""
    return f"checked {done:,} of {total:,} files{pace}"


def watched(environment: Mapping[str, str]) -> bool:
    """Say whether a person watches stderr."""
    return sys.stderr.isatty() and not environment.get("CI") and environment.get("TERM") != "dumb"


def unasked(environment: Mapping[str, str]) -> Collection[str]:
    """Return the formats printed when none is asked for: one for people, and on GitHub one for its pages, too."""
    return ("human", "github") if environment.get("GITHUB_ACTIONS") == "true" else ("human",)
