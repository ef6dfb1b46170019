"""docs/accuracy.md holds what `kratom-lint score` prints, of the corpora as they are, and the README quotes it."""

from __future__ import annotations

import hashlib
import re
import shlex
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from kratom_lint import load_rulebook
from tests.second_labels import write_part

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "accuracy.md"
README = ROOT / "README.md"
BLOCK = re.compile(r"<!-- score: ([^\n]*) -->\n(.*?)<!-- end of score -->\n", re.DOTALL)
HEADLINE = re.compile(r"^Found \d+ of \d+ violating texts, .*\.$", re.MULTILINE)
MEASURE = "tests/corpus/measure.jsonl"


def printed(arguments: str) -> str:
    """Return what the command of a block prints now."""
    done = subprocess.run(
        [sys.executable, "-m", "kratom_lint", "score", "--format", "md", *shlex.split(arguments)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return f"\n{done.stdout}\n"


def test_page_and_readme_hold_what_the_command_prints(request: pytest.FixtureRequest) -> None:
    page = PAGE.read_text(encoding="utf-8")
    for arguments, text in BLOCK.findall(page):
        page = page.replace(
            f"<!-- score: {arguments} -->\n{text}", f"<!-- score: {arguments} -->\n{printed(arguments)}"
        )
    measured = next(text for arguments, text in BLOCK.findall(page) if arguments.endswith(f" {MEASURE}"))
    (headline,) = HEADLINE.findall(measured)
    readme, quotes = HEADLINE.subn(headline, README.read_text(encoding="utf-8"))
    assert quotes == 1
    if request.config.getoption("--accept"):
        PAGE.write_text(page, encoding="utf-8")
        README.write_text(readme, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page, "numbers have changed; run `pytest --accept` and read the diff"
    assert README.read_text(encoding="utf-8") == readme


def test_the_page_measures_every_corpus_as_it_is() -> None:
    page = PAGE.read_text(encoding="utf-8")
    named = {word for arguments, _ in BLOCK.findall(page) for word in shlex.split(arguments) if word.endswith(".jsonl")}
    corpora = {path.relative_to(ROOT).as_posix() for path in (ROOT / "tests" / "corpus").rglob("*.jsonl")}
    corpora.remove("tests/corpus/second.jsonl")  # other labels of texts that are measured
    assert named == corpora
    for name in sorted(named - {f"tests/corpus/pages/{part}/index.jsonl" for part in ("measure", "write")}):
        digest = hashlib.sha256((ROOT / name).read_bytes()).hexdigest()
        assert re.search(rf"^- {re.escape(name)}: \d+ texts, sha256 {digest}$", page, re.MULTILINE), name


def test_measured_and_trained_never_share_a_block() -> None:
    for arguments, _ in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        parts = {"measure" in word for word in shlex.split(arguments) if word.endswith(".jsonl")}
        assert len(parts) == 1, arguments


def test_each_rule_that_objects_to_texts_has_its_numbers() -> None:
    page = PAGE.read_text(encoding="utf-8")
    measured, trained = (
        "".join(text for arguments, text in BLOCK.findall(page) if ("measure" in arguments) is wanted)
        for wanted in (True, False)
    )
    for rule in load_rulebook(as_of="2026-11-22").rules:
        if rule.is_disclosure:  # shown by its examples: whether a text is missing is no matter of shares
            continue
        assert rule.id in measured, f"{rule.id} is neither listed nor named as idle on the measure part"
        row = re.search(rf"^\| {re.escape(rule.id)} \| (\d+) \|", trained, re.MULTILINE)
        assert row, f"{rule.id} has no row on the write part"


def test_each_rule_that_the_guide_labels_has_enough_texts() -> None:
    guide = (ROOT / "docs" / "labelling.md").read_text(encoding="utf-8")
    violating: Counter[str] = Counter()
    near: Counter[str] = Counter()
    for record in write_part():
        violating.update(record["labels"])
        near.update([str(record.get("note", "")).removeprefix("near ")])
    for rule in load_rulebook(as_of="2026-11-22").rules:
        if rule.is_disclosure:
            continue
        if f"`{rule.id}`" in guide:
            assert violating[rule.id] >= 8, rule.id
            assert near[rule.id] >= 8, rule.id
        else:  # nobody labels by it: it names claims that belong to a labelled rule, and leaves them to that
            assert rule.general, rule.id
