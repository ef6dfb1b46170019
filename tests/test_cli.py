"""What scenario files cannot show: signals, pipes, written files, crashes, and what a start imports."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kratom_lint import plainly, program
from kratom_lint.output import Progress, wants_color, write_file

SCHEMAS = Path(__file__).parents[1] / "kratom_lint" / "schemas"
PACK = Path(__file__).with_name("scenarios") / "pack"
CLAIM = "Kratom cures anxiety.\n"
BOOM = """\
import kratom_lint.formats as formats

def boom(source, outline):
    raise ZeroDivisionError("boom")

formats.FORMATS["boom"] = "__main__:boom"
from kratom_lint.cli import main
main()
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KRATOM_LINT_CACHE_DIR", str(tmp_path_factory.getbasetemp() / "cache"))
    return tmp_path


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "kratom_lint", *arguments]


def run(*arguments: str, script: str | None = None) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-c", script, *arguments] if script else command(*arguments)
    return subprocess.run(words, capture_output=True, text=True, encoding="utf-8", check=False)


def test_reports_are_written_besides_what_is_printed(here: Path) -> None:
    (here / "a.md").write_text(CLAIM, encoding="utf-8")
    (here / "old.txt").write_text("old", encoding="utf-8")
    done = run(
        "--pack", str(PACK), "--format", "concise", "--output", "json=new.json", "--output", "human=old.txt", "a.md"
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == "a.md:1:8: error claims/cure Says the product cures.\n"
    report = json.loads((here / "new.json").read_text(encoding="utf-8"))
    assert [finding["match"] for finding in report["findings"]] == ["cures anxiety"]
    assert (here / "old.txt").read_text(encoding="utf-8").endswith("\n1 error in 1 file\n")
    assert sorted(path.name for path in here.iterdir()) == ["a.md", "new.json", "old.txt"]


def test_a_written_report_has_the_rights_of_any_new_file(here: Path) -> None:
    (here / "plain").touch()
    write_file(here / "report", "text")
    assert (here / "report").stat().st_mode == (here / "plain").stat().st_mode


def test_json_holds_to_its_schema_even_when_nothing_could_be_checked(here: Path) -> None:
    (here / ".kratom-lint.yaml").write_text("prodct: kratom\n", encoding="utf-8")
    (here / "a.md").write_text("<!-- kratom-lint: ignore claims: quotes -->\n\n# Tea\n\n" + CLAIM, encoding="utf-8")
    schema = json.loads(run("schema", "output").stdout)
    for arguments in (["gone.md", "a.md"], ["--config", str(config(here)), "a.md"]):
        report = json.loads(run("--pack", str(PACK), "--format", "json", *arguments).stdout)
        jsonschema.validate(report, schema)
        assert report["incomplete"] or report["findings"]


def config(folder: Path) -> Path:
    path = folder / "named.yaml"
    path.write_text("product: kratom\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["rule", "config", "output", "waivers", "decisions"])
def test_schemas_are_printed_as_shipped(name: str) -> None:
    assert run("schema", name).stdout == (SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_are_printed(shell: str) -> None:
    done = run("completion", shell)
    assert (done.returncode, done.stderr) == (0, "")
    assert "_KRATOM_LINT_COMPLETE" in done.stdout


def test_the_values_of_an_option_complete(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_KRATOM_LINT_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "kratom-lint check --format con")
    monkeypatch.setenv("COMP_CWORD", "3")
    assert run().stdout == "plain,concise\n"


def test_a_crash_in_one_file_is_told_and_the_others_are_checked(here: Path) -> None:
    (here / ".kratom-lint.yaml").write_text("formats: {bad.md: boom}\n", encoding="utf-8")
    for name in ("bad.md", "good.md"):
        (here / name).write_text(CLAIM, encoding="utf-8")
    done = run("--pack", str(PACK), "--format", "concise", ".", script=BOOM)
    assert done.returncode == 2
    assert done.stdout == "good.md:1:8: error claims/cure Says the product cures.\n"
    assert done.stderr == (
        "bad.md: not checked (crash): ZeroDivisionError: boom; run again with --verbose and report what it prints\n"
    )
    told = run("--pack", str(PACK), "--verbose", ".", script=BOOM).stderr
    assert told.startswith("bad.md: crash\nTraceback (most recent call last):\n")


def test_a_crash_of_everything_is_not_taken_for_findings(here: Path) -> None:
    script = "import sys\nfrom kratom_lint.cli import main\nsys.modules['kratom_lint.check'] = None\nmain()\n"
    done = run("a.md", script=script)
    assert done.returncode == 2
    assert done.stderr.startswith("Traceback (most recent call last):\n")


@pytest.mark.skipif(os.name == "nt", reason="needs named pipes")
def test_an_interrupt_ends_the_run_quietly(here: Path) -> None:
    os.mkfifo(here / "a.md")
    with subprocess.Popen(command("--pack", str(PACK), "a.md"), stderr=subprocess.PIPE) as process:
        writer = (here / "a.md").open("wb")  # opens once the run has begun to read
        process.send_signal(signal.SIGINT)
        _, told = process.communicate()
    writer.close()
    assert (process.returncode, told) == (130, b"")


def test_a_closed_pipe_is_no_news(here: Path) -> None:
    (here / "a.md").write_text(CLAIM, encoding="utf-8")
    reading, writing = os.pipe()
    os.close(reading)
    with subprocess.Popen(command("--pack", str(PACK), "a.md"), stdout=writing, stderr=subprocess.PIPE) as process:
        os.close(writing)
        _, told = process.communicate()
    assert (process.returncode, told) == (141, b"")


def test_a_big_file_is_read_to_its_end(here: Path) -> None:
    (here / "a.txt").write_text("A leaf of a tree in a wood by a river.\n\n" * 25_000 + CLAIM, encoding="utf-8")
    done = run("--pack", str(PACK), "--format", "concise", "a.txt")
    assert done.stdout == "a.txt:50001:8: error claims/cure Says the product cures.\n"


def test_a_name_that_is_no_text_is_printed_all_the_same(here: Path) -> None:
    name = os.fsdecode(b"caf\xe9.md")
    try:
        (here / name).write_text(CLAIM, encoding="utf-8")
    except OSError:
        pytest.skip("this file system keeps only names that are text")
    done = run("--pack", str(PACK), "--format", "json", ".")
    assert (done.returncode, done.stderr) == (1, "")
    assert json.loads(done.stdout)["findings"][0]["path"] == name


def test_a_start_imports_only_what_it_uses(here: Path) -> None:
    (here / "a.md").write_text(CLAIM, encoding="utf-8")
    script = (
        "import sys\nfrom kratom_lint import cli\n"
        "assert cli._run() == 1\n"
        "heavy = {'click', 'dataclasses', 'inspect', 'yaml', 'regex', 'jsonschema', 'tomllib', 'importlib.metadata'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    arguments = ("--format", "concise", "a.md")
    assert run(*arguments).returncode == 1  # fills the cache
    assert run(*arguments, script=script).stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("environment", "terminal", "expected"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"TERM": "dumb"}, True, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": "0"}, True, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
    ],
)
def test_when_to_colour(environment: dict[str, str], terminal: bool, expected: bool) -> None:
    class Stream(io.StringIO):
        def isatty(self) -> bool:
            return terminal

    assert wants_color(Stream(), environment) is expected


def test_progress_is_one_line_that_goes_away() -> None:
    stream = io.StringIO()
    seconds = iter((100.0, 100.0, 105.0))
    progress = Progress(stream, patience=0, every=0, clock=lambda: next(seconds))
    progress(0, 4000)
    progress(1000, 4000)
    progress(4000, 4000)
    progress.clear()
    shown = ("checked 0 of 4,000 files", "checked 1,000 of 4,000 files, 200 a second, 15 s left", "")
    assert stream.getvalue() == "".join(f"\r\x1b[K{line}" for line in shown)


def test_progress_keeps_still_at_first() -> None:
    stream = io.StringIO()
    Progress(stream, patience=60)(1, 3)
    assert stream.getvalue() == ""


WORDS = (
    *(
        "check",
        "a.md",
        ".",
        "-",
        "--",
        "explain",
        "-q",
        "-v",
        "-qv",
        "--quiet",
        "--verbose",
        "--no-cache",
        "--jobs",
        "2",
    ),
    *("--jobs=2", "--jobs=", "--product", "kratom", "--product=none", "--format", "json", "--format=human", "--as-of"),
    *(
        "2",
        "2026-11-23",
        "--as-of=2026-13-01",
        "--fail-on=never",
        "--staged",
        "--since",
        "main",
        "--no-ignore",
        "--watch",
    ),
    *("--no-baseline", "--show-suppressed", "--statistics", "--pack=us", "--quiet=1", "--no-such", "-h", ""),
)


@given(st.lists(st.sampled_from(WORDS), max_size=6))
def test_plain_arguments_mean_what_click_makes_of_them(words: list[str]) -> None:
    plain = plainly.arguments(["check", *words])
    if plain is not None:
        options = program.check.make_context("check", words).params
        assert plain == (options.pop("paths"), options)


def test_a_plain_check_needs_no_click(here: Path) -> None:
    assert plainly.arguments(["check", "--format", "json", "-q", "--jobs=1", "a.md", "b.md"]) is not None
    assert plainly.arguments(["a.md"]) is None  # it is not there, so it may be a command
    (here / "a.md").write_text(CLAIM, encoding="utf-8")
    assert plainly.arguments(["a.md"]) == (("a.md",), dict(plainly.DEFAULTS))


def test_options_that_are_not_given_are_those_of_click() -> None:
    assert program.check.make_context("check", []).params == {"paths": (), **plainly.DEFAULTS}


def test_a_command_is_that_command_where_a_folder_has_its_name(here: Path) -> None:
    commands = set(program.commands.list_commands(program.commands.make_context("kratom-lint", ["check"])))
    assert commands == {"check", *plainly.COMMANDS}
    (here / "rules").mkdir()
    (here / "rules" / "a.md").write_text(CLAIM, encoding="utf-8")
    listed = run("rules")
    assert (listed.returncode, "disease/" in listed.stdout, "a.md" in listed.stdout) == (0, True, False)
    assert [path for path in ("check rules", "./rules") if run(*path.split(), "--quiet").returncode != 1] == []
