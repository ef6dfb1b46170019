"""Changed copy only, in a real git repository: the index, a branch, a diff; and what git cannot tell."""

from __future__ import annotations

import pytest

from kratom_lint.model import Span
from kratom_lint.policy.changes import touched
from tests.repository import Repository

OLD = "# Tea\n\nOur tea cures colds.\n\nIt grows in woods.\n"
NEW = OLD + "\nIt cures anxiety.\n"

pytestmark = pytest.mark.real


def test_the_index_is_checked_and_not_the_work_tree(repository: Repository) -> None:
    repository.write("a.md", OLD)
    repository.commit()
    repository.write("a.md", NEW)
    assert repository.changed("--staged") == []
    repository.git("add", "a.md")
    repository.write("a.md", OLD)
    assert repository.changed("--staged") == ["a.md:7:4 claims/cure"]
    assert repository.lint("check", "--staged").out.endswith("1 error in 1 file; 1 outside the changes\n")


def test_before_the_first_commit_all_that_is_staged_is_new(repository: Repository) -> None:
    repository.git("update-ref", "-d", "HEAD")
    repository.write("a.md", OLD)
    repository.git("add", "a.md")
    assert repository.changed("--staged") == ["a.md:3:9 claims/cure"]


def test_paths_limit_what_is_staged(repository: Repository) -> None:
    for name in ("shop/a.md", "shop/b.md", "blog/c.md"):
        repository.write(name, OLD)
    repository.git("add", "--all")
    assert repository.changed("--staged", "shop/b.md", "blog") == [
        "blog/c.md:3:9 claims/cure",
        "shop/b.md:3:9 claims/cure",
    ]
    assert repository.changed("--staged", inside="shop") == ["a.md:3:9 claims/cure", "b.md:3:9 claims/cure"]
    assert repository.changed("--staged", "../blog/c.md", inside="shop") == ["../blog/c.md:3:9 claims/cure"]


def test_what_a_walk_leaves_out_stays_out(repository: Repository) -> None:
    for name in ("archive/a.md", "node_modules/b.md", ".hidden/c.md", "d.py", "sub/e.md"):
        repository.write(name, OLD)
    repository.write(".ignore", "sub/\n")
    repository.git("add", "--all", "--force")
    assert repository.changed("--staged", "--exclude", "archive") == []
    assert repository.changed("--staged", "sub/e.md") == ["sub/e.md:3:9 claims/cure"]


def test_deleted_and_renamed_files(repository: Repository) -> None:
    repository.write("a.md", OLD)
    repository.write("b.md", OLD.replace("colds", "everything") + "More\nand\nmore\nof\nit.\n")
    repository.commit()
    repository.git("rm", "--quiet", "a.md")
    repository.git("mv", "b.md", "caf\u00e9 \u201cc\u201d.md")
    assert repository.changed("--staged") == []


def test_a_change_elsewhere_that_makes_a_claim_counts(repository: Repository) -> None:
    repository.write("a.md", "It does not\ncure\nanxiety.\n\nOur tea cures colds.\n")
    repository.commit()
    repository.write("a.md", "They do\ncure\nanxiety.\n\nOur tea cures colds.\n")
    repository.git("add", "a.md")
    assert repository.changed("--staged") == ["a.md:2:1 claims/cure"]


def test_a_warning_that_goes_is_a_finding_and_one_that_was_never_there_is_none(repository: Repository) -> None:
    repository.write("a.md", "Buy kratom here.\n\nKratom can be habit-forming.\n")
    repository.write("b.md", "Buy kratom here.\n")
    repository.commit()
    repository.write("a.md", "Buy kratom here.\n\nKratom is a tree.\n")
    repository.write("b.md", "Buy kratom here.\n\nKratom is a tree.\n")
    repository.git("add", "--all")
    assert repository.changed("--staged") == ["a.md:3:18 claims/warning"]


def test_once_more_the_same_claim_is_one_too_many(repository: Repository) -> None:
    repository.write("a.md", OLD)
    repository.commit()
    repository.write("a.md", "Our tea cures colds.\n\n" + OLD)
    repository.git("add", "a.md")
    assert repository.changed("--staged") == ["a.md:1:9 claims/cure"]


def test_line_endings_and_blanks_are_no_change(repository: Repository) -> None:
    repository.write("a.md", OLD)
    repository.commit()
    repository.write("a.md", OLD.replace("\n", "\r\n"))
    repository.git("-c", "core.autocrlf=false", "add", "a.md")
    assert repository.changed("--staged") == []


