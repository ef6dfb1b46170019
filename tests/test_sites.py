"""Whole sites as shops keep them, checked as their folder: what is found, where, and what is left out is pinned.

Each folder of `sites/` is one, `sites/NAME.findings.txt` says what the command line tells of it. What a repository
must not hold, such as installed packages and exports of megabytes, is made when the test runs.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import INHERITED

FOLDER = Path(__file__).with_name("sites")
SITES = sorted(path for path in FOLDER.iterdir() if path.is_dir())
CLAIM = "Kratom cures anxiety."
MADE = {
    "jekyll": {"_site/index.html": f"<p>{CLAIM}</p>", "vendor/bundle/kramdown/README.md": CLAIM},
    "nextjs": {"node_modules/tea-kit/README.md": CLAIM, ".next/server/app/page.html": f"<p>{CLAIM}</p>"},
    "nuxt": {
        ".output/public/index.html": f"<p>{CLAIM}</p>",
        "node_modules/tea-kit/copy.json": f'{{"title": "{CLAIM}"}}',
    },
}


def laid_out(site: Path, folder: Path) -> Path:
    """Copy a site and what is made for it into a folder, and return where it is."""
    copy = folder / site.name
    shutil.copytree(site, copy)
    for name, text in MADE.get(site.name, {}).items():
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_text(text, encoding="utf-8")
    return copy


def checked(folder: Path, cache: Path, *arguments: str) -> tuple[dict[str, Any], str]:
    """Return the report of a check of a whole folder, and what else it told."""
    kept = {name: value for name, value in os.environ.items() if name not in INHERITED}
    done = subprocess.run(
        [sys.executable, "-m", "kratom_lint", "--as-of", "2026-11-22", "--format", "json", "--verbose", *arguments],
        cwd=folder,
        env=kept | {"KRATOM_LINT_CACHE_DIR": str(cache), "PYTHONUTF8": "1"},
        capture_output=True,
        check=False,
    )
    report = json.loads(done.stdout)
    assert report["run"]["exit_code"] == done.returncode
    return report, done.stderr.decode()


def listing(report: dict[str, Any], told: str) -> Iterator[str]:
    """Return a line for each finding, then what was left out or could not be checked, and the exit code."""
    for finding in report["findings"]:
        start, block = finding["span"]["start"], finding["block"]
        place = " ".join(filter(None, (block["kind"], block["pointer"])))
        words = f'"{" ".join(finding["match"].split())}"' if finding["anchor"] == "text" else "(insert here)"
        where = f"{finding['path']}:{start['line']}:{start['column']}"
        yield f"{where} {finding['severity']} {finding['rule']} {words} in {place}\n"
        for related in finding["related"]:
            yield f"    {related['span']['start']['line']}:{related['span']['start']['column']} {related['message']}\n"
    yield told
    yield f"{report['summary']['suppressed']} suppressed, exit code {report['run']['exit_code']}\n"


def assert_places_agree(report: dict[str, Any], folder: Path) -> None:
    """Check that line and column, characters, bytes and UTF-16 units of each finding mean the same place."""
    texts: dict[str, str] = {}
    for finding in report["findings"]:
        if finding["path"] not in texts:
            texts[finding["path"]] = (folder / finding["path"]).read_bytes().decode()
        text, span = texts[finding["path"]], finding["span"]
        for at, byte, unit, end in zip(span["char"], span["byte"], span["utf16"], ("start", "end"), strict=True):
            assert byte == len(text[:at].encode())
            assert unit == len(text[:at].encode("utf-16-le")) // 2
            lines = re.split(r"\r\n|\r|\n", text[:at])
            assert span[end] == {"line": len(lines), "column": len(lines[-1]) + 1}


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.mark.parametrize("site", SITES, ids=lambda path: path.name)
def test_findings_are_as_pinned(site: Path, tmp_path: Path, cache: Path, request: pytest.FixtureRequest) -> None:
    folder = laid_out(site, tmp_path)
    report, told = checked(folder, cache)
    assert_places_agree(report, folder)
    found = "".join(listing(report, told))
    pinned = FOLDER / f"{site.name}.findings.txt"
    if request.config.getoption("--accept"):
        pinned.write_text(found, encoding="utf-8")
    assert found == pinned.read_text(encoding="utf-8")


def export(size: int) -> tuple[str, list[tuple[int, int]]]:
    """Return about `size` characters of JSON on one line, its values escaped HTML, and where its claims stand."""
    noise = '<p>Our leaf is dried in the shade &amp; milled in small lots.</p><p class="cures-anxiety">No cure.</p>'
    claim = "<p>Brew a pot: it <b>cures</b>\u00a0anxiety \U0001f634.</p>"
    pieces, ranges, length = ["["], [], 1
    for number in range(size):
        page = f"<h2>Lot {number}</h2>{noise * 8}{claim if number % 500 == 99 else ''}"
        piece = json.dumps({"id": number, "handle": f"lot-{number}", "body_html": page}) + ", "
        piece = piece.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
        if number % 500 == 99:
            start = length + piece.index("cures\\u003c")
            ranges.append((start, length + piece.index(" \\ud83d")))
        pieces.append(piece)
        length += len(piece)
        if length > size:
            break
    return f"{''.join(pieces)}{{}}]", ranges


def test_an_export_of_ten_megabytes_on_one_line(tmp_path: Path, cache: Path) -> None:
    folder = laid_out(FOLDER / "nuxt", tmp_path)
    text, ranges = export(10_000_000)
    assert len(text) > 10_000_000
    assert len(ranges) >= 10
    (folder / "data" / "export.json").write_text(text, encoding="utf-8")
    report, _ = checked(folder, cache)
    found = [each for each in report["findings"] if each["path"] == "data/export.json"]
    assert [tuple(each["span"]["char"]) for each in found] == ranges
    assert {each["match"] for each in found} == {"cures anxiety"}
    assert {each["span"]["start"]["line"] for each in found} == {1}
    assert [each["span"]["start"]["column"] for each in found] == [start + 1 for start, _ in ranges]
    others = "".join(listing(report | {"findings": [each for each in report["findings"] if each not in found]}, ""))
    pinned = (FOLDER / "nuxt.findings.txt").read_text(encoding="utf-8")
    assert [line for line in others.splitlines() if ":" in line] == [
        line for line in pinned.splitlines() if ":" in line and "left out" not in line
    ]
