"""How far two people agree on the labels of the write part; run as a script, it prints texts for one to label blind.

`python tests/second_labels.py 300` prints so many texts, in an order that tells nothing, with their ids and no labels.
`tests/corpus/second.jsonl` keeps both people's labels as they stood at first; the corpus has what was settled.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

CORPUS = Path(__file__).with_name("corpus")


@dataclass(frozen=True, slots=True)
class Twice:
    """A text labelled twice."""

    id: str
    first: frozenset[str]
    second: frozenset[str]


def write_part() -> list[dict[str, object]]:
    """Return the records of the write part, file by file."""
    return [
        json.loads(line)
        for path in sorted(CORPUS.glob("write*.jsonl"))
        for line in path.read_text(encoding="utf-8").split("\n")
        if line.strip()
    ]


def draw(count: int) -> list[dict[str, object]]:
    """Return `count` records of the write part, drawn and ordered by a hash of their ids."""
    return sorted(write_part(), key=lambda record: hashlib.sha256(f"second {record['id']}".encode()).digest())[:count]


def twice() -> list[Twice]:
    """Return the texts that were labelled twice."""
    records = map(json.loads, (CORPUS / "second.jsonl").read_text(encoding="utf-8").splitlines())
    return [Twice(each["id"], frozenset(each["first"]), frozenset(each["second"])) for each in records]


def kappa(pairs: Sequence[tuple[bool, bool]]) -> float:
    """Return how much more often two judges agree than by chance (Cohen 1960, Educ Psychol Meas 20:37)."""
    agreed = sum(one == other for one, other in pairs) / len(pairs)
    first, second = (sum(pair[judge] for pair in pairs) / len(pairs) for judge in (0, 1))
    by_chance = first * second + (1 - first) * (1 - second)
    return (agreed - by_chance) / (1 - by_chance)


def table(labelled: Sequence[Twice]) -> str:
    """Return the agreement as Markdown: violating or lawful, then by topic."""
    topics = sorted({label.partition("/")[0] for each in labelled for label in each.first | each.second})
    rows = [("violating", [(bool(each.first), bool(each.second)) for each in labelled])]
    for topic in topics:
        has = [
            tuple(any(x.startswith(f"{topic}/") for x in labels) for labels in (e.first, e.second)) for e in labelled
        ]
        rows.append((f"`{topic}/`", [(one, other) for one, other in has]))
    lines = ["| | first | second | both | kappa |", "| --- | --- | --- | --- | --- |"]
    for name, pairs in rows:
        counts = (sum(a for a, _ in pairs), sum(b for _, b in pairs), sum(a and b for a, b in pairs))
        lines.append(f"| {name} | {counts[0]} | {counts[1]} | {counts[2]} | {kappa(pairs):.2f} |")
    same = sum(each.first == each.second for each in labelled)
    return f"{len(labelled)} texts, the very same labels on {same}.\n\n" + "\n".join(lines) + "\n"


if __name__ == "__main__":
    for drawn in draw(int(sys.argv[1])):
        product = f" (sells: {drawn['product']})" if "product" in drawn else ""
        print(f"{drawn['id']}{product}: {json.dumps(drawn['text'], ensure_ascii=False)}")
