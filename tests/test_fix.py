"""`fix` comes to an end, leaves nothing it could mend, loses no caution, and what it writes can be read."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings

from kratom_lint import load_rulebook
from kratom_lint.engine import lint, listening, unmerged
from kratom_lint.formats import BINARY, SUFFIXES, TEMPLATES, format_of, is_walked, read
from kratom_lint.formats.document import Document
from kratom_lint.model import Finding
from kratom_lint.patch import patch
from kratom_lint.rounds import Outcome, repair
from tests.test_seeds import DRAFTS
from tests.test_suggestions import NOBODY_CAN_TYPE, PAGES

ROOT = Path(__file__).parents[1]
BOOK = load_rulebook(as_of="2026-11-22")
RESULTS = Path(__file__).with_name("repaired")
CAUTIONS = (
    *("habit-forming", "dependence", "withdrawal", "pregnan", "nursing", "breast-feeding", "seizures", "liver injury"),
    *("911", "1-800-662-4357", "can be fatal", "can be deadly", "stop breathing", "slow breathing", "doctor"),
    *("pharmacist", "21", "children", "not approved", "has not approved", "should not use", "should not take"),
)
"""Words of caution: a draft that has one before a repair must have it afterwards."""


def repaired(source: str, level: str = "review", path: str | None = None) -> Outcome:
    document = read(source, "markdown", path, "kratom")
    book = listening(document, BOOK)

    def findings_of(document: Document) -> list[Finding]:
        return lint(document, book)

    return repair(document, book, findings_of, level)


@pytest.mark.parametrize("path", DRAFTS, ids=lambda path: path.stem)
def test_each_draft_ends_clean_with_its_cautions(path: Path, request: pytest.FixtureRequest) -> None:
    source = path.read_text(encoding="utf-8")
    outcome = repaired(source, path=path.name)
    result = outcome.document.source
    left = {finding.rule for finding in lint(read(result, "markdown", path.name, "kratom"), BOOK)}
    assert left <= {each.finding.rule for each in outcome.left}
    heard = {"impression/as-a-whole"}  # while the draft was full of claims
    assert {each.finding.rule for each in outcome.left} <= NOBODY_CAN_TYPE | heard
    assert left <= NOBODY_CAN_TYPE
    for caution in CAUTIONS:
        assert caution not in source or caution in result, caution
    kept = RESULTS / path.name
    if request.config.getoption("--accept"):
        RESULTS.mkdir(exist_ok=True)
        kept.write_text(result, encoding="utf-8")
    assert result == kept.read_text(encoding="utf-8")


@settings(max_examples=40, deadline=None)
@given(PAGES)
def test_it_ends_with_fewer_findings_and_never_more_of_a_rule(source: str) -> None:
    document = read(source, "markdown", product="kratom")
    outcome = repaired(source)
    before = [finding.rule for finding in unmerged(document, BOOK)]
    after = [finding.rule for finding in unmerged(outcome.document, BOOK)]
    assert len(after) <= len(before) - len({each.round for each in outcome.applied})
    again = repaired(outcome.document.source)
    assert again.document.source == outcome.document.source


def test_safe_adds_what_is_owed_and_deletes_nothing() -> None:
    source = "# Shop\n\nBuy our kratom powder here. It relieves pain.\n"
    outcome = repaired(source, "safe")
    assert outcome.document.source.startswith(source.rstrip("\n"))
    assert all(each.suggestion.kind == "insert" for each in outcome.applied)
    assert ("disease/pain", "needs review: Delete the sentence") in [
        (each.finding.rule, each.reason) for each in outcome.left
    ]


def test_what_only_the_product_can_answer_is_left_with_the_reason() -> None:
    document = read("Buy 7-OH tablets here.\n", "markdown", product="7-oh")
    outcome = repair(document, BOOK, lambda document: lint(document, BOOK), "review")
    reasons = {each.finding.rule: each.reason for each in outcome.left}
    assert reasons["status/7-oh-offer"].startswith("Change the product, not the words: ")


def test_a_disclaimer_is_never_put_beside_a_claim_of_disease_that_stays() -> None:
    source = "Kratom’s ability to relieve gout and boost your mood draws people with concerns over dependence.\n"
    document = read(source, "markdown", product="kratom")
    book = BOOK.configured(as_of="2026-11-22", select=["disease", "benefit", "disclosure/fda-disclaimer"])
    for level in ("safe", "review"):
        outcome = repair(document, book, lambda document: lint(document, book), level)
        assert outcome.document.source == source
    reasons = {each.finding.rule: each.reason for each in outcome.left}
    assert reasons["disclosure/fda-disclaimer"].startswith("it would seem to make the claims lawful")
    assert reasons["disease/any-disease"] == "no edit could be proved to do no harm; a person must rewrite it"
    assert not reasons["benefit/mood-energy-focus"].startswith("Delete")


def test_a_disclaimer_is_never_safe() -> None:
    outcome = repaired("Kratom supports overall wellness.\n", "safe")
    assert "evaluated" not in outcome.document.source


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a\nb\n", "a\nc\n"),
        ("a\nb", "a\n"),
        ("a\r\nb\r\n", "a\r\n"),
        ("a", ""),
        ("x\u2028y\nz\n", "x\u2028y\n"),
    ],
)
def test_git_applies_a_patch(tmp_path: Path, before: str, after: str) -> None:
    (tmp_path / "a b.md").write_bytes(before.encode())
    given = patch("a b.md", before, after)
    command = ["git", "apply", "--whitespace=nowarn", "-"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    subprocess.run(command, cwd=tmp_path, input=given.encode(), check=True, env=environment)
    assert (tmp_path / "a b.md").read_bytes() == after.encode()
    assert patch("a.md", before, before) == ""


def test_the_hook_is_given_every_format_that_can_be_written() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    hook = next(hook for hook in hooks if hook["id"] == "kratom-lint-fix")
    given, left = re.compile(hook["files"]), re.compile(hook["exclude"])
    names = [f"copy/page{suffix}" for suffix in (*SUFFIXES, *TEMPLATES)] + ["res/values-de/strings.xml", "res/a.xml"]
    for name in names:
        writable = is_walked(name) and format_of(name) not in BINARY - {"docx"}
        assert bool(given.search(name)) == writable, name
    assert left.search("package-lock.json")


class Shop:
    """A folder with a draft, and the tool run in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.draft = folder / "a.md"

    def run(self, *arguments: str, answers: str = "") -> tuple[int, str, str]:
        command = [sys.executable, "-m", "kratom_lint", "fix", "--ignore", "disclosure", *arguments]
        done = subprocess.run(
            command, cwd=self.folder, input=answers, capture_output=True, text=True, encoding="utf-8", check=False
        )
        return done.returncode, done.stdout, done.stderr


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    shop = Shop(tmp_path)
    shop.draft.write_text("# Leaf\n\nKratom relieves pain. It is bitter.\n\nIt cures anxiety.\n", encoding="utf-8")
    return shop


