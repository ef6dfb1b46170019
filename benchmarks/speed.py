"""Measure the CPU of `kratom-lint check` against its targets; exit 1 when over.

Run it with `uv run python benchmarks/speed.py`. The targets:

- 1,000 Markdown files of 5 KB, each its own text, at most 4 s of CPU on one core;
- one such file, with everything warm, at most 3 times what `python -c "import click, regex, yaml"` takes.

CPU is user plus system time of the child and all its children (getrusage), so other work on the machine
hardly counts.
"""

from __future__ import annotations

import os
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

TOOL = Path(sys.executable).with_name("kratom-lint")
FILES = 1_000
SIZE = 5_000
CLAIM_SHARE = 0.03
WARNING_SHARE = 0.1
MANY_TARGET = 4.0
ONE_TARGET = 3.0

OPENERS = (
    "Our growers",
    "Most buyers",
    "The team in the warehouse",
    "Long-time customers",
    "Farmers along the river",
)
ACTS = (
    "sort",
    "ask for",
    "compare",
    "pack",
    "describe",
    "store",
    "weigh",
    "photograph",
    "grind",
    "recommend",
)
THINGS = (
    "the red powder",
    "fresh leaf",
    "each new batch",
    "the green capsules",
    "small sample bags",
    "the white blend",
)
ENDINGS = (
    "before the first truck leaves on Monday",
    "in a dry room away from sunlight",
    "with a scale that shows tenths of a gram",
    "because shipping is free over fifty dollars",
    "and post the laboratory report next to the price",
    "while the trees keep growing through the rainy season",
    "as they have since the shop opened in 2014",
)
WARNINGS = (
    "Kratom can be habit-forming, and stopping after daily use can bring withdrawal.",
    "Do not combine it with alcohol, opioids or sedatives.",
    "It has not been approved by the FDA to treat any condition.",
    "Nobody under 21 may order from us.",
)
CLAIMS = (
    "Kratom relieves back pain within the hour.",
    "It is completely safe and has no side effects.",
    "Many say it cured their anxiety.",
    "This blend works like oxycodone without the prescription.",
    "It helps you get off opioids for good.",
    "It is clinically proven to lift depression.",
)


def sentence(chance: random.Random) -> str:
    draw = chance.random()
    if draw < CLAIM_SHARE:
        return chance.choice(CLAIMS)
    if draw < CLAIM_SHARE + WARNING_SHARE:
        return chance.choice(WARNINGS)
    words = [chance.choice(OPENERS), chance.choice(ACTS), chance.choice(THINGS), chance.choice(ENDINGS)]
    return " ".join(words) + "."


def article(chance: random.Random) -> str:
    parts = [f"# Notes on kratom, no. {chance.randrange(10**6)}"]
    while sum(map(len, parts)) < SIZE:
        kind = chance.random()
        if kind < 0.15:
            parts.append(f"## {chance.choice(OPENERS)} and {chance.choice(THINGS)}")
        elif kind < 0.3:
            parts.append("\n".join(f"- {sentence(chance)}" for _ in range(4)))
        elif kind < 0.4:
            parts.append(f"See **{chance.choice(THINGS)}** on [our shop page](https://example.org/shop).")
        else:
            parts.append(" ".join(sentence(chance) for _ in range(5)))
    return "\n\n".join(parts) + "\n"


def cpu(command: list[str], statuses: tuple[int, ...] = (0,), cwd: Path | None = None) -> tuple[float, bytes]:
    """Return the CPU seconds of `command` and what it printed; fail when it exits otherwise than expected."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, cwd=cwd, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in statuses:
        sys.exit(f"{' '.join(command)} exited {done.returncode}: {done.stderr.decode()}")
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime, done.stdout


def check(target: str) -> list[str]:
    return [str(TOOL), "check", "--no-cache", "--jobs", "1", "--product", "kratom", target]


def many(folder: Path, runs: int) -> list[float]:
    """Return the CPU seconds of each run over files that no run has seen before."""
    seconds = []
    for run in range(runs):
        chance = random.Random(run)
        files = folder / f"run-{run}"
        files.mkdir()
        for number in range(FILES):
            (files / f"{number:04}.md").write_text(article(chance), encoding="utf-8")
        taken, printed = cpu(check("."), (1,), files)
        summary = printed.decode().splitlines()[-1]
        if not re.match(rf"\d{{3,}} errors, .*\b{FILES} (files|checked)\b", summary) or "could not" in summary:
            sys.exit(f"not the run that was to be measured: {summary}")
        seconds.append(taken)
    return seconds


def one(folder: Path, runs: int) -> tuple[list[float], list[float]]:
    """Return the CPU seconds of checks of one file, and of the imports to hold against, taken in turn."""
    (folder / "one.md").write_text(article(random.Random("one")), encoding="utf-8")
    imports = [sys.executable, "-c", "import click, regex, yaml"]
    cpu(check("one.md"), (0, 1), folder)
    cpu(imports)
    checks, baseline = [], []
    for _ in range(runs):
        checks.append(cpu(check("one.md"), (0, 1), folder)[0])
        baseline.append(cpu(imports)[0])
    return checks, baseline


def main() -> int:
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory() as name:
        os.environ["XDG_CACHE_HOME"] = str(Path(name) / "cache")
        checks, baseline = one(Path(name), runs=9)
        seconds = statistics.median(many(Path(name), runs=3))
    ratio = statistics.median(checks) / statistics.median(baseline)
    print(f"{'what':<34}{'median':>10}{'target':>10}")
    print(f"{f'{FILES} files of {SIZE} bytes, CPU s':<34}{seconds:>10.2f}{MANY_TARGET:>10.2f}")
    print(f"{'one file, CPU ms':<34}{statistics.median(checks) * 1000:>10.0f}")
    print(f"{'import click, regex, yaml, CPU ms':<34}{statistics.median(baseline) * 1000:>10.0f}")
    print(f"{'one file to imports':<34}{ratio:>10.2f}{ONE_TARGET:>10.2f}")
    return int(seconds > MANY_TARGET or ratio > ONE_TARGET)


if __name__ == "__main__":
    sys.exit(main())
