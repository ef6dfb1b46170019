"""Adopting the tool on an old repository, from the first day to the audit, with git and pre-commit as they are."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.repository import Repository

PRE_COMMIT = Path(sys.executable).with_name("pre-commit")
HOOKS = f"""\
repos:
  - repo: local
    hooks:
      - id: kratom-lint
        name: kratom-lint
        entry: {sys.executable} -m kratom_lint check --format concise --staged
        language: system
        types_or: [markdown]
      - id: kratom-lint-repo
        name: kratom-lint repo
        entry: {sys.executable} -m kratom_lint repo
        language: system
        pass_filenames: false
        always_run: true
"""
OLD = "# Kratom\n\nKratom cures colds.\n\nIt cured everything.\n"

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not PRE_COMMIT.exists(), reason="pre-commit is not installed; run `uv sync`"),
]


def commit(repository: Repository) -> tuple[int, list[str]]:
    """Stage all and try to commit it; return the exit code and what the hooks said of copy and lists."""
    repository.git("add", "--all")
    done = subprocess.run(
        ["git", "commit", "--message", "Change the copy"],
        cwd=repository.folder,
        env=repository.environment() | {"PRE_COMMIT_HOME": str(repository.cache)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    said = [line for line in done.stdout.splitlines() if line.startswith(("copy/", "kratom-lint-"))]
    return done.returncode, said


def test_an_old_repository_adopts_the_tool(repository: Repository) -> None:
    lint, write = repository.lint, repository.write
    write("copy/a.md", OLD)
    write("copy/b.md", OLD)
    write(".pre-commit-config.yaml", HOOKS)
    repository.commit()
    subprocess.run(
        [PRE_COMMIT, "install"], cwd=repository.folder, env=repository.environment(), check=True, capture_output=True
    )

    # The first day: what is there is accepted, and a check of everything passes.
    assert lint("check").code == 1
    created = lint("baseline", "create")
    assert (created.code, created.out) == (0, "kratom-lint-baseline.json: 4 findings accepted\n")
    assert commit(repository) == (0, [])
    checked = lint("check")
    assert (checked.code, checked.out) == (0, "no findings in 2 files; 4 in the baseline\n")

    # Work goes on: moves and edits beside old claims pass, new claims do not, nor one put in the place of another.
    write("copy/a.md", OLD.replace("# Kratom\n", "# Kratom\n\nIt grows in wet woods.\n"))
    (repository.folder / "copy" / "b.md").rename(repository.folder / "copy" / "leaf.md")
    assert commit(repository) == (0, [])
    write("copy/a.md", repository.read("copy/a.md").replace("cures colds", "cures anxiety"))
    assert commit(repository) == (
        1,
        [
            "copy/a.md:5:8: error claims/cure Says the product cures.",
            "kratom-lint-baseline.json: 1 fixed, taken out; 3 left; add it to the commit",
        ],
    )

    # Legal signs it for half a year.
    signed = ["--approved-by", "J. Doe", "--approved-on", "2026-11-22", "--expires", "2027-05-22", "--ticket", "L-7"]
    added = lint("waiver", "add", "claims/cure", "--path", "copy/a.md", "--reason", "Quotes a letter.", *signed)
    assert (added.code, added.err) == (0, "")

    # The waiver covers all of that file, so the baseline need not.
    assert commit(repository) == (1, ["kratom-lint-baseline.json: 1 fixed, taken out; 2 left; add it to the commit"])
    assert commit(repository) == (0, [])
    baseline = json.loads(repository.read("kratom-lint-baseline.json"))
    assert [(each["path"], each["match"], each["first_seen"]) for each in baseline["findings"]] == [
        ("copy/leaf.md", "cured everything", "2026-11-22"),
        ("copy/leaf.md", "cures colds", "2026-11-22"),
    ]

    # What was fixed counts when it comes back.
    write("copy/leaf.md", "# Kratom\n\nKratom cures colds.\n")
    assert commit(repository)[0] == 1
    assert commit(repository) == (0, [])
    write("copy/leaf.md", OLD)
    assert commit(repository) == (1, ["copy/leaf.md:5:4: error claims/cure Says the product cures."])
    write("copy/leaf.md", "# Kratom\n\nKratom cures colds.\n")

    # Time passes: the waiver is told about a month before it ends, and then its claims count again.
    assert lint("waiver", "check").out == "kratom-lint-waivers.yaml: 1 waiver, all needed and in time\n"
    write(".kratom-lint.yaml", repository.read(".kratom-lint.yaml").replace("2026-11-22", "2027-05-01"))
    assert commit(repository) == (
        1,
        [
            "kratom-lint-waivers.yaml:2:5: warning waiver/expiring The waiver of claims/cure for copy/a.md expires in "
            "21 days, on 2027-05-22; change the copy, or have it approved anew."
        ],
    )
    assert lint("check", "--as-of", "2027-05-22").code == 1
    renewal = ["--approved-by", "K. Roe", "--approved-on", "2027-05-01", "--expires", "2027-11-01"]
    assert lint("waiver", "renew", "1", *renewal).code == 0
    assert commit(repository) == (0, [])
    assert lint("baseline", "show", "--as-of", "2027-05-01").out.splitlines() == [
        " 160 d  2026-11-22  error  claims/cure  copy/leaf.md  cures colds",
        "",
        "1 accepted in 1 file: 1 error; 1 up to 180 days",
    ]

    # Someone else can see later what was known, and get the same again.
    assert lint("report", "--audit", "audit").code == 0
    again = lint("report", "--replay", "audit")
    assert (again.code, again.out) == (0, "the same again, byte by byte: 2 files as of 2027-05-01\n")
