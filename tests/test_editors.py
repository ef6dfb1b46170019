"""Real editors with the language server: what they show, and what a code action leaves in the buffer."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.real

HERE = Path(__file__).parent / "editors"
TOOL = Path(sys.executable).with_name("kratom-lint")
DRAFT = "# Red leaf\n\n🌿 naïve: our kratom relieves back pain. It is not addictive. 🌿\n\nBrew it.\n"
FIXED = DRAFT.replace(
    "It is not addictive.",
    "Kratom can be habit-forming. Using it regularly can lead to dependence, and stopping may bring on withdrawal"
    " symptoms.",
)


def run(command: list[str], folder: Path) -> dict[str, Any]:
    """Return what an editor reports after it has edited the draft in `folder`."""
    (folder / ".kratom-lint.yaml").write_text("ignore: [disclosure]\n")
    (folder / "draft.md").write_text(DRAFT, encoding="utf-8")
    given = {"TOOL": str(TOOL), "DRAFT": "draft.md", "WANTED": "2", "REPORT": "report.json"}
    environment = os.environ | given | {"ACTION": "Replace the sentence", "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False, timeout=180)
    report = folder / "report.json"
    assert report.exists(), done.stderr.decode(errors="replace")
    found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    assert not found.get("fault"), found
    return found


def test_neovim(tmp_path: Path) -> None:
    if shutil.which("nvim") is None:
        pytest.skip("Neovim is not installed")
    script = f"luafile {HERE / 'neovim.lua'}"
    report = run(["nvim", "--headless", "-u", "NONE", "-i", "NONE", "-n", "-c", script], tmp_path)
    assert report["before"] == [
        {"code": "disease/pain", "text": "relieves back pain"},
        {"code": "safety/not-addictive", "text": "is not addictive"},
    ]
    assert [each["code"] for each in report["after"]] == ["disease/pain"]
    assert (tmp_path / "draft.md").read_text(encoding="utf-8") == FIXED


def test_emacs(tmp_path: Path) -> None:
    emacs = shutil.which("emacs")
    has_eglot = ["emacs", "--batch", "--eval", "(progn (package-initialize) (require 'eglot))"]
    if emacs is None or subprocess.run(has_eglot, capture_output=True, check=False).returncode:
        pytest.skip("Emacs with eglot is not installed")
    report = run(["emacs", "--batch", "-l", str(HERE / "emacs.el")], tmp_path)
    assert [each["text"] for each in report["before"]] == ["relieves back pain", "is not addictive"]
    assert [each["text"] for each in report["after"]] == ["relieves back pain"]
    assert (tmp_path / "draft.md").read_text(encoding="utf-8") == FIXED


def test_the_compiler_for_vim(tmp_path: Path) -> None:
    if shutil.which("nvim") is None:
        pytest.skip("Neovim is not installed")
    page = (HERE.parents[1] / "docs" / "editors.md").read_text(encoding="utf-8")
    (tmp_path / "compiler").mkdir()
    (tmp_path / "compiler" / "kratom_lint.vim").write_text(page.partition("```vim\n")[2].partition("```")[0])
    (tmp_path / ".kratom-lint.yaml").write_text("ignore: [disclosure]\n")
    (tmp_path / "a b.md").write_text("Leaf.\n\nKratom relieves pain.\n")
    wanted = "map(getqflist(), {_, it -> [bufname(it.bufnr), it.lnum, it.col, it.type, it.text]})"
    tell = f"call writefile([json_encode({wanted})], 'report.json')"
    run_as = ["-c", "compiler kratom_lint", "-c", "silent make!", "-c", tell, "-c", "qall!"]
    command = [
        "nvim",
        "--headless",
        "-u",
        "NONE",
        "-i",
        "NONE",
        "-n",
        "--cmd",
        f"set rtp+={tmp_path}",
        "a b.md",
        *run_as,
    ]
    environment = os.environ | {"PATH": f"{TOOL.parent}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False, timeout=120)
    found = [each for each in json.loads((tmp_path / "report.json").read_text()) if each[1]]
    assert found == [["a b.md", 3, 8, "e", "disease/pain Says the product relieves pain."]]
