"""Measure what a keystroke costs the language server; exit 1 when over its target.

Run it with `uv run python benchmarks/keystroke.py`. The target: the median of 200 keystrokes inside a Markdown article
of 20 KB, from the new text to its diagnostics, at most 10 ms of CPU. Reading and linting are told apart, as is the
whole way over the wire, which is wall time and depends on what else the machine does.
"""

from __future__ import annotations

import os
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter, process_time

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

import measuring  # noqa: E402
import writing  # noqa: E402
from measuring import Section  # noqa: E402

from kratom_lint.lsp.desk import Desk  # noqa: E402
from kratom_lint.lsp.diagnostics import diagnostics_of  # noqa: E402
from kratom_lint.lsp.places import Places  # noqa: E402
from tests.lsp_client import Client  # noqa: E402

SIZE = 20_000
KEYSTROKES = 200
TARGET = 10.0
TYPED = "Each order of kratom ships the same day, and our leaf helps with nothing but honest labels. "


def versions(text: str) -> Iterator[str]:
    """Yield the text after each of the keystrokes, which go into the paragraph in its middle."""
    at = text.index(" ", len(text) // 2) + 1
    typed = (TYPED * (KEYSTROKES // len(TYPED) + 1))[:KEYSTROKES]
    for end in range(1, KEYSTROKES + 1):
        yield text[:at] + typed[:end] + text[at:]


def in_process(text: str) -> dict[str, list[float]]:
    """Return the CPU milliseconds of the steps of each keystroke."""
    desk = Desk()
    desk.read(text, "article.md")
    taken: dict[str, list[float]] = {"read and lint": [], "diagnostics": [], "both": []}
    for version in versions(text):
        start = process_time()
        reading = desk.read(version, "article.md")
        middle = process_time()
        diagnostics_of(reading, Places(version, "utf-16"), "file:///article.md")
        end = process_time()
        for step, seconds in zip(taken, (middle - start, end - middle, end - start), strict=True):
            taken[step].append(seconds * 1000)
    return taken


def reading_alone(text: str) -> list[float]:
    """Return the CPU milliseconds of reading each version as Markdown, without linting it."""
    from kratom_lint.formats import read

    taken = []
    for version in versions(text):
        start = process_time()
        read(version, "markdown", "article.md")
        taken.append((process_time() - start) * 1000)
    return taken


def over_the_wire(text: str, folder: Path) -> list[float]:
    """Return the wall milliseconds from a change sent to its diagnostics received."""
    taken = []
    with Client(folder, folder / "cache") as client:
        client.start()
        uri = client.open("article.md", text)
        client.diagnostics(uri)
        for number, version in enumerate(versions(text), 2):
            start = perf_counter()
            client.change(uri, version, number)
            client.diagnostics(uri, number)
            taken.append((perf_counter() - start) * 1000)
        client.stop()
    return taken


def measure(folder: Path, _: bool) -> Iterator[Section]:
    """Yield what a keystroke costs, step by step."""
    section = Section(
        "A keystroke in the editor",
        f"{KEYSTROKES} keystrokes in a Markdown article of {SIZE // 1000} KB, from the new text to its diagnostics.",
        ("", "median, ms", "95 %, ms"),
    )
    text = writing.Writer("keystroke").article(SIZE)
    os.chdir(folder)
    rows = {"reading Markdown alone, CPU": reading_alone(text)}
    rows |= {f"{step}, CPU": taken for step, taken in in_process(text).items()}
    rows["over the wire, wall"] = over_the_wire(text, folder)
    for what, taken in rows.items():
        section.rows.append((what, f"{statistics.median(taken):.1f}", f"{statistics.quantiles(taken, n=20)[-1]:.1f}"))
    section.at_most("a keystroke, CPU", statistics.median(rows["both, CPU"]), TARGET, " ms")
    yield section


if __name__ == "__main__":
    sys.exit(measuring.main(measure))
