"""`check --watch` as a process of its own, while files are edited, replaced, renamed and deleted under it."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator

import pytest

from tests.repository import Repository

PROMPT = "watching; Ctrl-C ends it\n"
PATIENCE = 120  # seconds, for a machine that does much else
CLAIM = "Tea cures colds.\n"
FOUND = "error claims/cure Says the product cures."

pytestmark = pytest.mark.real


class Watching:
    """A running `check --watch`; what it prints and what it says on stderr come in one stream."""

    def __init__(self, repository: Repository, *arguments: str) -> None:
        command = [sys.executable, "-m", "kratom_lint", "check", "--watch", "--format", "concise", *arguments]
        self.process = subprocess.Popen(
            command,
            cwd=repository.folder,
            env=repository.environment() | {"NO_COLOR": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)
        self._lines.put("")

    def report(self) -> list[str]:
        """Return the lines of the next report."""
        lines = []
        while (line := self._lines.get(timeout=PATIENCE)) != PROMPT:
            assert line, f"it ended: {lines}"
            lines.append(line.rstrip("\n"))
        return lines

    def until(self, wanted: list[str]) -> None:
        """Wait for a report; one change may be seen in two steps, so others may come before."""
        while self.report() != wanted:
            pass

    def interrupt(self) -> tuple[int, str]:
        """Press Ctrl-C, and return the exit code and all that is printed from then on."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(timeout=PATIENCE)
        rest = ""
        while line := self._lines.get(timeout=PATIENCE):
            rest += line
        return code, rest


Start = Callable[..., Watching]


@pytest.fixture
def start(repository: Repository) -> Iterator[Start]:
    """Yield what starts watching in the repository; what still runs at the end is killed."""
    pytest.importorskip("watchfiles")
    running: list[Watching] = []

    def started(*arguments: str) -> Watching:
        running.append(Watching(repository, *arguments))
        return running[-1]

    yield started
    for each in running:
        each.process.kill()
        each.process.wait()


def test_it_reports_again_what_is_saved_replaced_renamed_and_deleted(repository: Repository, start: Start) -> None:
    repository.write("copy/a.md", CLAIM)
    repository.write("copy/b.md", "Tea.\n")
    watching = start("copy")
    assert watching.report() == [f"copy/a.md:1:5: {FOUND}"]

    repository.write("copy/b.md", "\n" + CLAIM)
    watching.until([f"copy/a.md:1:5: {FOUND}", f"copy/b.md:2:5: {FOUND}"])

    repository.write("copy/.b.md.new", "Tea grows.\n")  # as editors save: beside, and renamed
    (repository.folder / "copy/.b.md.new").replace(repository.folder / "copy/b.md")
    watching.until([f"copy/a.md:1:5: {FOUND}"])

    (repository.folder / "copy/a.md").rename(repository.folder / "copy/c.md")
    watching.until([f"copy/c.md:1:5: {FOUND}"])

    repository.write("new/d.md", CLAIM)
    (repository.folder / "new").rename(repository.folder / "copy/sub")
    watching.until([f"copy/c.md:1:5: {FOUND}", f"copy/sub/d.md:1:5: {FOUND}"])

    (repository.folder / "copy/sub").rename(repository.folder / "away")
    watching.until([f"copy/c.md:1:5: {FOUND}"])

    (repository.folder / "copy/c.md").unlink()
    watching.until([])
    assert watching.interrupt() == (130, "")


def test_a_file_that_is_named_may_go_and_come_back(repository: Repository, start: Start) -> None:
    repository.write("a.md", CLAIM)
    watching = start("a.md")
    assert watching.report() == [f"a.md:1:5: {FOUND}"]
    repository.write("b.md", CLAIM)  # nobody asked for that
    (repository.folder / "a.md").unlink()
    watching.until(["a.md: not checked (missing): no such file or folder; check the path"])
    repository.write("a.md", "Tea.\n\n" + CLAIM)
    watching.until([f"a.md:3:5: {FOUND}"])


def test_a_folder_may_go_and_come_back(repository: Repository, start: Start) -> None:
    watching = start("copy")
    missing = ["copy: not checked (missing): no such file or folder; check the path"]
    assert watching.report() == missing
    for _ in range(2):
        repository.write("copy/a.md", CLAIM)
        watching.until([f"copy/a.md:1:5: {FOUND}"])
        (repository.folder / "copy/a.md").unlink()
        (repository.folder / "copy").rmdir()
        watching.until(missing)


