"""Shares out the files of a run: what is known already, what is done here, and what other processes do."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial

from kratom_lint.books import Books
from kratom_lint.model import Incomplete
from kratom_lint.onefile import Worker
from kratom_lint.sources import STDIN
from kratom_lint.tasks import How, Outcome, Task

PAYS = 500_000
"""From so many bytes of work on, a process does more than its own start costs."""

_BATCH = 50_000
"""Bytes, more or less, that a process is given at a time."""

Progress = Callable[[int, int], None]
"""Told how many files of how many are done."""

Batch = tuple[tuple[int, Task], ...]
"""Files with their numbers."""


def outcomes_of(tasks: Sequence[Task], worker: Worker, jobs: int | None, progress: Progress) -> list[Outcome]:
    """Return what comes of each task, in their order, however many processes do them.

    `jobs` are as in `check.Options`. When a process is killed, the files that it had are tried once more, and then
    named as incomplete. Raises KeyboardInterrupt when the user has enough; then no process is left.
    """
    outcomes: dict[int, Outcome] = {}

    def told() -> None:
        progress(len(outcomes), len(tasks))

    if worker.is_portable and _width(jobs, tasks) > 1:
        outcomes.update((number, known) for number, task in enumerate(tasks) if (known := worker.known(task)))
        told()
        away = [each for each in enumerate(tasks) if each[0] not in outcomes and each[1].path != STDIN]
        if (wide := _width(jobs, [task for _, task in away])) > 1:
            _share(away, worker.how, wide, outcomes, told)
    for number, task in enumerate(tasks):
        if number not in outcomes:
            outcomes[number] = worker.outcome(task)
            told()
    return [outcomes[number] for number in range(len(tasks))]


def _width(jobs: int | None, tasks: Iterable[Task]) -> int:
    """Return how many processes are to do the tasks: as many as the user says, or else as pay for their start."""
    if jobs is not None:
        return jobs
    size = sum(map(_size, tasks))
    if size < 2 * PAYS:
        return 1
    from kratom_lint.pool import cores

    return min(cores(), size // PAYS)


def _size(task: Task) -> int:
    with contextlib.suppress(OSError):  # which reading it will tell
        return os.stat(task.path).st_size  # noqa: PTH116
    return 0


def _share(
    left: Iterable[tuple[int, Task]], how: How, jobs: int, outcomes: dict[int, Outcome], told: Callable[[], None]
) -> None:
    """Have processes of their own do what is left, and add what comes of it to `outcomes`."""
    from kratom_lint.pool import Pool

    def done(batch: Batch, found: list[Outcome]) -> None:
        outcomes.update({number: outcome for (number, _), outcome in zip(batch, found, strict=True)})
        told()

    def lost(batch: Batch, why: str) -> None:
        done(batch, _give_up(batch, why=why))

    Pool(jobs, partial(_work, how), _give_up, done, lost).run(_batches(left))


def _batches(left: Iterable[tuple[int, Task]]) -> Iterator[Batch]:
    batch: list[tuple[int, Task]] = []
    size = 0
    for number, task in left:
        batch.append((number, task))
        size += _size(task)
        if size >= _BATCH:
            yield tuple(batch)
            batch, size = [], 0
    if batch:
        yield tuple(batch)


def _work(how: How, batch: Batch) -> list[Outcome]:
    worker = _worker(how)
    return [worker.outcome(task) for _, task in batch]


def _give_up(batch: Batch, *, why: str) -> list[Outcome]:
    return [
        Outcome(incomplete=(Incomplete(task.name, "crash", f"{why}; check it alone, with --jobs 1"),))
        for _, task in batch
    ]


@lru_cache(maxsize=1)
def _worker(how: How) -> Worker:
    """Return the worker of this process, which has a rule book for each of the settings it has met."""
    return Worker(how, Books())
