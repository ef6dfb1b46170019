"""Which files a run reads: folders walked, ignore files heeded, links, pipes and odd names."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kratom_lint.config import Configs
from kratom_lint.discovery import Choice, Found, find
from kratom_lint.model import Incomplete, Skipped
from kratom_lint.names import unread_for_its_name
from kratom_lint.sources import read


def is_markdown(path: str) -> str:
    return "" if path.endswith(".md") else "no Markdown"


MARKDOWN = Choice(is_markdown)


def both(found: Found) -> tuple[list[str], list[Incomplete]]:
    return found.paths, found.incomplete


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def lay_out(folder: Path, *paths: str) -> None:
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text("Kratom is a tree.\n", encoding="utf-8")


def test_a_folder_stands_for_its_files_of_known_formats_but_not_for_what_tools_keep_there(here: Path) -> None:
    skipped = ("node_modules/d.md", ".venv/e.md", ".git/f.md", "dist/g.md", "build/h.md", "docs/.hidden.md")
    lay_out(here, "b.md", "a.md", "docs/c.md", "docs/logo.png", *skipped)
    assert both(find(["."], MARKDOWN)) == (["a.md", "b.md", "docs/c.md"], [])


def test_a_skipped_folder_is_walked_when_named(here: Path) -> None:
    lay_out(here, "dist/g.md", ".github/f.md")
    assert find(["dist", ".github"], MARKDOWN).paths == [".github/f.md", "dist/g.md"]


def test_excluded_folders_are_not_entered(here: Path) -> None:
    lay_out(here, "old/a.md", "new/a.md")
    assert find(["."], Choice(is_markdown, lambda path: path == "old")).paths == ["new/a.md"]


def test_a_named_file_is_read_whatever_its_name_and_each_file_once(here: Path) -> None:
    lay_out(here, "docs/NOTES", "docs/a.md")
    assert both(find(["docs/NOTES", "./docs", "docs/../docs/a.md", "-", "-"], MARKDOWN)) == (
        ["-", "docs/NOTES", "docs/a.md"],
        [],
    )


@pytest.mark.parametrize("argument", ["no.md", "a.md/b", "", "Kratom cures anxiety."])
def test_what_is_not_there_is_missing_and_never_taken_for_text(here: Path, argument: str) -> None:
    lay_out(here, "a.md")
    assert both(find([argument, "a.md"], MARKDOWN)) == (
        ["a.md"],
        [Incomplete(argument, "missing", "no such file or folder; check the path")],
    )


def test_a_folder_without_anything_to_check_is_told(here: Path) -> None:
    lay_out(here, "docs/logo.png")
    [entry] = find(["docs"], MARKDOWN).incomplete
    assert (entry.path, entry.reason) == ("docs", "no-files")
    assert "`formats`" in entry.detail


def test_what_lies_in_the_current_folder_is_named_from_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "a.md").touch()
    (tmp_path / "b.md").touch()
    monkeypatch.chdir(tmp_path)
    assert both(find([str(tmp_path)], Choice())) == (["b.md", "copy/a.md"], [])
    assert both(find([str(tmp_path / "copy" / "a.md")], Choice())) == (["copy/a.md"], [])
    monkeypatch.chdir(tmp_path / "copy")
    assert both(find([str(tmp_path / "b.md")], Choice())) == ([(tmp_path / "b.md").as_posix()], [])


def test_a_link_to_nothing_is_told_when_it_is_read(here: Path) -> None:
    (here / "a.md").symlink_to("gone.md")
    assert both(find(["."], MARKDOWN)) == (["a.md"], [])
    detail = "it points to a file that does not exist; restore it or remove the link"
    assert read("a.md") == Incomplete("a.md", "missing", detail)


def test_a_pipe_in_a_folder_is_not_waited_for(here: Path) -> None:
    lay_out(here, "b.md")
    os.mkfifo(here / "a.md")
    assert find(["."], MARKDOWN).paths == ["b.md"]


# Ignore files


def found(*arguments: str, ignore: bool = True) -> list[str]:
    return find(arguments or ["."], Choice(is_markdown, ignore=ignore)).paths


def test_ignore_files_leave_out_what_they_name(here: Path) -> None:
    lay_out(here, "a.md", "b.md", "old/c.md", "new/d.md", "new/draft-1.md", "new/draft-2.md", "new/deep/draft-1.md")
    (here / ".gitignore").write_text("b.md\nold/\ndraft-*\n", encoding="utf-8")
    (here / "new" / ".gitignore").write_text("!draft-2.md\n/d.md\n", encoding="utf-8")
    assert found() == ["a.md", "new/draft-2.md"]
    assert len(found(ignore=False)) == 7
    assert find(["."], MARKDOWN).skipped[:2] == [
        Skipped("b.md", "ignored; see .gitignore and .ignore"),
        Skipped("new/d.md", "ignored; see .gitignore and .ignore"),
    ]


def test_an_ignore_file_beats_that_of_git_beside_it(here: Path) -> None:
    lay_out(here, "a.md", "b.md")
    (here / ".gitignore").write_text("*.md\n", encoding="utf-8")
    (here / ".ignore").write_text("!a.md\n", encoding="utf-8")
    assert found() == ["a.md"]


def test_folders_up_to_the_root_of_the_repository_have_a_say(here: Path) -> None:
    (here / ".gitignore").write_text("*\n", encoding="utf-8")
    (here / "site" / ".git").mkdir(parents=True)
    (here / "site" / ".gitignore").write_text("b.md\n/copy/c.md\n", encoding="utf-8")
    lay_out(here, "site/copy/a.md", "site/copy/b.md", "site/copy/c.md", "site/copy/copy/c.md")
    assert found("site/copy") == ["site/copy/a.md", "site/copy/copy/c.md"]


def test_what_is_named_is_read_though_it_is_ignored(here: Path) -> None:
    (here / ".git").mkdir()
    lay_out(here, "old/a.md", "old/b.md", "c.md")
    (here / ".gitignore").write_text("old/\nc.md\n", encoding="utf-8")
    (here / "old" / ".gitignore").write_text("b.md\n", encoding="utf-8")
    assert found("old", "c.md") == ["c.md", "old/a.md"]


@pytest.mark.parametrize("text", [b"\xef\xbb\xbfb.md\r\n", b"\xff\nb.md", b"!\nb.md", b"# a.md\n\nb.md   \n"])
def test_ignore_files_may_be_odd(here: Path, text: bytes) -> None:
    lay_out(here, "a.md", "b.md")
    (here / ".gitignore").write_bytes(text)
    assert found() == ["a.md"]


# Odd files


def test_a_folder_behind_a_link_is_read_only_when_named(here: Path) -> None:
    lay_out(here, "shop/a.md")
    (here / "shop" / "loop").symlink_to(here / "shop")
    (here / "link").symlink_to("shop")
    result = find(["."], MARKDOWN)
    assert result.paths == ["shop/a.md"]
    assert [entry.path for entry in result.skipped] == ["link", "shop/loop"]
    assert found("link") == ["link/a.md"]


def test_a_link_to_itself_is_told_when_it_is_read(here: Path) -> None:
    (here / "a.md").symlink_to("a.md")
    assert found() == ["a.md"]
    entry = read("a.md")
    assert isinstance(entry, Incomplete)
    assert entry.reason == "unreadable"


@pytest.mark.skipif(os.name != "posix", reason="names are bytes on POSIX")
def test_odd_names(here: Path) -> None:
    names = [b"a b.md", b"-x.md", b"new\nline.md", "\u00e9\u0301\U0001f600.md".encode(), b"caf\xe9.md"]
    for name in names:
        Path(os.fsdecode(name)).write_text("Kratom is a tree.", encoding="utf-8")
    assert {os.fsencode(path) for path in found()} == set(names)
    assert all(read(path) == "Kratom is a tree." for path in found())


# Names and contents


def reasons(folder: Path) -> dict[str, str]:
    configs = Configs()
    return {entry.path: entry.reason for entry in find(["."], Choice(configs.why_not, configs.excluded)).skipped}


def test_what_has_no_known_suffix_is_read_when_it_is_text(here: Path) -> None:
    lay_out(here, "NOTES", "page.copy", "a.py", "b.css", "c.png", "package-lock.json", "d.min.html", "vendor/e.md")
    (here / "data.xyz").write_bytes(b"a\0b")
    (here / "latin.xyz").write_bytes(b"caf\xe9 au lait")
    (here / "wide.xyz").write_bytes("Kratom".encode("utf-16"))
    (here / "cut.xyz").write_bytes(b"a" + "é".encode() * 5000)
    configs = Configs()
    result = find(["."], Choice(configs.why_not, configs.excluded))
    assert result.paths == ["NOTES", "cut.xyz", "page.copy", "wide.xyz"]
    assert {entry.path: entry.reason for entry in result.skipped} == {
        "a.py": "program code",
        "b.css": "program code",
        "c.png": "media",
        "d.min.html": "minified",
        "data.xyz": "no text",
        "latin.xyz": "no text, or not in UTF-8",
        "package-lock.json": "a lock file",
        "vendor": "a folder that tools fill",
    }


def test_files_in_other_languages_are_left_out_unless_asked_for(here: Path) -> None:
    lay_out(here, "locales/en.json", "locales/de.json", "locales/it.json", "docs/it.json", "de/page.md", "m_fr.yml")
    lay_out(here, "values-pt-rBR/strings.json", "es/a.csv", "us.json")
    assert set(reasons(here)) == {
        "locales/de.json",
        "locales/it.json",
        "m_fr.yml",
        "values-pt-rBR/strings.json",
        "es/a.csv",
    }
    assert reasons(here)["locales/it.json"] == "its name says it is in it; see `languages`"
    (here / ".kratom-lint.yaml").write_text("languages: [en, de, pt]\n", encoding="utf-8")
    assert set(reasons(here)) == {"locales/it.json", "m_fr.yml", "es/a.csv"}


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("a/yarn.lock", "a lock file"),
        ("pnpm-lock.yaml", "a lock file"),
        ("padlock.md", ""),
        ("starter-bundle.md", ""),
        ("app.chunk.js", "minified"),
        ("LICENSE", "settings or terms of a project"),
        ("LICENSE-MIT.txt", "settings or terms of a project"),
        ("licensed-products.md", ""),
        ("notice-to-customers.md", ""),
        ("pyproject.toml", "settings or terms of a project"),
        ("config.toml", ""),
        ("a.b.ts", "program code"),
        ("components/Faq.test.tsx", "a test of a program"),
        ("lab-test.tsx", ""),
        ("README", ""),
    ],
)
def test_names_that_say_there_is_no_copy(path: str, reason: str) -> None:
    assert unread_for_its_name(path, False) == reason


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_files_and_folders_without_permission_are_told(here: Path) -> None:
    lay_out(here, "a.md", "shut/b.md")
    (here / "a.md").chmod(0)
    (here / "shut").chmod(0)
    entry = read("a.md")
    assert isinstance(entry, Incomplete)
    assert entry.detail == "permission denied; make it readable, or leave it out with --exclude"
    assert [each.reason for each in find(["shut"], Choice()).incomplete] == ["unreadable"]
    (here / "shut").chmod(0o700)
