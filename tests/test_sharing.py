"""Many processes and kept results: the same report, whoever worked it out, whatever becomes of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SEEDS = Path(__file__).parents[1] / "seeds"
PACK = Path(__file__).with_name("scenarios") / "pack"
CLAIM = "Kratom cures anxiety.\n"
DEADLY = """\
import os
import signal
import kratom_lint.formats as formats

def die(source, outline):
    os.kill(os.getpid(), signal.SIGKILL)

formats.FORMATS["deadly"] = "__main__:die"
if __name__ == "__main__":
    from kratom_lint.cli import main
    main()
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KRATOM_LINT_CACHE_DIR", str(tmp_path / "cache"))
    (tmp_path / "copy").mkdir()
    monkeypatch.chdir(tmp_path / "copy")
    return tmp_path / "copy"


def run(*arguments: str, script: str | None = None) -> subprocess.CompletedProcess[str]:
    start = [script] if script else ["-m", "kratom_lint"]
    return subprocess.run(
        [sys.executable, *start, "check", "--pack", str(PACK), "--format", "concise", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def results(here: Path) -> list[Path]:
    return sorted(path for path in (here.parent / "cache" / "results").glob("*") if path.is_file())


def test_processes_report_what_one_does(here: Path) -> None:
    for number in range(40):
        (here / f"{number}.md").write_text(f"Tea {number} is green.\n\n" * number + CLAIM * 200, encoding="utf-8")
    (here / "bad.md").write_bytes(b"\xff\xfe\xff")
    one = run("--jobs", "1", "--no-cache", ".")
    assert one.returncode == 2
    assert one.stdout.count("claims/cure") == 40 * 200
    for jobs in ("2", "3", "auto"):
        several = run("--jobs", jobs, "--no-cache", ".")
        assert (several.returncode, several.stdout, several.stderr) == (2, one.stdout, one.stderr)
    assert not results(here)


@pytest.mark.parametrize("jobs", ["0", "-1", "two", "1.5"])
def test_jobs_are_a_number(here: Path, jobs: str) -> None:
    done = run("--jobs", jobs, ".")
    assert done.returncode == 2
    assert f"--jobs {jobs}: not a number of processes. Write 1, 2, 3 ... or auto." in done.stderr


def test_the_file_that_kills_its_process_is_named_and_the_others_are_checked(here: Path) -> None:
    script = here.parent / "deadly.py"
    script.write_text(DEADLY, encoding="utf-8")
    (here / ".kratom-lint.yaml").write_text("formats:\n  '*.deadly': deadly\n", encoding="utf-8")
    for name in ("a.md", "z.md"):
        (here / name).write_text(CLAIM * 3000, encoding="utf-8")  # enough for a batch of its own
    (here / "b.deadly").write_text("x" * 60_000, encoding="utf-8")
    done = run("--jobs", "2", "a.md", "b.deadly", "z.md", script=str(script))
    assert done.returncode == 2
    assert done.stdout.count("a.md:") == done.stdout.count("z.md:") == 3000
    assert done.stderr == (
        "b.deadly: not checked (crash): its process was killed twice; it may be short of memory; "
        "check it alone, with --jobs 1\n"
    )


@pytest.mark.skipif(os.name == "nt", reason="Windows has no process groups to interrupt")
def test_an_interrupt_ends_all_processes(here: Path) -> None:
    for number in range(30):
        (here / f"{number}.md").write_text(f"{CLAIM * 4000}{number}\n", encoding="utf-8")
    child = subprocess.Popen(
        [sys.executable, "-m", "kratom_lint", "check", "--pack", str(PACK), "--jobs", "2", "--no-cache", "."],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    while not _children(child.pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(child.pid, signal.SIGINT)
    out, err = child.communicate(timeout=60)
    assert (child.returncode, out, err) == (130, b"", b"")
    while _children(child.pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _children(child.pid)


def _children(group: int) -> list[int]:
    """Return the living processes of a group but for its leader, by Linux's /proc."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != group:
            try:
                state, _, belongs, *_ = (entry / "stat").read_text().rpartition(")")[2].split()
                if int(belongs) == group and state != "Z":
                    found.append(int(entry.name))
            except OSError:
                continue
    return found


def test_results_are_kept_by_bytes_rules_settings_and_day(here: Path) -> None:
    page = here / "page.md"
    page.write_text(CLAIM, encoding="utf-8")
    first = run("page.md")
    assert (first.returncode, len(results(here))) == (1, 1)
    assert (run("page.md").stdout, len(results(here))) == (first.stdout, 1)
    os.utime(page, (0, 0))
    assert (run("page.md").stdout, len(results(here))) == (first.stdout, 1)
    for number, arguments in enumerate(
        (["--product", "botanical"], ["--ignore", "claims/cure"], ["--as-of", "2026-01-01"]), 2
    ):
        run("page.md", *arguments)
        assert len(results(here)) == number
    page.write_text("Tea is green.\n", encoding="utf-8")
    assert (run("page.md").stdout, len(results(here))) == ("", 5)
    page.write_text(CLAIM, encoding="utf-8")
    assert (run("page.md").stdout, len(results(here))) == (first.stdout, 5)


def test_a_damaged_or_foreign_result_is_worked_out_anew(here: Path) -> None:
    (here / "page.md").write_text(CLAIM, encoding="utf-8")
    first = run("page.md")
    (entry,) = results(here)
    good = entry.read_bytes()
    for bad in (b"", b"nonsense", good[:-1], good[:70] + b"\0" + good[71:], b"0" * 64 + good[64:]):
        entry.write_bytes(bad)
        again = run("page.md")
        assert (again.returncode, again.stdout, again.stderr) == (1, first.stdout, "")
        assert entry.read_bytes() == good


def test_what_depends_on_other_files_or_is_incomplete_is_not_kept(here: Path) -> None:
    (here / "page.md").write_text(CLAIM, encoding="utf-8")
    (here / "bad.md").write_bytes(b"\xff\xff")
    assert run("bad.md").returncode == 2
    assert not results(here)
    (here / "footer.html").write_text("<p>Tea.</p>", encoding="utf-8")
    done = run("--no-cache", "page.md")
    assert (done.returncode, results(here)) == (1, [])


def test_old_entries_go(here: Path) -> None:
    (here / "page.md").write_text(CLAIM, encoding="utf-8")
    run("page.md")
    (entry,) = results(here)
    long_ago = time.time() - 31 * 86_400
    os.utime(entry, (long_ago, long_ago))
    run("page.md")
    assert results(here) == [entry]  # tidied today already
    os.utime(here.parent / "cache" / "tidied", (long_ago, long_ago))
    run("--no-cache", "page.md")
    assert results(here) == [entry]
    run("page.md")
    assert not results(here)


def test_findings_are_the_same_from_the_cache_in_every_format(here: Path) -> None:
    drafts = [str(path) for path in sorted(SEEDS.glob("*.md"))[:3]]
    for name in ("json", "human", "sarif"):
        first, second = (run(*drafts, "--format", name) for _ in range(2))
        fresh = run(*drafts, "--format", name, "--no-cache")
        assert first.stdout == second.stdout == fresh.stdout