def test_a_branch_is_compared_with_where_it_left(repository: Repository) -> None:
    repository.write("a.md", OLD)
    repository.commit()
    repository.git("switch", "--quiet", "--create", "draft")
    repository.write("b.md", OLD)
    repository.commit()
    repository.write("a.md", NEW)
    repository.write("c.md", OLD)
    repository.git("switch", "--quiet", "main")
    repository.git("stash", "--quiet", "--include-untracked")
    repository.write("a.md", "It grows in woods.\n")
    repository.commit()
    repository.git("switch", "--quiet", "draft")
    repository.git("stash", "pop", "--quiet")
    expected = ["a.md:7:4 claims/cure", "b.md:3:9 claims/cure", "c.md:3:9 claims/cure"]
    assert repository.changed("--since", "main") == expected


def test_a_diff_says_what_changed(repository: Repository) -> None:
    repository.write("a.md", OLD)
    repository.commit()
    repository.write("a.md", NEW)
    repository.write("pr.diff", repository.git("diff"))
    assert repository.changed("--diff", "pr.diff") == ["a.md:7:4 claims/cure"]


def test_a_text_in_utf_16_counts_as_a_whole_where_the_diff_is_silent(repository: Repository) -> None:
    (repository.folder / "a.txt").write_bytes("Tea.\n".encode("utf-16"))
    repository.commit()
    (repository.folder / "a.txt").write_bytes("Tea.\n\nIt cures colds.\n".encode("utf-16"))
    repository.write("pr.diff", repository.git("diff"))
    assert repository.changed("--diff", "pr.diff") == ["a.txt:3:4 claims/cure"]
    repository.git("add", "a.txt")
    assert repository.changed("--staged") == ["a.txt:3:4 claims/cure"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--since", "mian"], "--since: git knows no commit 'mian'; fetch it, or mend the name\n"),
        (["--since", "--help"], "--since: git knows no commit '--help'; fetch it, or mend the name\n"),
        (["--staged", "gone.md"], "gone.md: not checked (missing): no such file or folder; check the path\n"),
        (["--diff", "gone.diff"], "gone.diff: cannot be read: no such file or directory\n"),
        (["--diff", "bad.diff"], "bad.diff:3: the diff does not fit a.md:3; make it anew from the present text\n"),
    ],
)
def test_what_cannot_be_told_is_no_clean_run(repository: Repository, arguments: list[str], expected: str) -> None:
    repository.write("a.md", OLD)
    repository.write("bad.diff", "--- a/a.md\n+++ b/a.md\n@@ -3 +3 @@\n-x\n+y\n")
    done = repository.lint("check", *arguments)
    assert (done.code, done.err) == (2, expected)


def test_unrelated_histories_and_conflicts_are_told(repository: Repository) -> None:
    repository.git("switch", "--quiet", "--orphan", "other")
    repository.write("a.md", OLD)
    repository.commit()
    done = repository.lint("check", "--since", "main")
    assert (done.code, done.err) == (
        2,
        "--since: 'main' and HEAD have no common ancestor here; fetch more history (`git fetch --unshallow`, on GitHub "
        "`fetch-depth: 0`)\n",
    )


def test_outside_a_repository_git_knows_nothing(repository: Repository) -> None:
    (repository.folder / ".git").rename(repository.folder / "git")
    done = repository.lint("check", "--staged")
    assert done.code == 2
    assert done.err.startswith("no git work tree here (fatal: not a git repository")


@pytest.mark.parametrize("arguments", [["--staged", "--since", "main"], ["--staged", "-"]])
def test_what_makes_no_sense_together_is_refused(repository: Repository, arguments: list[str]) -> None:
    assert repository.lint("check", *arguments).code == 2


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("a\nb\n", "a\nb\n", []),
        ("a\nb\n", "a\nx\nb\n", [Span(2, 4)]),
        ("a\nb\n", "a\n", []),
        ("", "a\n", [Span(0, 2)]),
        ("a\nb\nc", "x\nb\ny", [Span(0, 2), Span(4, 6)]),
        ("a  \n", "a\n", []),
        ("a\na\n", "a\na\na\n", [Span(4, 6)]),
    ],
)
def test_which_lines_are_touched(old: str, new: str, expected: list[Span]) -> None:
    assert list(touched(old, new)) == expected


def test_the_tools_own_files_are_no_copy_even_when_named(repository: Repository) -> None:
    repository.write("a.md", OLD)
    assert repository.lint("baseline", "create").code == 0
    assert "cures colds" in repository.read("kratom-lint-baseline.json")
    repository.git("add", "--all")
    done = repository.lint("check", "--staged", "--no-baseline", "--format", "concise", "kratom-lint-baseline.json")
    assert (done.code, done.out) == (0, "")
    assert repository.changed("--staged", "--no-baseline") == ["a.md:3:9 claims/cure"]
    assert repository.changed("--no-baseline", "kratom-lint-baseline.json", "a.md") == ["a.md:3:9 claims/cure"]
