"""Measures our engine against other programs on their nearest equal rules: `python benchmarks/peers.py`.

One list of phrases, ours, becomes a pack for us and a configuration for each other program, and all read the same files
in one run. The other programs are installed into a folder that is thrown away; one that cannot be had is named as
missing.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import measuring
import packs
import writing
from measuring import Cost, Section

PHRASES = 400
RULES = 40
ASKED = {"Vale": 15, "proselint": 40, "textlint": 40, "Semgrep": 40, "ripgrep": 1}
"""So many times their throughput is what we ask of ours."""

ABOUT = """\
{phrases} phrases such as *{example}* in {rules} rules, given to each program in its own form, over {files} Markdown
files of 5 KB ({size:.1f} MB, all sentences distinct, 3 % of them with such a phrase). Processor time of the whole
process tree, the median of the runs after one that warms up ({rounds} of the fast programs, 1 of the slow); the start
is what one small file takes, the rate is what is left for the rest. Each works in one process and, where it can be
told to, in one thread, which costs it the least processor time, and keeps no results of the run before. The last
column says how many times the throughput of the other program ours is: below 1 the other is faster. We read Markdown,
cut sentences, decide the context of each phrase and give the law besides; ripgrep, codespell and typos read bytes, and
show what the machine can do."""

PROSELINT = """
import json, sys
from pathlib import Path
from proselint.registry.checks import Check, types
from proselint.tools import LintFile
groups = json.loads(Path("groups.json").read_text())
checks = [
    Check(check_type=types.Existence(items=tuple(each)), path=f"made.claim{at}", message="A claim.")
    for at, each in enumerate(groups)
]
for path in sorted(Path(sys.argv[1]).iterdir()):
    file = LintFile(path, path.read_text())
    for check in checks:
        for found in check.check_with_flags(file.content):
            print(path, file.line_col_of(found.span[0]), found.message)
