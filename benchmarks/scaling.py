"""Measures how cost grows with the size of a text, the number of rules and of terms: `python benchmarks/scaling.py`."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator
from pathlib import Path

import measuring
import packs
import writing
from measuring import Cost, Section

FOUND = (0, 1)
SYLLABLES = [f"{first}{second}" for first in "bdfghjklmnprstv" for second in "aeiou"]
"""Of them words are made up that no text has."""


def sizes(folder: Path, megabytes: tuple[int, ...], line: int) -> Section:
    """Check texts of growing size, each one file."""
    section = Section(
        "Size of a text",
        "One dense Markdown file with all shipped rules, and one plain text that is a single line. One run each.",
        ("text", "CPU s", "MB per CPU s", "memory, MB"),
    )
    writer = writing.Writer("sizes")
    writing.Writer("warm").fill(folder / "warm", 1)
    measuring.run(measuring.check("warm"), FOUND, folder)
    rates = []
    for size in megabytes:
        path = folder / f"{size}.md"
        with path.open("w", encoding="utf-8") as file:
            for _ in range(size * 10):
                file.write(writer.article(100_000) + "\n")
        cost, rate = whole(section, f"{size} MB of Markdown", path)
        rates.append(rate)
    section.at_most(f"cost of a megabyte, {megabytes[-1]} MB to {megabytes[0]} MB", rates[0] / rates[-1], 1.25)
    section.at_most(f"memory for {megabytes[-1]} MB", cost.peak, 300, " MB")
    path = folder / "line.txt"
    with path.open("w", encoding="utf-8") as file:
        while file.tell() < line * 1e6:
            file.write(" ".join(writer.sentence() for _ in range(1_000)) + " ")
    cost, rate = whole(section, f"{line} MB in one line of plain text", path)
    section.at_most(
        f"cost of a megabyte, {line} MB in one line to {megabytes[0]} MB of Markdown", rates[0] / rate, 1.25
    )
    section.at_most(f"memory for {line} MB in one line", cost.peak, 300, " MB")
    return section


def whole(section: Section, name: str, path: Path) -> tuple[Cost, float]:
    cost = measuring.run(measuring.check(path.name), FOUND, path.parent)
    size = path.stat().st_size / 1e6
    section.rows.append((name, f"{cost.cpu:.1f}", f"{size / cost.cpu:.2f}", f"{cost.peak:.0f}"))
    path.unlink()
    return cost, size / cost.cpu


def growth(folder: Path, title: str, about: str, made: dict[str, Path], ask: str, limit: float, rounds: int) -> Section:
    """Check the same copy with each of two packs, and hold the second against the first."""
    section = Section(title, about, ("pack", "found", "CPU s", "memory, MB"))
    commands = [measuring.check("--pack", str(pack), "copy") for pack in made.values()]
    costs = [measuring.median(rounds, command, FOUND, folder) for command in commands]
    for name, cost in zip(made, costs, strict=True):
        found = cost.printed.count(b"\n")
        section.rows.append((name, f"{found:,}", f"{cost.cpu:.2f}", f"{cost.peak:.0f}"))
    section.at_most(ask, costs[1].cpu / costs[0].cpu, limit)
    return section


def rules(folder: Path, files: int, rounds: int) -> Section:
    phrases = packs.phrases(1_600)
    claims = [f"Kratom {phrase} for a day." for phrase in phrases]
    size = writing.Writer("rules", claims, distinct=True).fill(folder / "copy", files) / 1e6
    made = {}
    for number in (80, 800):
        shared = phrases[:: len(phrases) // 2 // number]
        groups = [
            ([pair[0], pair[1].replace(" ", " ...3 ", 1)], pair)
            for pair in zip(shared[:number], shared[number:], strict=True)
        ]
        made[f"{number} rules"] = packs.pack(folder / f"rules-{number}", groups)
    about = (
        f"{size:.1f} MB of Markdown, all sentences distinct, whose claims are those of all 800 rules, so that "
        "ten times as many rules find more as well. Each rule has a phrase and a pattern with a gap. Start-up counts."
    )
    return growth(folder, "Number of rules", about, made, "800 rules, to 80", 4, rounds)


def terms(folder: Path, files: int, rounds: int) -> Section:
    names = [" ".join(packs.phrases(400)[at].split()[1:]) for at in range(20)]
    claims = [f"Kratom {verb} {name} for a day." for verb in packs.VERBS for name in names]
    size = writing.Writer("terms", claims, distinct=True).fill(folder / "copy", files) / 1e6
    words = ("".join(parts) for parts in itertools.product(SYLLABLES, repeat=3))
    others = [f"{first} {second}" for first, second in zip(*[itertools.islice(words, 80_000)] * 2, strict=True)]
    made = {}
    for number in (400, 40_000):
        matched = [f"{verb} the {name}" for verb, name in zip(packs.VERBS, names, strict=False)]
        lists = {"made-acts": packs.VERBS, "made-names": [*names, *others[: number - len(names)]]}
        pattern = (["{made-acts} ... {made-names}"], matched)
        made[f"a list of {number:,} terms"] = packs.pack(folder / f"terms-{number}", [pattern], lists)
    about = (
        f"{size:.1f} MB of Markdown, all sentences distinct, and one rule of a verb, a gap and a term. Start-up counts."
    )
    return growth(folder, "Length of a term list", about, made, "40,000 terms, to 400", 2, rounds)


def measure(folder: Path, quick: bool) -> Iterator[Section]:
    files, rounds = (60, 1) if quick else (200, 3)
    yield sizes(folder, (1, 10) if quick else (1, 10, 50), 5 if quick else 10)
    for part in (rules, terms):
        place = folder / part.__name__
        place.mkdir()
        yield part(place, files, rounds)


if __name__ == "__main__":
    sys.exit(measuring.main(measure))