def test_settings_waivers_and_rules_count_at_once(repository: Repository, start: Start) -> None:
    settings = repository.read(".kratom-lint.yaml")
    repository.write("copy/a.md", CLAIM)
    watching = start("copy")
    assert watching.report() == [f"copy/a.md:1:5: {FOUND}"]
    repository.write(".kratom-lint.yaml", settings + "severity: {claims: info}\n")
    watching.until([f"copy/a.md:1:5: {FOUND.replace('error', 'info')}"])
    repository.write(".kratom-lint.yaml", settings + "severity: 3\n")
    (told,) = watching.report()
    assert told.startswith(".kratom-lint.yaml:5:11: ")
    repository.write(".kratom-lint.yaml", settings)
    watching.until([f"copy/a.md:1:5: {FOUND}"])
    rule = repository.read("pack/claims/cure.yaml")
    repository.write("pack/claims/cure.yaml", rule.replace("Says the product cures.", "Says that it cures."))
    watching.until(["copy/a.md:1:5: error claims/cure Says that it cures."])
    assert repository.lint("baseline", "create", "copy").code == 0
    watching.until([])


def test_what_it_writes_is_no_copy(repository: Repository, start: Start) -> None:
    repository.write("a.md", CLAIM)
    repository.write("report.json", '{"description": "Tea cures colds."}\n')
    watching = start("--output", "json=report.json")
    assert watching.report() == [f"a.md:1:5: {FOUND}"]
    assert json.loads(repository.read("report.json"))["run"]["exit_code"] == 1
    repository.write("a.md", "Tea.\n")
    watching.until([])
    made = json.loads(repository.read("report.json"))
    assert (made["run"]["exit_code"], made["summary"]["files"]) == (0, 1)
    assert watching.interrupt() == (130, "")


def test_a_save_that_changes_nothing_prints_nothing(repository: Repository, start: Start) -> None:
    repository.write("a.md", CLAIM)
    watching = start(".")
    assert watching.report() == [f"a.md:1:5: {FOUND}"]
    os.utime(repository.folder / "a.md")
    repository.write(".a.md.swp", "x")
    repository.write("a.md", "Tea.\n")
    assert watching.report() == []


def test_without_the_library_it_says_what_to_install(repository: Repository) -> None:
    code = "import sys; sys.modules['watchfiles'] = None; from kratom_lint.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "check", "--watch", "."],
        cwd=repository.folder,
        env=repository.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    told = '--watch needs the library watchfiles; pip install "kratom-lint[watch]"\n'
    assert (done.returncode, done.stdout, done.stderr) == (2, "", told)


@pytest.mark.parametrize("other", [["-"], ["--staged"], ["--since", "HEAD"], ["--diff", "x"]])
def test_it_is_about_files_as_they_lie_there(repository: Repository, other: list[str]) -> None:
    done = repository.lint("check", "--watch", *other)
    assert done.code == 2
    assert "--watch is about files as they lie there. Leave out `-`, --staged, --since and --diff.\n" in done.err


def test_a_terminal_is_cleared(repository: Repository) -> None:
    pty = pytest.importorskip("pty")
    pytest.importorskip("watchfiles")
    repository.write("a.md", CLAIM)
    ours, theirs = pty.openpty()
    environment = repository.environment() | {"NO_COLOR": "1"}
    command = [sys.executable, "-m", "kratom_lint", "check", "--watch", "--format", "concise", "a.md"]
    process = subprocess.Popen(command, cwd=repository.folder, env=environment, stdout=theirs, stderr=subprocess.PIPE)
    assert process.stderr is not None
    try:
        assert process.stderr.readline().decode() == PROMPT
        assert os.read(ours, 1000).decode() == f"\x1b[H\x1b[2J\x1b[3Ja.md:1:5: {FOUND}\r\n"
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=PATIENCE) == 130
    finally:
        process.kill()
        process.wait()
        os.close(ours)
        os.close(theirs)
        process.stderr.close()


def test_a_plain_check_does_not_import_it(repository: Repository) -> None:
    repository.write("a.md", CLAIM)
    code = (
        "import sys; from kratom_lint.cli import _run; sys.argv = ['kratom-lint', 'a.md']; _run();"
        "print(sorted({'watchfiles', 'kratom_lint.watching', 'csv', 'xml.etree'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=repository.folder,
        env=repository.environment(),
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode().splitlines()[-1] == "[]"