def test_asking_accepts_waives_and_skips(shop: Shop) -> None:
    code, printed, _ = shop.run("-i", "a.md", answers="1\nw\nquotes a letter of the FDA\n")
    assert code == 0
    assert "Pain is a sign of disease" in printed
    assert "  1  Delete the sentence\n" in printed
    assert shop.draft.read_text(encoding="utf-8") == (
        "# Leaf\n\nKratom is bitter.\n\n"
        "<!-- kratom-lint: ignore disease/anxiety-depression: quotes a letter of the FDA -->\nIt cures anxiety.\n"
    ).replace("ignore disease/anxiety-depression:", _rules_named(shop))


def _rules_named(shop: Shop) -> str:
    """Return the rules that the directive in the draft names; how many agree on a claim is not what is tested here."""
    line = next(line for line in shop.draft.read_text(encoding="utf-8").splitlines() if "kratom-lint" in line)
    assert "disease/anxiety-depression" in line
    return line.removeprefix("<!-- kratom-lint: ").partition(": quotes")[0] + ":"


def test_an_edit_by_hand_must_do_good(shop: Shop) -> None:
    code, printed, _ = shop.run("-i", "a.md", answers="e\nKratom may ease pain.\ne\nIt is a leaf.\ns\n")
    assert code == 1
    assert "That text still makes a finding" in printed
    assert shop.draft.read_text(encoding="utf-8") == "# Leaf\n\nIt is a leaf. It is bitter.\n\nIt cures anxiety.\n"


def test_quitting_keeps_what_was_accepted(shop: Shop) -> None:
    assert shop.run("-i", "a.md", answers="1\nq\n")[0] == 1
    assert shop.draft.read_text(encoding="utf-8") == "# Leaf\n\nKratom is bitter.\n\nIt cures anxiety.\n"


def test_a_file_that_changes_while_it_asks_is_not_written(shop: Shop) -> None:
    command = [sys.executable, "-m", "kratom_lint", "fix", "-i", "--ignore", "disclosure", "a.md"]
    with subprocess.Popen(
        command, cwd=shop.folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0
    ) as process:
        assert process.stdout
        while b"skip, q quit: " not in (line := process.stdout.read(4096)):
            assert line
        shop.draft.write_text("Someone else was here.\n", encoding="utf-8")
        _, errors = process.communicate(b"1\nq\n")
    assert process.returncode == 2
    assert errors.decode() == "a.md: has changed since it was read, so it was not written; run again\n"
    assert shop.draft.read_text(encoding="utf-8") == "Someone else was here.\n"


def test_a_patch_is_written_and_the_file_is_not(shop: Shop) -> None:
    before = shop.draft.read_text(encoding="utf-8")
    code, _, _ = shop.run("--apply", "review", "--patch", "fix.patch", "a.md")
    assert code == 1
    assert shop.draft.read_text(encoding="utf-8") == before
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    subprocess.run(["git", "apply", "fix.patch"], cwd=shop.folder, check=True, env=environment)
    assert shop.draft.read_text(encoding="utf-8") == "# Leaf\n\nKratom is bitter.\n"


def test_what_a_waiver_excuses_is_left_alone(shop: Shop) -> None:
    waiver = (
        "waivers:\n"
        "  - rule: disease/pain\n    path: a.md\n    reason: quotes the letter\n    approved_by: Legal\n"
        "    approved_on: 2026-01-01\n    expires: 2099-01-01\n"
    )
    (shop.folder / "kratom-lint-waivers.yaml").write_text(waiver, encoding="utf-8")
    code, printed, errors = shop.run("--apply", "review", "a.md")
    assert (code, errors) == (0, ""), printed
    assert shop.draft.read_text(encoding="utf-8") == "# Leaf\n\nKratom relieves pain. It is bitter.\n"
