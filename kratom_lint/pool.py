"""Does tasks in processes of their own, and goes on when one of them is killed."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import Generic, Protocol, TypeVar

from kratom_lint.errors import KratomLintError

T = TypeVar("T")
R = TypeVar("R")
_T = TypeVar("_T", contravariant=True)
_R = TypeVar("_R", covariant=True)


class GiveUp(Protocol[_T, _R]):
    """Records that a task could not be done, and why."""

    def __call__(self, task: _T, /, *, why: str) -> _R:
        """Return what comes of it."""


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Pool(Generic[T, R]):
    """Runs `work` on tasks in up to `jobs` processes, and `give_up`, with the reason, on those that cannot be done.

    A killed process takes down whatever runs beside it, and nobody can say which task was to blame. So each of these
    is done once more, alone; the one whose process is killed again is given up. `done` is told of each task that is
    done, `lost` of each whose process is killed even while it is given up. Both are called in this process.
    """

    def __init__(
        self,
        jobs: int,
        work: Callable[[T], R],
        give_up: GiveUp[T, R],
        done: Callable[[T, R], None],
        lost: Callable[[T, str], None],
    ) -> None:
        self._jobs = jobs
        self._work = work
        self._give_up = give_up
        self._done = done
        self._lost = lost

    def run(self, tasks: Iterable[T]) -> None:
        """Do all tasks. Raises what is a KratomLintError in a task, and KeyboardInterrupt; then no process is left."""
        failed: list[tuple[T, str]] = []
        suspects = self._drain(deque(tasks), self._jobs, self._work, failed)
        for task in suspects:
            if self._drain(deque([task]), 1, self._work, failed):
                failed.append((task, "its process was killed twice; it may be short of memory"))
        for task, why in failed:
            if self._drain(deque([task]), 1, partial(self._give_up, why=why), []):
                self._lost(task, why)

    def _drain(self, tasks: deque[T], width: int, work: Callable[[T], R], failed: list[tuple[T, str]]) -> list[T]:
        """Do tasks, and return those that were under way whenever a process was killed."""
        suspects: list[T] = []
        while tasks:
            suspects += self._until_broken(tasks, width, work, failed)
        return suspects

    def _until_broken(
        self, tasks: deque[T], width: int, work: Callable[[T], R], failed: list[tuple[T, str]]
    ) -> list[T]:
        running: dict[Future[R], T] = {}
        executor = ProcessPoolExecutor(width, multiprocessing.get_context("spawn"), _watch_parent)
        try:
            while tasks or running:
                while tasks and len(running) < width:
                    with _uninterrupted():
                        running[executor.submit(work, tasks[0])] = tasks[0]
                    tasks.popleft()
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    try:
                        result = future.result()
                    except (BrokenProcessPool, KratomLintError):
                        raise
                    except Exception as error:  # our mistake: the other tasks must not suffer from it
                        failed.append((running.pop(future), f"{type(error).__name__}: {error}"))
                    else:
                        self._done(running.pop(future), result)
        except BrokenProcessPool:
            return list(running.values())
        except BaseException:
            for process in multiprocessing.active_children():
                process.kill()
            raise
        finally:
            with contextlib.suppress(RuntimeError):  # an interrupt may come before the executor's own thread is started
                executor.shutdown(cancel_futures=True)
        return []


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Put an interrupt off: a process that starts meanwhile inherits that, and so never tells of one on its own."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _watch_parent() -> None:
    """Leave interrupts to the parent, and end when it ends, however it does: nobody else would end this process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(100_000, 20, 100)  # as in the parent: a rule book is a hundred thousand values that stay
    parent = multiprocessing.parent_process()
    if parent is not None:

        def end() -> None:
            parent.join()
            os._exit(1)

        threading.Thread(target=end, daemon=True).start()
