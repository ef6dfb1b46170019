"""Reports in a checked folder are no copy: none that we write is read again by a walk, each is when it is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from kratom_lint.output import FORMATS
from kratom_lint.policy.reports import is_report
from tests.repository import Repository

COPY = "# Kratom\n\nKratom cures colds.\n\nIt cures anxiety.\n"


@pytest.fixture
def shop(repository: Repository) -> Repository:
    repository.write("shop/a.md", COPY)
    return repository


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("suffix", ["json", "md", "txt", "html"])
def test_a_report_is_left_out_and_named(shop: Repository, format: str, suffix: str) -> None:
    path = f"shop/report.{suffix}"
    before = shop.lint("check", "--format", "concise", "shop")
    assert shop.lint("check", "--output", f"{format}={path}", "shop").code == 1
    done = shop.lint("check", "--format", "concise", "--verbose", "shop")
    assert (done.code, done.out) == (before.code, before.out)
    assert f"{path}: left out: a report of kratom-lint\n" in done.err


def test_a_page_for_reviewers_is_left_out_by_check_fix_and_the_next_page(shop: Repository) -> None:
    before = shop.lint("check", "--format", "concise", "shop").out
    assert shop.lint("report", "-o", "shop/review.html", "shop").code == 0
    page = shop.read("shop/review.html")
    assert shop.lint("check", "--format", "concise", "shop").out == before
    assert "in 1 file to review" in shop.lint("report", "-o", "shop/other.html", "shop").out
    shop.lint("fix", "shop")
    assert shop.read("shop/review.html") == page


def test_a_report_that_is_named_is_read(shop: Repository) -> None:
    assert shop.lint("check", "--output", "json=report.json", "shop").code == 1
    assert "report.json" in shop.lint("check", "--format", "concise", "report.json").out


@pytest.mark.parametrize(
    "arguments",
    [
        "matrix shop --jurisdiction us,us-ny",
        "matrix shop --jurisdiction us --format json",
        "score labelled.jsonl --format human",
        "score labelled.jsonl --format md",
        "score labelled.jsonl --format json --confusions",
        "scan labelled.jsonl --output scanned",
    ],
)
@pytest.mark.parametrize("suffix", ["json", "md", "txt"])
def test_what_other_commands_print_is_left_out_too(shop: Repository, arguments: str, suffix: str) -> None:
    said = '{"id": "1", "text": "Kratom cures colds.", "labels": ["claims"], "difficulty": "easy"}\n'
    shop.write("labelled.jsonl", said)
    before = shop.lint("check", "--format", "concise", "shop").out
    printed = shop.lint(*arguments.split())
    assert (printed.code, printed.out != "") == (0, True), printed.err
    shop.write(f"shop/report.{suffix}", printed.out)
    assert shop.lint("check", "--format", "concise", "shop").out == before
    assert is_report(str(shop.folder / f"shop/report.{suffix}"))


def test_the_folder_of_a_scan_is_left_out_and_named(shop: Repository) -> None:
    before = shop.lint("check", "--format", "concise", "shop").out
    shop.write("copy.jsonl", '{"text": "Kratom cures colds."}\n')
    assert shop.lint("scan", "copy.jsonl", "--output", "shop/scanned").code == 0
    done = shop.lint("check", "--format", "concise", "--verbose", "shop")
    assert done.out == before
    for name in ("scan.json", "summary.json"):
        assert f"shop/scanned/{name}: left out: a report of kratom-lint\n" in done.err


@pytest.mark.parametrize(
    "text",
    [
        "## kratom-lint\n\nWe check our copy with it. Kratom cures colds.\n",
        '{"tool": {"name": "kratom-lint"}, "text": "Kratom cures colds."}',
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta name="generator" content="Hugo">',
        "Our kratom is clean  and fresh\n",
        "Kratom: 12 texts, sha256 of each below\n",
        "Caution: error in the last batch, says the shop.\n",
        '"path","line","text"\n"a","1","Kratom cures colds."\n',
        "",
    ],
)
def test_copy_that_speaks_of_the_tool_is_copy(tmp_path: Path, text: str) -> None:
    (tmp_path / "a").write_text(text, encoding="utf-8")
    assert not is_report(str(tmp_path / "a"))


def test_a_report_is_known_with_other_line_ends_and_layout(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b'\xef\xbb\xbf{\r\n  "schema_version": 1,\r\n  "tool": {\r\n    "name": "kratom-lint"')
    assert is_report(str(path))
    assert not is_report(str(tmp_path / "gone.json"))
