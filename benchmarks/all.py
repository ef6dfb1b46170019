"""Runs the benchmarks and writes docs/performance.md: `uv run python benchmarks/all.py [--quick]`.

Each runs in a process of its own, one after the other. What scans of millions of documents cost is measured by scan.py
and told in docs/scale.md.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from measuring import Section, Target, met

from kratom_lint import __version__

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "performance.md"
SECTIONS = ("speed.py", "peers.py", "scaling.py", "formats.py", "keystroke.py")


def sections_of(script: str, options: list[str]) -> Iterator[Section]:
    """Yield what a benchmark found. Raises CalledProcessError when it printed nothing."""
    done = subprocess.run([sys.executable, str(HERE / script), "--json", *options], stdout=subprocess.PIPE, check=False)
    if not done.stdout.strip():
        raise subprocess.CalledProcessError(done.returncode, script)
    for each in json.loads(done.stdout):
        targets = [Target(**target) for target in each.pop("targets")]
        yield Section(**{**each, "head": tuple(each["head"])}, targets=targets)


def processor() -> str:
    """Return the name of the processor, as Linux has it."""
    with Path("/proc/cpuinfo").open() as file:
        return next(
            (line.partition(":")[2].strip() for line in file if line.startswith("model name")), platform.machine()
        )


def page(sections: list[Section], quick: bool) -> Iterator[str]:
    """Yield the lines of the page."""
    targets = [target for section in sections for target in section.targets]
    yield from ("# Performance", "", "<!-- written by benchmarks/all.py; do not edit -->", "")
    yield (
        f"Measured on {datetime.date.today():%-d %B %Y} with kratom-lint {__version__}, Python "
        f"{platform.python_version()}, on {os.cpu_count()} cores "
        f"({processor()}) of a machine that others used at the same time (load {os.getloadavg()[0]:.1f} at the end). "
        f"`uv run python benchmarks/all.py{' --quick' if quick else ''}` measures it again and writes this page."
    )
    if quick:
        yield ""
        yield "This was a quick run, with little text and few rounds; without `--quick` the figures are steadier."
    yield ""
    yield f"{sum(target.met for target in targets)} of {len(targets)} targets are met:"
    yield from ("", *met(targets), "")
    yield from (
        "## How to read it",
        "",
        "Seconds are processor seconds (user and system) of a program with all its children, unless a table says",
        "wall. A busy machine makes them longer, by half and more: compare figures of one table, taken in one run, and",
        "trust ratios over rates. Wall seconds on a shared machine say little. MB are millions of bytes. The copy",
        "is made up by `benchmarks/writing.py`, the same each time. Scans of data sets: [scale.md](scale.md).",
        "",
    )
    for section in sections:
        yield from section.markdown()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="less text and fewer rounds: coarse figures")
    options = parser.parse_args()
    sections: list[Section] = []
    for script in SECTIONS:
        print(script, file=sys.stderr)
        sections += sections_of(script, ["--quick"] if options.quick else [])
    PAGE.write_text("\n".join(page(sections, options.quick)).rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
