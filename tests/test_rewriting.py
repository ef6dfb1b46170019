"""A file is rewritten whole or not at all, and stays what it was in all else."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kratom_lint.errors import SourceError
from kratom_lint.rewriting import Original, load, store

LINES = "Kratom is a tree.\r\nIt is bitter.\n"


def loaded(path: Path) -> Original:
    original = load(str(path))
    assert isinstance(original, Original)
    return original


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_encoding_mark_and_line_ends_are_kept(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(LINES.encode(encoding))
    original = loaded(path)
    assert original.text == LINES
    store(original, original.encoded(LINES.replace("tree", "träe")))
    assert path.read_bytes() == LINES.replace("tree", "träe").encode(encoding)


@pytest.mark.skipif(os.name != "posix", reason="modes and links are those of POSIX")
def test_mode_and_link_are_kept(tmp_path: Path) -> None:
    path, link = tmp_path / "a.md", tmp_path / "link.md"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o640)
    link.symlink_to(path)
    store(loaded(link), b"new")
    assert link.is_symlink()
    assert path.read_text(encoding="utf-8") == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.md", "link.md"]


def test_a_file_that_changed_since_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("old", encoding="utf-8")
    original = loaded(path)
    path.write_text("newer", encoding="utf-8")
    with pytest.raises(SourceError, match=r"a\.md: has changed since it was read, so it was not written; run again"):
        store(original, original.encoded("new"))
    assert path.read_text(encoding="utf-8") == "newer"
    assert list(tmp_path.iterdir()) == [path]


def test_a_read_only_file_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o444)
    with pytest.raises(SourceError, match=r"a\.md: is read-only, so it was not changed; make it writable"):
        store(loaded(path), b"new")
    assert path.read_text(encoding="utf-8") == "old"
    path.chmod(0o644)


def test_a_file_that_went_away_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("old", encoding="utf-8")
    original = loaded(path)
    path.unlink()
    with pytest.raises(SourceError, match=r"a\.md: cannot be written: no such file or directory; nothing was changed"):
        store(original, original.encoded("new"))


WRITER = """
import sys
from kratom_lint.rewriting import load, store
path = sys.argv[1]
texts = ["a" * 300_000, "b" * 300_000]
print("ready", flush=True)
while True:
    original = load(path)
    store(original, original.encoded(texts[original.text[0] == "a"]))
"""


@pytest.mark.skipif(os.name != "posix", reason="kills as POSIX does")
@pytest.mark.parametrize("wait", [0.0, 0.003, 0.007, 0.011, 0.017, 0.023, 0.031])
def test_a_kill_leaves_the_old_file_or_the_new_one(tmp_path: Path, wait: float) -> None:
    path = tmp_path / "a.md"
    path.write_text("a" * 300_000, encoding="utf-8")
    with subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
    assert path.read_text(encoding="utf-8") in ("a" * 300_000, "b" * 300_000)
