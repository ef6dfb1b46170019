"""Disclosures that another file makes: taken for made while it makes them, and told of when it does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from kratom_lint import ConfigError
from kratom_lint.check import check
from kratom_lint.commands.fix import fix
from tests.repository import Repository

PAGE = "shop/page.md"
CONFIG = """\
select: [disclosure/dependence-warning]
overrides:
  - paths: [shop/**]
    provided_by: {dependence-warning: layouts/footer.html}
"""
WARNING = "Kratom can be habit-forming. Using it can lead to dependence, and stopping may bring on withdrawal symptoms."
NOTHING = "nothing says dependence, withdrawal."
LACKS = f"Lacks a plain warning that kratom can cause dependence and withdrawal. Missing: {NOTHING}"
SAYS = ".kratom-lint.yaml:4:39 says that layouts/footer.html provides it; there, "


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(".kratom-lint.yaml", CONFIG)
    write(PAGE, "Buy kratom here.\n")
    write("layouts/footer.html", f"<footer><p>{WARNING}</p></footer>\n")
    return tmp_path


def write(name: str, text: str) -> None:
    Path(name).parent.mkdir(exist_ok=True)
    Path(name).write_text(text, encoding="utf-8")


def messages(path: str = PAGE) -> list[str]:
    return [finding.message for file in check([path]).files for finding in file.findings]


def test_what_the_footer_says_the_page_need_not(site: Path) -> None:
    assert messages() == []


def test_it_holds_for_the_paths_it_is_given_for(site: Path) -> None:
    write("blog.md", "Buy kratom here.\n")
    assert messages("blog.md") == [LACKS]


@pytest.mark.parametrize(
    ("footer", "fault"),
    [
        (f"<!-- {WARNING} -->", NOTHING),
        (f"<p hidden>{WARNING}</p>", NOTHING),
        (f'<footer style="display: none"><p>{WARNING}</p></footer>', NOTHING),
        (f'<img alt="{WARNING}" src="a.png">', NOTHING),
        ("<p>Kratom can be habit-forming.</p>", "it says dependence but not withdrawal."),
        ("<p>Kratom is rarely habit-forming and withdrawal may be mild.</p>", NOTHING),
        (
            f"<details><summary>Legal</summary><p>{WARNING}</p></details>",
            "it stands in a footnote, or in a part that is closed until it is opened.",
        ),
    ],
)
def test_a_footer_that_stops_to_say_it_is_told_of_on_the_page(site: Path, footer: str, fault: str) -> None:
    write("layouts/footer.html", footer)
    assert messages() == [f"{LACKS} {SAYS}{fault}"]


def test_a_footer_that_cannot_be_read_provides_nothing(site: Path) -> None:
    Path("layouts/footer.html").write_bytes(b"\xff\xfe\x00")
    (message,) = messages()
    assert message.startswith(f"{LACKS} {SAYS}it cannot be read: ")


def test_a_file_that_is_not_there_breaks_the_configuration(site: Path) -> None:
    Path("layouts/footer.html").unlink()
    with pytest.raises(
        ConfigError, match=r"^\.kratom-lint\.yaml:4:39: 'layouts/footer\.html' is no file; give its path"
    ):
        check([PAGE])


def test_a_name_that_is_no_disclosure_is_told_of_with_the_nearest(site: Path) -> None:
    write(".kratom-lint.yaml", CONFIG.replace("dependence-warning:", "dependance-warning:"))
    with pytest.raises(
        ConfigError, match=r":4:19: no disclosure 'dependance-warning'; did you mean 'dependence-warning'"
    ):
        check([PAGE])


def test_fix_adds_nothing_that_the_footer_says(site: Path) -> None:
    for footer, ending in ((f"<p>{WARNING}</p>", "here.\n"), ("<p>Bye.</p>", "health professional.\n")):
        write("layouts/footer.html", footer)
        CliRunner().invoke(fix, [PAGE], standalone_mode=False, catch_exceptions=False)
        assert Path(PAGE).read_text(encoding="utf-8").endswith(ending)


def test_the_repository_is_told_once_for_all_pages(repository: Repository) -> None:
    settings = "select: [disclosure/dependence-warning]\nprovided_by: {dependence-warning: footer.html}\n"
    repository.write(".kratom-lint.yaml", settings)
    for page in ("a", "b"):
        repository.write(f"{page}.md", "Buy kratom here.\n")
    repository.write("footer.html", f"<footer><p>{WARNING}</p></footer>\n")
    repository.commit()
    assert repository.lint("repo").code == 0
    repository.write("footer.html", "<footer><p>Bye.</p></footer>\n")
    done = repository.lint("repo")
    told = ".kratom-lint.yaml:2:35 says that footer.html provides it; there, "
    assert (done.code, done.out) == (
        1,
        f"a.md:1:17: error disclosure/dependence-warning {LACKS} {told}{NOTHING} The same holds for 2 more files.\n",
    )
