"""Measures what scanning costs, and from it what large scans would: `python benchmarks/scan.py`, for docs/scale.md.

Costs are processor seconds of all processes of a run, so that how busy the machine is matters little; what a run costs
before its first document is taken off by running it on two sizes. Memory is the peak of the memory of all processes,
what they share counted once (PSS, as Linux has it).
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import writing

DOC = Path(__file__).parents[1] / "docs" / "scale.md"
BEGIN, END = "<!-- measured by benchmarks/scan.py -->\n", "<!-- end of what is measured -->\n"
COMMAND = [sys.executable, "-m", "kratom_lint", "scan", "--as-of", "2026-11-23", "--quiet"]
TICK = os.sysconf("SC_CLK_TCK")
ABOUT = 0.01
"""The share of pages that are about kratom; on the web it is far less."""

LISTINGS = 10**8
PAGES, PAGE_BYTES = 3 * 10**9, 400e12 / 3e9
"""A month of Common Crawl, roughly: it tells of 2.5 to 3.2 billion pages and some 400 TB of them, decompressed."""
PRICE = 0.04
"""Dollars a core-hour: between what clouds ask for general-purpose cores on demand and for spare ones."""
CLUSTER = 512
"""Cores of the cluster that the plan is about."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a run took: processor and wall seconds, and megabytes of memory."""

    cpu: float
    wall: float
    memory: float


@dataclass(frozen=True, slots=True)
class Cost:
    """What a kind of data costs: processor seconds before its first document, megabytes a processor second after."""

    start: float
    rate: float
    memory: float
    written: float


def listings(size: float, path: Path, seed: str = "") -> int:
    """Write listings of a few kilobytes as JSON lines, and return their number."""
    chance, written, number = random.Random(f"listings {seed}"), 0, 0
    with path.open("w", encoding="utf-8") as file:
        while written < size:
            text = " ".join(writing.sentence(chance) for _ in range(chance.randrange(5, 45)))
            url = f"https://shop{number % 97}.example/kratom/{number}"
            day = f"2026-{number % 12 + 1:02}-15"
            line = json.dumps({"id": str(number), "url": url, "date": day, "text": f"Kratom, lot {number}. {text}"})
            written += file.write(line + "\n")
            number += 1
    return number


def pages(size: float, path: Path) -> int:
    """Write web pages, most of them about something else, as a web archive, and return their bytes."""
    chance, written, number = random.Random("pages"), 0, 0
    with path.open("wb") as file:
        while written < size:
            page = html(chance).encode()
            answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
            head = (
                f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:{number}>\r\n"
                f"WARC-Date: 2026-03-02T00:00:00Z\r\nWARC-Target-URI: https://site{number % 997}.example/{number}\r\n"
                f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
            )
            file.write(gzip.compress(head.encode() + answer + b"\r\n\r\n", 6))
            written += len(page)
            number += 1
    return written


def html(chance: random.Random) -> str:
    """Return a page of some 50 kB, of which a tenth is its text."""
    text = "".join(f"<p>{' '.join(writing.sentence(chance) for _ in range(4))}</p>\n" for _ in range(14))
    if chance.random() > ABOUT:
        text = text.replace("kratom", "coffee").replace("Kratom", "Coffee").replace("7-OH", "arabica")
    menu = "".join(f'<li class="menu-item"><a class="link" href="/c/{n}">Part {n}</a></li>\n' for n in range(150))
    style = "".join(f".c{chance.randrange(10**6)} {{ margin: 0 {n}px; color: #{n:06x} }}\n" for n in range(300))
    script = "".join(f'window.data.push({{"id": {chance.randrange(10**9)}, "seen": false}});\n' for _ in range(300))
    head = f"<head><title>Notes</title><style>{style}</style><script>{script}</script></head>"
    return f"<!doctype html><html>{head}<body><ul>{menu}</ul><main>{text}</main></body></html>"


def tree(process: int) -> Iterator[int]:
    """Return a process and all that have come of it."""
    yield process
    try:
        for thread in Path(f"/proc/{process}/task").iterdir():
            for child in (thread / "children").read_text().split():
                yield from tree(int(child))
    except OSError:
        return


def measured(command: list[str], folder: Path) -> Run:
    """Return what a command took, looked at ten times a second."""
    begun, peak = time.monotonic(), 0
    spent: dict[int, float] = {}
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    while process.poll() is None:
        held = 0
        for each in tree(process.pid):
            try:
                fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
                spent[each] = (int(fields[11]) + int(fields[12])) / TICK
                smaps = Path(f"/proc/{each}/smaps_rollup").read_text().splitlines()
                held += next(int(line.split()[1]) for line in smaps if line.startswith("Pss:"))
            except (OSError, StopIteration):
                continue
        peak = max(peak, held)
        time.sleep(0.1)
    if process.returncode:
        sys.exit(f"{' '.join(command)} exited {process.returncode}: {process.stderr.read().decode()}")  # type: ignore[union-attr]
    return Run(sum(spent.values()), time.monotonic() - begun, peak / 1024)


