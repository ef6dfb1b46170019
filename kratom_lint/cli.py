"""The start of the command line, and its exit codes. What is heavy is imported where it is needed, click among it."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from typing import NoReturn

from kratom_lint import checking, plainly
from kratom_lint.errors import KratomLintError
from kratom_lint.output import tell

_ENDED_WITH_CARE = frozenset(("kratom_lint.program", "multiprocessing", "threading"))
_INTERRUPTED, _PIPE_CLOSED = 130, 141  # 128 and the signal's number, as shells tell it


def main() -> None:
    """Run the command line and exit.

    0: nothing to object to. 1: findings. 2: could not vouch for it. 130: interrupted. 141: nobody reads the output.
    """
    # A rule book is a hundred thousand values that stay: looking for garbage among them takes a tenth of a short run.
    gc.set_threshold(100_000, 20, 100)
    for stream in (sys.stdout, sys.stderr):
        # Names of files need not be UTF-8, nor need the terminal be.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    _leave(_run())


def _leave(code: int) -> NoReturn:
    """End the process, after a plain check at once: to take all its values apart first would take as long as reading.

    What was started besides, such as processes or a profiler, is given its time to end.
    """
    if sys.gettrace() or sys.getprofile() or not _ENDED_WITH_CARE.isdisjoint(sys.modules):
        sys.exit(code)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError):
            stream.flush()
    os._exit(code)


def _run() -> int:
    try:
        code = _done(sys.argv[1:])
        sys.stdout.flush()
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        # What is left in the buffer would raise again when the stream is closed at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _PIPE_CLOSED
    except KratomLintError as error:
        tell(str(error))
        return 2
    except Exception:
        import traceback

        traceback.print_exc()
        return 2
    return code


def _done(arguments: list[str]) -> int:
    """Do what the arguments ask for, and return the exit code."""
    plain = None if plainly.COMPLETION in os.environ else plainly.arguments(arguments)
    if plain and not checking.fault_of(*plain):
        return checking.run(*plain)
    from kratom_lint import program

    return program.run(arguments)
