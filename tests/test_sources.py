from __future__ import annotations

from pathlib import Path

import pytest

from kratom_lint.globs import matches
from kratom_lint.model import Incomplete
from kratom_lint.sources import decode, read


def test_what_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").mkdir()
    detail = "is a directory; make it readable, or leave it out with --exclude"
    assert read("a.md") == Incomplete("a.md", "unreadable", detail)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        ("Kratom – ein Baum\r\n".encode(), "Kratom – ein Baum\r\n"),
        (b"\xef\xbb\xbfa\n", "a\n"),
        ("a😀\n".encode("utf-16"), "a😀\n"),
        (b"\xfe\xff" + "aß\r".encode("utf-16-be"), "aß\r"),
        ("aß".encode("utf-32"), "aß"),
        (b"a\xef\xbb\xbfb", "a\ufeffb"),
    ],
)
def test_texts_are_read_without_bom_and_with_their_line_endings(data: bytes, text: str) -> None:
    assert decode(data, "a.md") == text


@pytest.mark.parametrize(
    ("data", "reason", "detail"),
    [
        (b"PK\x03\x04\x00", "binary", "byte 4 is NUL, so this is no text file; export its text, or "),
        (b"ok\nna\xefve", "undecodable", "byte 5 (0xef, line 2) is not valid UTF-8; save the file as UTF-8"),
        (b"\xef\xbb\xbfa\xff", "undecodable", "byte 4 (0xff, line 1) is not valid UTF-8; save the file as UTF-8"),
        (b"\xff\xfea\x00\x00\xd8", "undecodable", "byte 4 (0x00, line 1) is not valid UTF-16-LE; save "),
        (b"\xff\xfea", "undecodable", "byte 2 (0x61, line 1) is not valid UTF-16-LE; save the file as UTF-8"),
    ],
)
def test_what_is_no_text_says_where_and_what_to_do(data: bytes, reason: str, detail: str) -> None:
    entry = decode(data, "a.md")
    assert isinstance(entry, Incomplete)
    assert (entry.path, entry.reason) == ("a.md", reason)
    assert entry.detail.startswith(detail)


@pytest.mark.parametrize(
    ("glob", "path", "expected"),
    [
        ("*.md", "a.md", True),
        ("*.md", "deep/down/a.md", True),
        ("docs/*.md", "docs/a.md", True),
        ("docs/*.md", "docs/deep/a.md", False),
        ("docs/**/*.md", "docs/a.md", True),
        ("docs/**/*.md", "docs/deep/down/a.md", True),
        ("docs/**", "docs/deep/a.md", True),
        ("docs/**", "docs", False),
        ("docs", "docs/deep/a.md", True),
        ("docs/", "site/docs/a.md", True),
        ("/docs", "site/docs/a.md", False),
        ("./a.md", "a.md", True),
        ("a?.md", "a1.md", True),
        ("a?.md", "a/.md", False),
        ("[0-9]*.md", "01.md", True),
        ("[!0-9]*.md", "01.md", False),
        ("[.md", "[.md", True),
        ("a.md", "a+md", False),
        ("docs", "docs2/a.md", False),
    ],
)
def test_globs(glob: str, path: str, expected: bool) -> None:
    assert matches([glob], path) is expected