def cost(folder: Path, name: str, sizes: tuple[int, int], *options: str) -> Cost:
    """Return what it costs to scan the files `name`-0 and `name`-1, so many bytes long when decompressed."""
    runs = []
    for number, suffix in enumerate(name.split("|")):
        output = f"out-{len(list(folder.iterdir()))}"
        runs.append(measured([*COMMAND, suffix, "-o", output, "--jobs", "1", "--unit-size", "8", *options], folder))
        written = sum(path.stat().st_size for path in (folder / output / "rows").rglob("*.parquet"))
        print(f"{name}: {sizes[number] / 1e6:.0f} MB {' '.join(options)}: {runs[-1]}", file=sys.stderr)
    small, large = runs
    seconds = (large.cpu - small.cpu) / (sizes[1] - sizes[0])
    return Cost(small.cpu - seconds * sizes[0], 1e-6 / seconds, large.memory, written / sizes[1])


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--size", type=float, default=40, help="megabytes of each kind of data; default 40")
    arguments.add_argument("--memory", type=float, default=1000, help="those for measuring memory; default 1000")
    arguments.add_argument("--write", action="store_true", help="write the figures into docs/scale.md")
    asked = arguments.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as name:
        os.environ["KRATOM_LINT_CACHE_DIR"] = str(Path(name) / "cache")
        text = report(Path(name), asked.size * 1e6, asked.memory * 1e6)
    print(text)
    if asked.write:
        before, _, rest = DOC.read_text(encoding="utf-8").partition(BEGIN)
        DOC.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest.partition(END)[2]}", encoding="utf-8")


def report(folder: Path, size: float, most: float) -> str:
    """Return the figures, and what follows from them, in Markdown."""
    sizes = (int(size / 8), int(size))
    listings(1, folder / "first.jsonl")
    measured([*COMMAND, "first.jsonl", "-o", "first"], folder)  # compiles the rules, once for all
    counts = [listings(each, folder / f"listings-{number}.jsonl") for number, each in enumerate(sizes)]
    archived = (
        pages(sizes[0], folder / "pages-0.warc.gz"),
        pages(sizes[1], folder / "pages-1.warc.gz"),
    )
    first = cost(folder, "listings-0.jsonl|listings-1.jsonl", sizes)
    costs = {
        "listings, JSON lines": first,
        "the same on Spark": cost(folder, "listings-0.jsonl|listings-1.jsonl", sizes, "--engine", "spark"),
        "web pages, WARC": cost(folder, "pages-0.warc.gz|pages-1.warc.gz", archived),
        "the same, `--containing kratom`": cost(
            folder, "pages-0.warc.gz|pages-1.warc.gz", archived, "--containing", "kratom"
        ),
    }
    listings(most, folder / "memory.jsonl", "memory")
    pair = measured([*COMMAND, "memory.jsonl", "-o", "memory", "--jobs", "2"], folder)
    rows = float(subprocess.check_output([sys.executable, "-c", SUMMARY, "memory"], cwd=folder))
    return "\n".join(
        [
            f"Python {platform.python_version()}, one process on one of {os.cpu_count()} cores of this machine:",
            "",
            *table(costs),
            "",
            f"{most / 1e6:,.0f} MB of JSON lines in two processes took {pair.memory:,.0f} MB of memory in all, "
            f"{pair.cpu:,.0f} processor seconds and {pair.wall:,.0f} seconds. "
            f"The summary reads {rows:,.0f} rows a second.",
            "",
            *plan(costs, sizes[1] / counts[1], rows),
        ]
    )


SUMMARY = """
import sys, time
from pathlib import Path
from kratom_lint.scan.summary import summarise
begun = time.process_time()
found = summarise(sorted(Path(sys.argv[1], "rows").glob("*.parquet")))
print(sum(found.statuses.values()) / (time.process_time() - begun))
"""


def table(costs: dict[str, Cost]) -> Iterator[str]:
    yield (
        "| data | MB a core-second | core-seconds a GB | core-seconds before the first document "
        "| memory, MB | bytes written for each read |"
    )
    yield "|---|---|---|---|---|---|"
    for name, each in costs.items():
        figures = (f"{each.rate:.2f}", f"{1000 / each.rate:,.0f}", f"{each.start:.1f}", f"{each.memory:,.0f}")
        yield f"| {name} | {' | '.join(figures)} | {each.written:.2f} |"


def plan(costs: dict[str, Cost], listing: float, rows: float) -> Iterator[str]:
    """Return what follows for large scans; `listing` has so many bytes, and the summary reads so many rows a second."""
    here, spark, web, few = costs.values()
    more = here.rate / spark.rate  # what Spark adds to listings, it is taken to add to pages
    yield f"From this, at ${PRICE:.2f} a core-hour, on one machine of 32 cores or on Spark with {CLUSTER}:"
    yield ""
    yield "| scan | TB read | core-hours | cores | hours | dollars |"
    yield "|---|---|---|---|---|---|"
    crawl = f"a month of Common Crawl, {PAGES / 1e9:.0f} billion pages of {PAGE_BYTES / 1e3:,.0f} kB"
    for name, bytes, rate, cores in (
        (f"{LISTINGS / 1e6:,.0f} million listings of {listing:,.0f} bytes", LISTINGS * listing, here.rate, 32),
        ("the same on Spark", LISTINGS * listing, spark.rate, CLUSTER),
        (f"{crawl}, on Spark", PAGES * PAGE_BYTES, web.rate / more, CLUSTER),
        ("the same, `--containing kratom`", PAGES * PAGE_BYTES, few.rate / more, CLUSTER),
    ):
        hours = bytes / 1e6 / rate / 3600
        figures = (
            f"{bytes / 1e12:,.1f}",
            f"{hours:,.0f}",
            str(cores),
            f"{hours / cores:,.1f}",
            f"{hours * PRICE:,.0f}",
        )
        yield f"| {name} | {' | '.join(figures)} |"
    yield ""
    yield (
        f"Spark is taken to cost pages {more:.2f} times as much, as it does listings. The summary is read on one core: "
        f"{LISTINGS / rows / 60:,.0f} minutes for the listings, {PAGES / rows / 3600:,.0f} hours for the month."
    )


if __name__ == "__main__":
    main()
