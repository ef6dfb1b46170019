"""Measures how fast documents are read and sentences found: `python benchmarks/formats.py`."""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Callable

import yaml

from kratom_lint.formats import read
from kratom_lint.text.sentences import sentences

PARAGRAPH = (
    "Kratom (*Mitragyna speciosa*) is a tree of Southeast Asia, and its leaves have been chewed there for centuries. "
    "Our customers’ favourite is the **green vein** powder, milled fine and tested in batches; see the\n"
    "[lab results](https://example.com/lab-results) for each one. It isn’t approved by the FDA to treat anything.\n\n"
)
ARTICLE = (
    "---\ntitle: What green vein kratom is\ntags: [kratom, green]\n---\n# What green vein kratom is\n\n"
    + PARAGRAPH * 4
    + "## How it is sold\n\n"
    + PARAGRAPH * 3
    + "It comes as:\n\n- powder in bags of 100 g\n- capsules of 0.5 g\n- tea, sold by the box\n\n"
    + PARAGRAPH * 3
    + "| Form | Size |\n|---|---|\n| powder | 100 g |\n| capsules | 60 |\n"
)
PAGE = "<html><body><h1>What it is</h1>" + "<p>" + PARAGRAPH.replace("\n\n", "</p>\n<p>") * 10 + "</p></body></html>"


RECORDS = [
    {
        "id": number,
        "title": f"Green vein powder {number}",
        "body_html": f"<p>{PARAGRAPH.strip()}</p>",
        "description": PARAGRAPH.strip(),
        "tags": ["kratom", "green"],
    }
    for number in range(20)
]


def table() -> str:
    """Return the records as CSV."""
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, RECORDS[0])
    writer.writeheader()
    writer.writerows(RECORDS)
    return file.getvalue()


DATA = (
    ("json", json.dumps(RECORDS)),
    ("yaml", yaml.safe_dump(RECORDS, width=100)),
    ("toml", "".join("[[a]]\n" + "".join(f"{key} = {json.dumps(each[key])}\n" for key in each) for each in RECORDS)),
    ("csv", table()),
)


def speed(work: Callable[[str], object], text: str, rounds: int = 200) -> float:
    """Return millions of characters per second, the best of five."""
    best = float("inf")
    for _ in range(5):
        start = time.process_time()
        for _ in range(rounds):
            work(text)
        best = min(best, time.process_time() - start)
    return len(text) * rounds / best / 1e6


def main() -> None:
    """Print one line for each format."""
    for name, text in (("markdown", ARTICLE), ("text", ARTICLE), ("html", PAGE), *DATA):
        rate = speed(lambda text, name=name: read(text, name), text)
        print(f"read {name:9} {rate:6.1f} MB/s")
    print(f"sentences      {speed(sentences, ARTICLE):6.1f} MB/s")


if __name__ == "__main__":
    main()