"""
"""proselint takes no rules of users on its command line; its library does."""


class Missing(Exception):
    """A program that cannot be had here; says why."""


@dataclass(frozen=True, slots=True)
class Peer:
    """Another program: how it comes, and the command that reads a folder; `equal` says that it has the phrases."""

    name: str
    get: Callable[[Path], str]
    command: Callable[[str, str], list[str]]
    rules: str
    version: tuple[str, ...] = ("--version",)
    count: Callable[[bytes], int | None] = lambda printed: printed.count(b"\n")
    slow: bool = False


def got(command: Sequence[str], folder: Path) -> None:
    """Run an installer. Raises Missing when it fails."""
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Missing(str(error)) from error
    if done.returncode:
        raise Missing((done.stderr.strip() or done.stdout.strip() or "the installer failed").splitlines()[-1])


def of_pypi(package: str) -> Callable[[Path], str]:
    """Return what installs a package of PyPI in an environment of its own, and returns its program."""

    def get(folder: Path) -> str:
        place = folder / f"{package}-env"
        if place.exists():
            return str(place / "bin" / package)
        got([sys.executable, "-m", "venv", "--without-pip", str(place)], folder)
        uv = shutil.which("uv")
        installer = [uv, "pip"] if uv else [sys.executable, "-m", "pip"]
        got([*installer, "install", "--quiet", "--python", str(place / "bin" / "python"), package], folder)
        return str(place / "bin" / package)

    return get


def textlint(folder: Path) -> str:
    got(
        ["npm", "install", "--silent", "--prefix", str(folder / "node"), "textlint", "textlint-rule-terminology"],
        folder,
    )
    return str(folder / "node" / "node_modules" / ".bin" / "textlint")


def ripgrep(folder: Path) -> str:
    if not shutil.which("rg") and os.geteuid() == 0:
        got(["apt-get", "install", "--quiet", "--yes", "ripgrep"], folder)
    return on_path("rg")


def on_path(name: str) -> str:
    found = shutil.which(name)
    if not found:
        raise Missing(f"no `{name}` on the path")
    return found


def nothing(_: bytes) -> None:
    """Return no count: the program looks for something else."""


def results(printed: bytes) -> int:
    return len(json.loads(printed)["results"])


SEMGREP = (
    "scan",
    "--metrics",
    "off",
    "--disable-version-check",
    "--config",
    "semgrep.yaml",
    "--jobs",
    "1",
    "--no-git-ignore",
)
PEERS = (
    Peer(
        "ripgrep",
        ripgrep,
        lambda it, copy: [it, "-j", "1", "-F", "-i", "-w", "-o", "-f", "phrases.txt", copy],
        "the phrases, `-F -i -w -f`",
    ),
    Peer(
        "proselint",
        of_pypi("proselint"),
        lambda it, copy: [str(Path(it).with_name("python")), "made.py", copy],
        "the phrases, 40 checks of its library",
        ("version",),
    ),
    Peer(
        "proselint, its own rules",
        of_pypi("proselint"),
        lambda it, copy: [it, "check", copy],
        "its own",
        ("version",),
        nothing,
        slow=True,
    ),
    Peer(
        "textlint",
        textlint,
        lambda it, copy: [it, "--format", "unix", "-c", "textlint.json", "--rulesdir", str(Path(it).parents[1]), copy],
        "the phrases, textlint-rule-terminology",
        count=lambda printed: sum(b": " in line for line in printed.splitlines()),
        slow=True,
    ),
    Peer(
        "Semgrep",
        of_pypi("semgrep"),
        lambda it, copy: [it, *SEMGREP, "--json", "--quiet", copy],
        "the phrases, 40 rules in generic mode, caseless",
        count=results,
        slow=True,
    ),
    Peer(
        "Vale",
        lambda _: on_path("vale"),
        lambda it, copy: [it, "--config", "vale.ini", "--output", "line", copy],
        "the phrases, 40 rules `extends: existence`",
    ),
    Peer("codespell", of_pypi("codespell"), lambda it, copy: [it, copy], "its own words, one at a time", count=nothing),
    Peer(
        "typos", of_pypi("typos"), lambda it, copy: [it, "-j", "1", copy], "its own words, one at a time", count=nothing
    ),
)


def configure(folder: Path, phrases: Sequence[str]) -> None:
    """Write the phrases in the form of each program."""
    share = len(phrases) // RULES
    groups = [phrases[at : at + share] for at in range(0, len(phrases), share)]
    packs.of_phrases(folder / "made", phrases, RULES)
    (folder / "phrases.txt").write_text("\n".join(phrases) + "\n")
    (folder / "groups.json").write_text(json.dumps(groups))
    (folder / "made.py").write_text(PROSELINT)
    rule = {"terminology": {"defaultTerms": False, "terms": [[phrase, "(leave out)"] for phrase in phrases]}}
    (folder / "textlint.json").write_text(json.dumps({"rules": rule}))
    generic = {
        "languages": ["generic"],
        "severity": "ERROR",
        "message": "A claim.",
        "options": {"generic_caseless": True},
    }
    rules = [
        {"id": f"claim-{at}", **generic, "pattern-either": [{"pattern": phrase} for phrase in group]}
        for at, group in enumerate(groups)
    ]
    packs.write(folder / "semgrep.yaml", {"rules": rules})
    (folder / "vale.ini").write_text("StylesPath = styles\nMinAlertLevel = suggestion\n[*.md]\nBasedOnStyles = Made\n")
    for at, group in enumerate(groups):
        rule = {"extends": "existence", "message": "A claim: %s", "level": "error", "ignorecase": True, "tokens": group}
        packs.write(folder / "styles" / "Made" / f"Claim{at}.yml", rule)


def measured(command: Callable[[str], list[str]], folder: Path, rounds: int) -> tuple[Cost, float]:
    """Return what a program takes for all the copy, and the processor seconds of its start."""
    anything = tuple(range(3))
    start = measuring.median(rounds, command("one"), anything, folder)
    return measuring.median(rounds, command("copy"), anything, folder), start.cpu


def measure(folder: Path, quick: bool) -> Iterator[Section]:
    files, rounds = (60, 1) if quick else (300, 3)
    phrases = packs.phrases(PHRASES)
    configure(folder, phrases)
    claims = [f"Kratom {phrase} for a day." for phrase in phrases]
    size = writing.Writer("peers", claims, distinct=True).fill(folder / "copy", files) / 1e6
    writing.Writer("one", claims, distinct=True).fill(folder / "one", 1, 500)
    section = Section(
        "Against other programs",
        ABOUT.format(phrases=PHRASES, example=phrases[0], rules=RULES, files=files, size=size, rounds=rounds),
        ("program", "rules", "found", "start, CPU s", "all, CPU s", "MB per CPU s", "ours is times as fast"),
    )
    total, start = measured(lambda copy: measuring.check("--pack", "made", copy), folder, rounds)
    ours = size / (total.cpu - start)
    found = total.printed.count(b"\n")

    def row(name: str, rules: str, count: int | None, start: float, total: float) -> float:
        rate = size / max(total - start, 1e-3)
        times = ours / rate
        shown = "" if count is None else f"{count:,}"
        section.rows.append((name, rules, shown, f"{start:.2f}", f"{total:.2f}", f"{rate:.2f}", f"{times:.2f}"))
        return times

    row("**kratom-lint**, `--jobs 1 --no-cache`", "the phrases, 40 rules", found, start, total.cpu)
    for peer in PEERS:
        try:
            program = peer.get(folder)
        except Missing as why:
            section.rows.append((peer.name, f"missing: {why}", *[""] * 5))
            continue
        version = measuring.run([program, *peer.version], (0, 1, 2), folder).printed.decode().strip().splitlines()
        name = f"{peer.name} ({version[0].split()[-1] if version else 'version unknown'})"
        cost, begun = measured(
            lambda copy, peer=peer, it=program: peer.command(it, copy), folder, 1 if peer.slow else rounds
        )
        times = row(name, peer.rules, peer.count(cost.printed), begun, cost.cpu)
        if peer.name in ASKED:
            section.at_least(f"throughput, times that of {peer.name} on the same phrases", times, ASKED[peer.name])
    yield section


if __name__ == "__main__":
    sys.exit(measuring.main(measure))
