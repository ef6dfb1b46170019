"""Writes packs of rules made up for measuring, from phrases that are ours."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path

import yaml

VERBS = [
    "relieves",
    "eases",
    "calms",
    "cures",
    "heals",
    "soothes",
    "treats",
    "numbs",
    "melts",
    "lifts",
    "ends",
    "stops",
    "banishes",
    "fights",
    "beats",
    "tames",
    "quiets",
    "softens",
    "mends",
    "fixes",
]
PLACES = [
    "back",
    "neck",
    "knee",
    "hip",
    "jaw",
    "foot",
    "wrist",
    "elbow",
    "shoulder",
    "chest",
    "stomach",
    "head",
    "hand",
    "ankle",
    "heel",
    "rib",
    "skin",
    "throat",
    "ear",
    "leg",
]
COMPLAINTS = ["pain", "ache", "cramp", "strain", "spasm"]
LAW = {
    "citation": "21 U.S.C. 321(g)(1)(B)",
    "title": "Articles intended to treat disease",
    "url": "https://www.law.cornell.edu/uscode/text/21/321",
    "jurisdiction": "us",
    "in_force": "1938-06-25",
    "confidence": "V1",
    "checked": "2026-11-22",
}
PASS = (
    "It is sold as powder.",
    "Each bag is weighed.",
    "The leaf is dried in the shade.",
    "Orders leave on Monday.",
    "The price stands on the label.",
)


def phrases(number: int) -> list[str]:
    """Return so many phrases of three words, at most 2,000."""
    found = (" ".join(words) for words in itertools.product(VERBS, PLACES, COMPLAINTS))
    every = list(found)
    return every[:: len(every) // number][:number]


def pack(
    folder: Path, rules: Sequence[tuple[Sequence[str], Sequence[str]]], terms: dict[str, list[str]] | None = None
) -> Path:
    """Write a pack, for each rule its patterns and what they match in a sentence, and return its folder."""
    (folder / "claims").mkdir(parents=True)
    header = {"name": folder.name, "version": "1.0", "jurisdiction": "us"}
    write(folder / "pack.yaml", header)
    write(folder / "authorities.yaml", {"law": LAW})
    for name, words in (terms or {}).items():
        write(folder / "terms" / f"{name}.yaml", {"summary": "Words made up for measuring.", "words": sorted(words)})
    for number, (patterns, matched) in enumerate(rules):
        flag = [f"Kratom [[{matched[at % len(matched)]}]]{' again' * at} for a day." for at in range(5)]
        rule = {
            "summary": f"Makes claim {number}.",
            "severity": "error",
            "claim": "express",
            "authority": ["law"],
            "why": "It is a rule made up for measuring.",
            "match": list(patterns),
            "suggest": [{"delete": "sentence"}],
            "examples": {"flag": flag, "pass": list(PASS)},
        }
        write(folder / "claims" / f"claim-{number}.yaml", rule)
    return folder


def of_phrases(folder: Path, words: Sequence[str], rules: int) -> Path:
    """Write a pack in which so many rules share the phrases."""
    share = -(-len(words) // rules)
    groups = [words[at : at + share] for at in range(0, len(words), share)]
    return pack(folder, [(group, group) for group in groups])


def write(path: Path, value: object) -> None:
    """Write a value as YAML."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.dump(value, sort_keys=False, width=10**6), encoding="utf-8")
