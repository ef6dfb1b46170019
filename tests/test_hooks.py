"""The hooks as a consumer runs them: pre-commit clones this checkout's HEAD, installs it, and guards a commit."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PRE_COMMIT = Path(sys.executable).with_name("pre-commit")
OFFLINE = re.compile(
    "No matching distribution found|Failed to establish a new connection|Temporary failure in name resolution"
    "|Network is unreachable|Max retries exceeded|Could not fetch URL"
)
CLAIM = "Kratom cures anxiety.\n"
CLEAN = "Kratom is a tree of the coffee family. It can be habit-forming.\n"
AUTHORITIES = """\
shop-policy:
  citation: Shop policy 3
  title: Words we do not use
  url: https://example.org/policy
  jurisdiction: us
  in_force: 2020-01-01
  confidence: V1
  checked: 2026-11-22
"""
RULE = """\
summary: Calls the product a miracle.
severity: error
claim: express
authority: [shop-policy]
why: Nothing we sell is a miracle.
match:
  - 'miracle (leaf|powder)'
suggest:
  - delete: sentence
examples:
  flag:
    - A [[miracle leaf]] for you.
    - Our [[miracle powder]] is here.
    - '[[Miracle leaf]], fresh.'
    - Try this [[miracle-leaf]].
    - Buy [[miracle leaf]].
  pass:
    - A leaf.
    - A powder.
    - The tree is a miracle.
    - Fresh leaf.
    - Green powder.
"""

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not PRE_COMMIT.exists(), reason="pre-commit is not installed; run `uv sync`"),
    pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a git checkout, so there is nothing to clone"),
]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return an environment with its own store of hooks and nothing of the git that may be running the tests."""
    home = tmp_path_factory.mktemp("pre-commit")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
    who = {f"GIT_{role}_{key}": "a@example.org" for role in ("AUTHOR", "COMMITTER") for key in ("NAME", "EMAIL")}
    return kept | who | {"PRE_COMMIT_HOME": str(home), "NO_COLOR": "1", "GIT_CONFIG_GLOBAL": os.devnull}


class Consumer:
    """A git repository with copy in it."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self.environment = environment
        self.run("git", "init", "--quiet")

    def run(self, *command: str) -> tuple[int, str]:
        """Return the exit code and the whole output of a command; skip the test where packages cannot be had."""
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            check=False,
        )
        if done.returncode and OFFLINE.search(done.stdout):
            pytest.skip("the package index cannot be reached, so the hook cannot be installed")
        return done.returncode, done.stdout

    def write(self, path: str, text: str) -> None:
        """Write a file and stage it."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        self.run("git", "add", path)

    def commit(self, path: str, text: str) -> tuple[int, str]:
        """Write a file and try to commit it."""
        self.write(path, text)
        return self.run("git", "commit", "-m", "Change the copy")

    def committed(self) -> list[str]:
        """Return the files of the last commit; none before the first."""
        status, printed = self.run("git", "ls-tree", "-r", "--name-only", "HEAD")
        return [] if status else printed.splitlines()


@pytest.fixture
def consumer(tmp_path: Path, environment: dict[str, str]) -> Iterator[Consumer]:
    """Yield a repository guarded by both hooks of this checkout's HEAD."""
    repository = Consumer(tmp_path, environment)
    _, revision = repository.run("git", "-C", str(ROOT), "rev-parse", "HEAD")
    (tmp_path / ".pre-commit-config.yaml").write_text(
        "repos:\n"
        f"  - repo: {ROOT}\n"
        f"    rev: {revision.strip()}\n"
        "    hooks:\n"
        "      - {id: kratom-lint, args: [--format, concise]}\n"
        "      - {id: kratom-lint-rules, files: ^pack/}\n",
        encoding="utf-8",
    )
    assert repository.run(str(PRE_COMMIT), "install") == (0, "pre-commit installed at .git/hooks/pre-commit\n")
    yield repository


def test_try_repo_finds_a_claim(tmp_path: Path, environment: dict[str, str]) -> None:
    repository = Consumer(tmp_path, environment)
    (tmp_path / "draft.md").write_text(CLAIM, encoding="utf-8")
    repository.run("git", "add", "draft.md")
    status, printed = repository.run(str(PRE_COMMIT), "try-repo", str(ROOT), "kratom-lint", "--all-files")
    assert status == 1, printed
    assert "draft.md:1:8: error disease/anxiety-depression " in printed


def test_a_commit_with_a_claim_is_blocked_and_a_clean_one_passes(consumer: Consumer) -> None:
    status, printed = consumer.commit("draft.md", CLAIM)
    assert status == 1, printed
    assert "draft.md:1:8: error disease/anxiety-depression " in printed
    assert consumer.committed() == []
    status, printed = consumer.commit("draft.md", CLEAN)
    assert status == 0, printed
    assert consumer.committed() == ["draft.md"]


def test_other_files_are_left_alone(consumer: Consumer) -> None:
    status, printed = consumer.commit("draft.py", f"text = {CLAIM!r}\n")
    assert status == 0, printed


def test_a_rule_that_fails_its_examples_is_blocked(consumer: Consumer) -> None:
    consumer.write("pack/pack.yaml", "name: shop\nversion: 0.1.0\njurisdiction: us\n")
    consumer.write("pack/authorities.yaml", AUTHORITIES)
    status, printed = consumer.commit("pack/shop/miracle.yaml", RULE.replace("[[miracle powder]]", "miracle powder"))
    assert status == 1, printed
    assert "shop/miracle.yaml:13:1: no [[...]] in 'Our miracle powder is here.'" in printed
    status, printed = consumer.commit("pack/shop/miracle.yaml", RULE)
    assert status == 0, printed


def test_the_fixing_hook_mends_the_file_and_asks_to_look(tmp_path: Path, environment: dict[str, str]) -> None:
    repository = Consumer(tmp_path, environment)
    _, revision = repository.run("git", "-C", str(ROOT), "rev-parse", "HEAD")
    (tmp_path / ".pre-commit-config.yaml").write_text(
        f"repos:\n  - repo: {ROOT}\n    rev: {revision.strip()}\n"
        "    hooks: [{id: kratom-lint-fix, args: [--apply, review, --ignore, disclosure]}]\n",
        encoding="utf-8",
    )
    assert repository.run(str(PRE_COMMIT), "install")[0] == 0
    status, printed = repository.commit("draft.md", f"{CLEAN}\n{CLAIM}")
    assert status == 1, printed
    assert "files were modified by this hook" in printed
    assert "draft.md: 1 fixed, 0 left" in printed
    assert (tmp_path / "draft.md").read_text(encoding="utf-8") == CLEAN
    assert repository.committed() == []
    repository.run("git", "add", "draft.md")
    status, printed = repository.run("git", "commit", "-m", "Mended")
    assert status == 0, printed
    assert "draft.md" in repository.committed()
