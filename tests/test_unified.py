"""Unified diffs: what they say of a file, and what it was before, with git and diff as judges."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kratom_lint.changed import of_diff
from kratom_lint.errors import SourceError
from kratom_lint.unified import parse, reverted

LINES = st.lists(st.sampled_from([b"a\n", b"b\n", b"\n", b"-- c\n", b"++ d\n", b"@@ -1 +1 @@\n", b"e\r\n", b"f\rg\n"]))
ENDS = st.sampled_from([b"", b"no newline", b"\r"])


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@given(LINES, ENDS, LINES, ENDS, st.sampled_from(["-U0", "-U1", "-U3"]))
def test_a_diff_undone_gives_the_old_text(
    tmp_path_factory: pytest.TempPathFactory, a: list[bytes], a_end: bytes, b: list[bytes], b_end: bytes, context: str
) -> None:
    folder = tmp_path_factory.mktemp("diff")
    old, new = b"".join(a) + a_end, b"".join(b) + b_end
    (folder / "old").write_bytes(old)
    (folder / "new").write_bytes(new)
    done = subprocess.run(
        ["git", "diff", "--no-index", "--text", context, "old", "new"], cwd=folder, capture_output=True, check=False
    )
    patches = parse(done.stdout, "d")
    assert [reverted(patch, new, "d") for patch in patches] == ([old] if old != new else [])


PLAIN = b"""\
--- a/copy/a.md\t2026-11-22 10:00:00
+++ b/copy/a.md\t2026-11-22 11:00:00
@@ -1,2 +1,3 @@
 one
+two
 three
"""


def test_what_a_diff_says(here: Path) -> None:
    (here / "copy").mkdir()
    (here / "copy" / "a.md").write_bytes(b"one\ntwo\nthree\n")
    (here / "d.diff").write_bytes(PLAIN)
    assert of_diff("d.diff").former == {"copy/a.md": b"one\nthree\n"}
    (here / "d.diff").write_bytes(PLAIN.replace(b"a/copy", b"copy").replace(b"b/copy", b"copy"))
    assert of_diff("d.diff").former == {"copy/a.md": b"one\nthree\n"}


def test_new_renamed_binary_and_deleted_files(here: Path) -> None:
    for name in ("new.md", "caf\u00e9.md", "z.docx"):
        (here / name).write_bytes(b"x\n")
    (here / "d.diff").write_bytes(
        b"diff --git a/new.md b/new.md\nnew file mode 100644\n--- /dev/null\n+++ b/new.md\n@@ -0,0 +1 @@\n+x\n"
        b'diff --git a/old.md "b/caf\\303\\251.md"\nsimilarity index 50%\nrename from old.md\n'
        b'rename to "caf\\303\\251.md"\n--- a/old.md\n+++ "b/caf\\303\\251.md"\n@@ -1 +1 @@\n-w\n+x\n'
        b"diff --git a/z.docx b/z.docx\nindex 1..2 100644\nBinary files a/z.docx and b/z.docx differ\n"
        b"diff --git a/y.md b/y.md\ndeleted file mode 100644\n--- a/y.md\n+++ /dev/null\n@@ -1 +0,0 @@\n-y\n"
        b"diff --git a/z.png b/z.png\ndeleted file mode 100644\nBinary files a/z.png and /dev/null differ\n"
    )
    assert of_diff("d.diff").former == {"new.md": None, "caf\u00e9.md": b"w\n", "z.docx": None}


def test_an_empty_diff_changes_nothing(here: Path) -> None:
    (here / "d.diff").write_bytes(b"\n")
    assert of_diff("d.diff").former == {}


@pytest.mark.parametrize(
    ("diff", "expected"),
    [
        (b"Dear all,\n", "d.diff:1: no unified diff; make it with `git diff` or `diff -u`"),
        (PLAIN, "d.diff:2: 'copy/a.md' is not here; run where the diff was made, or make it with `--relative`"),
        (
            PLAIN.replace(b"copy/a.md", b"b.md"),
            "d.diff:3: the diff does not fit b.md:1; make it anew from the present text",
        ),
        (PLAIN[: PLAIN.index(b" three")], "d.diff:6: the diff breaks off inside a hunk; make it anew"),
    ],
)
def test_what_does_not_fit_is_refused(here: Path, diff: bytes, expected: str) -> None:
    (here / "b.md").write_bytes(b"one\nthree\n")
    (here / "d.diff").write_bytes(diff)
    with pytest.raises(SourceError) as caught:
        of_diff("d.diff")
    assert str(caught.value) == expected


def test_a_diff_that_is_not_there_is_told(here: Path) -> None:
    with pytest.raises(SourceError, match=r"^gone\.diff: cannot be read: no such file or directory$"):
        of_diff("gone.diff")
