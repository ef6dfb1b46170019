"""A clean environment for every test, and scenario files: texts, a command, and exactly what it prints and returns."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.chromium import chromium as chromium
from tests.repository import Repository

SCENARIOS = Path(__file__).with_name("scenarios")
INHERITED = ("NO_COLOR", "FORCE_COLOR", "CI", "GITHUB_ACTIONS", "COLUMNS", "TERM", "PYTHONIOENCODING")
SECTION = re.compile(r"^-- (.+) --\n", re.MULTILINE)


# A job in the background is deaf to Ctrl-C, and so is every program that it starts; some tests interrupt theirs.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="write what scenarios print into their files")


def pytest_collect_file(parent: pytest.Collector, file_path: Path) -> pytest.Collector | None:
    if file_path.suffix == ".scenario":
        return ScenarioFile.from_parent(parent, path=file_path)
    return None


@pytest.fixture
def repository(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Return a real git repository; the test is skipped where there is no git."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    return Repository.create(tmp_path, tmp_path_factory.getbasetemp() / "cache")


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in INHERITED:
        monkeypatch.delenv(name, raising=False)


@dataclass(frozen=True, slots=True)
class Scenario:
    """One run of the command line.

    `about` says what it shows. `sections` are the files, by path, and `command`, `stdin`, `stdout`, `stderr`, `exit`.
    A section with the mark `(bytes)` holds escapes as in a Python bytes literal, and no newline at its end.
    """

    about: str
    sections: dict[str, str]

    @classmethod
    def parse(cls, text: str) -> Scenario:
        about, *rest = SECTION.split(text)
        return cls(about, dict(zip(rest[::2], rest[1::2], strict=True)))

    def __str__(self) -> str:
        return self.about + "".join(f"-- {name} --\n{text}" for name, text in self.sections.items())

    def lay_out(self, folder: Path) -> None:
        """Write the files into `folder`."""
        for section in self.sections:
            name = section.removesuffix(" (bytes)")
            if name not in {"command", "stdin", "stdout", "stderr", "exit"}:
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_bytes(self.content(name))

    def content(self, name: str) -> bytes:
        """Return what a section stands for; nothing if it is not there."""
        if (escaped := self.sections.get(f"{name} (bytes)")) is not None:
            return escaped.rstrip("\n").encode("latin-1").decode("unicode_escape").encode("latin-1")
        return self.sections.get(name, "").encode()

    def run(self, folder: Path, cache: Path) -> Scenario:
        """Return the scenario with what its command does now."""
        words = shlex.split(self.sections["command"])
        given = dict(word.split("=", 1) for word in words if re.match(r"[A-Z_]+=", word))
        words = words[len(given) :]
        assert words[0] == "kratom-lint", "a command starts with kratom-lint, after variables if it needs any"
        kept = {name: value for name, value in os.environ.items() if name not in INHERITED}
        done = subprocess.run(
            [sys.executable, "-m", "kratom_lint", *words[1:]],
            cwd=folder,
            env=kept | {"KRATOM_LINT_CACHE_DIR": str(cache), "PYTHONUTF8": "1"} | given,
            input=self.content("stdin"),
            capture_output=True,
            check=False,
        )
        results = {
            "stdout": done.stdout.decode(),
            "stderr": done.stderr.decode(),
            "exit": f"{done.returncode}\n",
        }
        before = {name: text for name, text in self.sections.items() if name not in results}
        return replace(self, sections=before | {name: text for name, text in results.items() if text})


class ScenarioFile(pytest.File):
    def collect(self) -> Iterable[pytest.Item]:
        yield ScenarioItem.from_parent(self, name=self.path.stem)


class ScenarioItem(pytest.Item):
    def runtest(self) -> None:
        written = Scenario.parse(self.path.read_text(encoding="utf-8"))
        base = self.config._tmp_path_factory.mktemp("scenario")  # type: ignore[attr-defined]
        folder = base / "work"
        folder.mkdir()
        (base / "pack").symlink_to(SCENARIOS / "pack")
        written.lay_out(folder)
        now = written.run(folder, self.config._tmp_path_factory.getbasetemp() / "cache")  # type: ignore[attr-defined]
        if self.config.getoption("--accept"):
            self.path.write_text(str(now), encoding="utf-8")
        else:
            assert str(now) == str(written), f"{self.path.name} has changed; run `pytest --accept` and read the diff"

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, 0, f"scenario: {self.path.stem}"
