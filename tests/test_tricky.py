"""Tricky documents: in each the marked spans are found and nothing else, wherever output says where.

The documents are in `tricky/`, in their own formats, with marks that are taken out before they are linted:

    ⟦relieves pain⟧   exactly this is a finding
    ⟨Kratom eases:⟩   a finding names this as a related place
    ⟪cures anxiety⟫   the same words where no reader sees them, or where they are no claim: nothing here
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).with_name("tricky")
PATHS = sorted(path for path in FOLDER.iterdir() if path.is_file())
CLOSING = {"⟦": "⟧", "⟨": "⟩", "⟪": "⟫"}
MARK = re.compile("[⟦⟧⟨⟩⟪⟫]")
VARIANTS = {"as-written": ("\n", "utf-8"), "windows": ("\r\n", "utf-8-sig"), "utf-16": ("\n", "utf-16")}


@dataclass(frozen=True, slots=True)
class Marked:
    """A text, and the ranges in it that stood between marks, by the opening mark."""

    text: str
    ranges: dict[str, list[tuple[int, int]]]

    @classmethod
    def parse(cls, marked: str) -> Marked:
        pieces: list[str] = []
        ranges: dict[str, list[tuple[int, int]]] = {opening: [] for opening in CLOSING}
        opened: list[tuple[str, int]] = []
        at = length = 0
        for match in MARK.finditer(marked):
            pieces.append(marked[at : match.start()])
            length += len(pieces[-1])
            at = match.end()
            if match[0] in CLOSING:
                opened.append((match[0], length))
            else:
                opening, start = opened.pop()
                assert CLOSING[opening] == match[0], "marks must nest"
                ranges[opening].append((start, length))
        assert not opened
        return cls("".join(pieces) + marked[at:], ranges)


Reports = Mapping[str, tuple[dict[str, Marked], dict[str, list[dict[str, Any]]], str]]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Reports:
    """Return, for each variant, the marked texts, the findings in JSON and the concise report, from one run for all."""
    results = {}
    for name, (newline, encoding) in VARIANTS.items():
        folder = tmp_path_factory.mktemp(name)
        texts = {}
        for path in PATHS:
            texts[path.name] = Marked.parse(path.read_text(encoding="utf-8").replace("\n", newline))
            (folder / path.name).write_bytes(texts[path.name].text.encode(encoding))
        command = [sys.executable, "-m", "kratom_lint", "--pack", str(FOLDER / "pack"), "--product", "kratom"]
        done = subprocess.run(
            [*command, "--format", "json", "--output", "concise=concise.txt", *texts],
            cwd=folder,
            env=os.environ | {"KRATOM_LINT_CACHE_DIR": str(folder / "cache"), "PYTHONUTF8": "1"},
            capture_output=True,
            check=False,
        )
        assert (done.returncode, done.stderr.decode()) == (1, "")
        findings: dict[str, list[dict[str, Any]]] = {path.name: [] for path in PATHS}
        for finding in json.loads(done.stdout)["findings"]:
            findings[finding["path"]].append(finding)
        results[name] = texts, findings, (folder / "concise.txt").read_text(encoding="utf-8")
    return results


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)
@pytest.mark.parametrize("variant", VARIANTS)
def test_finds_what_is_marked(path: Path, variant: str, reports: Reports) -> None:
    texts, findings, concise = reports[variant]
    text, ranges = texts[path.name].text, texts[path.name].ranges
    found = [tuple(finding["span"]["char"]) for finding in findings[path.name]]
    related = {tuple(each["span"]["char"]) for finding in findings[path.name] for each in finding["related"]}
    assert [text[slice(*span)] for span in found] == [text[slice(*span)] for span in sorted(ranges["⟦"])]
    assert found == sorted(ranges["⟦"])
    assert related == set(ranges["⟨"])
    parts = [part for finding in findings[path.name] for part in finding["segments"]]
    for start, end in ranges["⟪"]:
        assert not any(low < end and start < high for low, high in parts)
    for finding in findings[path.name]:
        span = finding["span"]
        start, end = span["char"]
        assert span["byte"] == [len(text[:at].encode()) for at in (start, end)]
        assert span["utf16"] == [len(text[:at].encode("utf-16-le")) // 2 for at in (start, end)]
        assert [span["start"], span["end"]] == [place(text, start), place(text, end)]
        segments = finding["segments"]
        assert (segments[0][0], segments[-1][1]) == (start, end)
        assert f"{path.name}:{span['start']['line']}:{span['start']['column']}: error" in concise


def place(text: str, at: int) -> dict[str, int]:
    """Return line and column of an offset, both from 1, lines as text editors count them."""
    lines = re.split(r"\r\n|\r|\n", text[:at])
    return {"line": len(lines), "column": len(lines[-1]) + 1}


def test_there_are_many_and_each_is_tricky() -> None:
    marked = [Marked.parse(path.read_text(encoding="utf-8")) for path in PATHS]
    assert len(marked) >= 60
    assert all(any(each.ranges.values()) for each in marked)
    assert sum(len(each.ranges["⟪"]) for each in marked) >= 100
