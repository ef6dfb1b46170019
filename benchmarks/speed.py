"""Measures `kratom-lint check` with the shipped rules: start-up, throughput, processes, results kept from earlier runs.

Run it with `uv run python benchmarks/speed.py`; it exits 1 when a target is missed. CPU is user plus system time of a
command and all its children, so other work on the machine hardly counts.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import measuring
import writing
from measuring import AS_OF, TOOL, Section

FOUND = (0, 1)
DENSE = "dense: 3 % of sentences make claims, 10 % warn"
CLEAN = "clean: no claims, no warnings"


def command(jobs: int, *more: str) -> list[str]:
    return [TOOL, "check", "--product", "kratom", "--as-of", AS_OF, "--quiet", "--jobs", str(jobs), *more, "."]


def start_up(folder: Path, rounds: int) -> Section:
    """Hold a check of one file against the start of Python with what a command line needs."""
    section = Section(
        "Start-up",
        "One Markdown file of 5 KB, everything warm but the result of the file itself; medians of runs in turn.",
        ("", "CPU ms", "times the imports"),
    )
    place = folder / "one"
    writing.Writer("one").fill(place, 1)
    commands = {
        '`python -c "import click, regex"`': [sys.executable, "-c", "import click, regex"],
        '`python -c "import click, regex, yaml"`': [sys.executable, "-c", "import click, regex, yaml"],
        "check, anew (`--no-cache`)": command(1, "--no-cache"),
        "check, unchanged": command(1),
    }
    for each in commands.values():
        measuring.run(each, FOUND, place)
    taken = measuring.in_turn(rounds, *(lambda it=it: measuring.run(it, FOUND, place).cpu for it in commands.values()))
    for name, seconds in zip(commands, taken, strict=True):
        section.rows.append((name, f"{seconds * 1000:.0f}", f"{seconds / taken[0]:.2f}"))
    section.at_most("a check of one file, to `import click, regex`", taken[2] / taken[0], 1.2)
    return section


def throughput(rounds: int, files: int) -> Section:
    """Tell reading from linting, in this process."""
    from kratom_lint import load_rulebook
    from kratom_lint.engine import lint
    from kratom_lint.formats import read

    book = load_rulebook(packs=["us"], as_of=AS_OF)
    section = Section(
        "Throughput on one core",
        f"{files} Markdown files of 5 KB with all shipped rules of the pack `us`, in one process, MB a CPU "
        f"second, median of {rounds}. Sites repeat their sentences, and the engine remembers them; *distinct* copy "
        "has no sentence twice.",
        ("copy", "reading", "linting", "both"),
    )

    def once(seed: object, claims: Sequence[str], distinct: bool) -> tuple[float, float, float]:
        writer = writing.Writer(seed, claims, distinct=distinct)
        texts = [writer.article() for _ in range(files)]
        size = sum(map(len, texts)) / 1e6
        begun = time.process_time()
        documents = [read(text, "markdown", product="kratom") for text in texts]
        half = time.process_time()
        for document in documents:
            lint(document, book)
        end = time.process_time()
        return size / (half - begun), size / (end - half), size / (end - begun)

    def median(name: str, claims: Sequence[str], distinct: bool) -> list[float]:
        taken = [once(f"{name} {number}", claims, distinct) for number in range(rounds)]
        return [sorted(each)[len(each) // 2] for each in zip(*taken, strict=True)]

    once("warm", writing.CLAIMS, False)
    for name, claims, asked in ((DENSE, writing.CLAIMS, 5), (CLEAN, (), 15)):
        for kind, distinct in (("sentences repeat", False), ("distinct", True)):
            rates = median(name, claims, distinct)
            section.rows.append((f"{name}; {kind}", *(f"{rate:.2f}" for rate in rates)))
            short = name.partition(":")[0]
            section.at_least(f"linting {short} copy, {kind}", rates[1], asked, " MB/s")
            section.at_least(f"reading and linting {short} copy, {kind}", rates[2], 3, " MB/s")
    return section


def processes(folder: Path, files: int) -> Section:
    """Hold processes against one another, and a run that has nothing new against start-up."""
    section = Section(
        "Processes and kept results",
        f"{files:,} Markdown files of 5 KB, one run each: what a second processor saves depends on what else it does. "
        "No sentence is said twice but where it says so.",
        ("run", "CPU s", "wall s", "largest process, MB"),
    )
    place, repeating = folder / "many", folder / "repeating"
    writing.Writer("many", distinct=True).fill(place, files)
    writing.Writer("repeating").fill(repeating, files)
    start = measuring.median(3, command(1, "--no-cache"), FOUND, folder / "one").cpu
    runs = {
        "`--jobs 1 --no-cache`": command(1, "--no-cache"),
        "`--jobs 2 --no-cache`": command(2, "--no-cache"),
        "`--jobs 2`, keeping results": command(2),
        "the same again, nothing changed": command(1),
    }
    costs = {name: measuring.run(each, FOUND, place) for name, each in runs.items()}
    if len({cost.printed for cost in costs.values()}) != 1:
        sys.exit("the runs differ in what they found")
    for name, cost in costs.items():
        section.rows.append((name, f"{cost.cpu:.2f}", f"{cost.wall:.2f}", f"{cost.peak:.0f}"))
    again = measuring.run(command(1, "--no-cache"), FOUND, repeating)
    section.rows.append(
        ("`--jobs 1 --no-cache`, sentences repeat", f"{again.cpu:.2f}", f"{again.wall:.2f}", f"{again.peak:.0f}")
    )
    section.at_most("1,000 files of 5 KB, sentences repeat", again.cpu * 1000 / files, 4, " s")
    section.at_most("1,000 files of 5 KB, distinct", costs["`--jobs 1 --no-cache`"].cpu * 1000 / files, 4, " s")
    last = costs["the same again, nothing changed"].cpu
    section.at_most(f"{files:,} unchanged files, to a check of one", last / start, 2)
    return section


def measure(folder: Path, quick: bool) -> Iterator[Section]:
    yield start_up(folder, 5 if quick else 9)
    yield processes(folder, 200 if quick else 1_000)
    # last: a process is taken to be as large as the one that started it
    yield throughput(1 if quick else 3, 60 if quick else 150)


if __name__ == "__main__":
    sys.exit(measuring.main(measure))
