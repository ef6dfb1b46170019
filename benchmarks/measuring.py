"""What all benchmarks share: the cost of a command, and tables that say which targets are met."""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

TOOL = str(Path(sys.executable).with_name("kratom-lint"))
AS_OF = "2026-11-23"


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took with all its children: processor and wall seconds, and megabytes of its largest process."""

    cpu: float
    wall: float
    peak: float
    printed: bytes = b""


@dataclass(frozen=True, slots=True)
class Target:
    """What was asked of a figure, and whether it is met."""

    what: str
    measured: str
    asked: str
    met: bool


@dataclass(slots=True)
class Section:
    """A table of what was measured, what to know about it, and the targets that it is held against."""

    title: str
    about: str
    head: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def at_most(self, what: str, measured: float, limit: float, unit: str = "") -> None:
        """Hold a figure against the most that it may be."""
        self.targets.append(Target(what, f"{measured:,.2f}{unit}", f"at most {limit:g}{unit}", measured <= limit))

    def at_least(self, what: str, measured: float, limit: float, unit: str = "") -> None:
        """Hold a figure against the least that it must be."""
        self.targets.append(Target(what, f"{measured:,.2f}{unit}", f"at least {limit:g}{unit}", measured >= limit))

    def markdown(self) -> Iterator[str]:
        """Yield the lines of the section."""
        yield from (f"## {self.title}", "", self.about, "", *rows(self.head, self.rows), "")
        for note in self.notes:
            yield from (note, "")


def rows(head: Iterable[str], body: Iterable[Iterable[str]]) -> Iterator[str]:
    """Yield the lines of a table in Markdown, figures to the right."""
    cells = list(head)
    yield f"| {' | '.join(cells)} |"
    yield f"|---|{'---:|' * (len(cells) - 1)}"
    for row in body:
        yield f"| {' | '.join(row)} |"


def met(targets: Iterable[Target]) -> Iterator[str]:
    """Yield a table of targets."""
    yield "| target | measured | asked | |"
    yield "|---|---:|---:|---|"
    for each in targets:
        yield f"| {each.what} | {each.measured} | {each.asked} | {'met' if each.met else '**not met**'} |"


def run(command: list[str], statuses: tuple[int, ...] = (0,), cwd: Path | None = None) -> Cost:
    """Return what a command took; exit when it ends with another status than is expected."""
    begun = os.times().elapsed
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=err, cwd=cwd)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        for file in (out, err):
            file.seek(0)
        if process.returncode not in statuses:
            sys.exit(f"{' '.join(command)[:300]} exited {process.returncode}: {err.read().decode()[-2000:]}")
        wall = os.times().elapsed - begun
        return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024, out.read())


def median(rounds: int, command: list[str], statuses: tuple[int, ...] = (0,), cwd: Path | None = None) -> Cost:
    """Return the run of the median processor time, after one that warms up."""
    run(command, statuses, cwd)
    return middle([run(command, statuses, cwd) for _ in range(rounds)])


def middle(costs: list[Cost]) -> Cost:
    """Return the cost of the median processor time."""
    return sorted(costs, key=lambda cost: cost.cpu)[(len(costs) - 1) // 2]


def in_turn(rounds: int, *measures: Callable[[], float]) -> list[float]:
    """Return the median of each measure, taken in turn so that what else the machine does befalls all alike."""
    taken = [[measure() for measure in measures] for _ in range(rounds)]
    return [statistics.median(each) for each in zip(*taken, strict=True)]


def check(*arguments: str) -> list[str]:
    """Return the command that checks copy about kratom in one process, anew, and prints a line for each finding."""
    common = ("--product", "kratom", "--as-of", AS_OF, "--format", "concise", "--quiet", "--jobs", "1", "--no-cache")
    return [TOOL, "check", *common, *arguments]


def main(measure: Callable[[Path, bool], Iterable[Section]]) -> int:
    """Measure in an empty folder, print what comes of it, and return 1 when a target is not met."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="less text and fewer rounds: coarse figures")
    parser.add_argument("--json", action="store_true", help="print for programs")
    options = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as name:
        os.environ["KRATOM_LINT_CACHE_DIR"] = str(Path(name) / "cache")
        sections = list(measure(Path(name), options.quick))
    targets = [target for section in sections for target in section.targets]
    if options.json:
        print(json.dumps([asdict(section) for section in sections]))
    else:
        print("\n".join(line for section in sections for line in section.markdown()))
        print("\n".join(met(targets)))
    return int(not all(target.met for target in targets))
