"""Whole sites repaired with every suggestion accepted: clean, still parsed by others, and each caution still there.

`repaired/NAME.patch` is what becomes of a site, for people to read; what readers thought of it is in its README.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from kratom_lint.patch import patch
from tests.conftest import INHERITED
from tests.test_fix import CAUTIONS, RESULTS
from tests.test_sites import SITES, checked, laid_out

PARSERS: dict[str, Callable[[str], object]] = {
    ".json": json.loads,
    ".webmanifest": json.loads,
    ".yaml": lambda text: list(yaml.safe_load_all(text)),
    ".yml": lambda text: list(yaml.safe_load_all(text)),
    ".toml": tomllib.loads,
}

CLAIMED = {"withdrawal", "dependence"}
"""Words of caution that claims have, too."""


def texts(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes().decode("utf-8", "surrogateescape")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("site", SITES, ids=lambda path: path.name)
def test_a_site_ends_clean_and_whole(site: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    copy = laid_out(site, tmp_path)
    before = texts(copy)
    kept = {name: value for name, value in os.environ.items() if name not in INHERITED}
    done = subprocess.run(
        [sys.executable, "-m", "kratom_lint", "fix", "--as-of", "2026-11-22", "--apply", "review", "."],
        cwd=copy,
        env=kept | {"KRATOM_LINT_CACHE_DIR": str(tmp_path / "cache"), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    after = texts(copy)
    report, _ = checked(copy, tmp_path / "cache")
    left = [(each["path"], each["rule"]) for each in report["findings"]]
    assert (left, report["incomplete"]) == ([], []), done.stdout
    assert done.returncode == 0
    for path, text in after.items():
        for caution in set(CAUTIONS) - CLAIMED:
            assert text.count(caution) >= before[path].count(caution), (path, caution)
        parse = PARSERS.get(Path(path).suffix)
        if parse and text != before[path]:
            parse(text)
    result = "".join(patch(path, before[path], after[path]) for path in before)
    kept_patch = RESULTS / f"{site.name}.patch"
    if request.config.getoption("--accept"):
        kept_patch.write_text(result, encoding="utf-8")
    assert result == kept_patch.read_text(encoding="utf-8")
