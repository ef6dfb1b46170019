"""The README's sessions run as printed, its examples are valid, its links exist, and the gate runs its commands."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from kratom_lint import __version__

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SESSIONS = re.findall(r"<!-- tested -->\n```console\n(.*?)```\n", README, re.DOTALL)
BIN = Path(sys.executable).parent


def blocks(language: str) -> list[str]:
    """Return the README's code blocks in a language."""
    return re.findall(rf"```{language}\n(.*?)```\n", README, re.DOTALL)


def steps(session: str) -> list[tuple[str, str]]:
    """Return each command of a session with the output printed under it."""
    return re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", session, re.MULTILINE)


def shell(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a script with our commands first on the path."""
    environment = os.environ | {"PATH": os.pathsep.join([str(BIN), os.environ["PATH"]])}
    return subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def rerun(session: str, folder: Path) -> str:
    """Return a session with each command followed by what it prints now."""
    commands = [command for command, _ in steps(session)]
    # A NUL after each command's output, which leaves `$?` as it was.
    script = "\n".join(f"{command}\nstatus=$?; printf '\\0'; (exit $status)" for command in commands)
    done = shell(script, folder)
    assert re.sub(r".*its law was last checked on .*\n", "", done.stderr) == ""  # as it is from some day on
    outputs = done.stdout.split("\0")
    return "".join(f"$ {command}\n{output}" for command, output in zip(commands, outputs, strict=False))


def test_the_sessions_print_what_the_readme_says(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    assert len(SESSIONS) == README.count("<!-- tested -->") > 0
    for command, output in (step for session in SESSIONS for step in steps(session)):
        if command.startswith("cat "):
            (tmp_path / command.removeprefix("cat ")).write_text(output, encoding="utf-8")
    printed = [rerun(session, tmp_path) for session in SESSIONS]
    if request.config.getoption("--accept"):
        text = (ROOT / "README.md").read_text(encoding="utf-8")  # another test may have written to it
        for old, new in zip(SESSIONS, printed, strict=True):
            text = text.replace(old, new)
        (ROOT / "README.md").write_text(text, encoding="utf-8")
    else:
        assert printed == SESSIONS


def test_the_gate_runs_the_commands_of_the_first_block() -> None:
    gate = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    commands = [line.partition("#")[0].strip() for line in blocks("sh")[0].splitlines()]
    assert commands == ["uv run kratom-lint check seeds/", "uv run pytest"]
    assert all(re.search(rf"^(expect 1 )?{re.escape(command)}$", gate, re.MULTILINE) for command in commands)


def test_the_hooks_it_shows_are_offered() -> None:
    shown = yaml.safe_load(blocks("yaml")[0])["repos"][0]["hooks"]
    offered = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [hook["id"] for hook in shown] == [hook["id"] for hook in offered]


def test_the_configuration_it_shows_is_valid(tmp_path: Path) -> None:
    (tmp_path / ".kratom-lint.yaml").write_text(blocks("yaml")[1], encoding="utf-8")
    done = shell("kratom-lint check --show-config products/7oh/shot.md", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"^ *product +7-oh +\.kratom-lint\.yaml:\d+:\d+ \(override\)$", done.stdout, re.MULTILINE)


def test_the_suppression_it_shows_excuses_the_next_block(tmp_path: Path) -> None:
    (tmp_path / "draft.md").write_text(blocks("markdown")[0] + "\nKratom relieves back pain.\n", encoding="utf-8")
    done = shell("kratom-lint check --select disease draft.md", tmp_path)
    assert (done.returncode, done.stdout) == (0, "no findings in 1 file; 1 suppressed\n")


def test_its_links_exist() -> None:
    prose = re.sub(r"^```.*?^```$", "", README, flags=re.DOTALL | re.MULTILINE)
    targets = re.findall(r"\]\(([^)]+)\)", prose)
    assert [target for target in targets if "://" not in target and not (ROOT / target).exists()] == []


def test_the_version_is_one() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == __version__
