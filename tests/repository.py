"""A real git repository with copy in it, and the command line run there."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

AUTHORITIES = """\
house-code:
  citation: House Code 1
  title: What our copy may say
  url: https://example.org/code
  jurisdiction: xx
  in_force: 2020-01-01
  confidence: V1
  checked: 2026-11-22
"""
CURE = """\
summary: Says the product cures.
severity: error
claim: express
authority: [house-code]
why: No leaf cures.
match:
  - '(cure|cures|cured) (anxiety|colds|everything)'
suggest:
  - delete: sentence
examples:
  flag:
    - Kratom [[cures anxiety]].
    - It [[cured everything]].
    - They [[cure colds]].
    - Kratom, they say, [[cures anxiety]].
    - Leaves [[cure anxiety]].
  pass:
    - Kratom does not cure anxiety.
    - Kratom is a tree.
    - There is no cure.
    - Curing leaves takes time.
    - Anxiety is common.
"""
WARNING = """\
summary: Sells the product without the warning.
severity: error
claim: omission
authority: [house-code]
why: Whoever buys must know.
when:
  - '(buy|order) kratom'
require:
  that it is habit forming:
    - 'habit forming'
suggest:
  - insert: end
    text: Kratom can be habit-forming.
examples:
  flag:
    - Buy kratom here.[[]]
    - Order kratom.[[]]
    - Please buy kratom.[[]]
    - Buy kratom at the desk.[[]]
    - You may order kratom now.[[]]
  pass:
    - Buy kratom here. Kratom can be habit-forming.
    - Order kratom. It is habit forming.
    - Kratom is a tree.
    - Buy tea.
    - Order here.
"""
FILES = {
    ".kratom-lint.yaml": "packs: [./pack]\nas_of: 2026-11-22\nexclude: [pack]\nproduct: kratom\n",
    "pack/pack.yaml": "name: house\nversion: 1.0.0\njurisdiction: xx\n",
    "pack/authorities.yaml": AUTHORITIES,
    "pack/claims/cure.yaml": CURE,
    "pack/claims/warning.yaml": WARNING,
}
"""A repository's own small pack, and its configuration: the day is 2026-11-22."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a command printed and returned."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Repository:
    """A git work tree with the house's pack; the day is 2026-11-22 unless a test says so."""

    folder: Path
    cache: Path

    @classmethod
    def create(cls, folder: Path, cache: Path) -> Repository:
        """Return a new one, configured, with one commit, in which no copy is."""
        made = cls(folder, cache)
        made.git("init", "--quiet", "--initial-branch=main")
        for path, text in FILES.items():
            made.write(path, text)
        made.commit()
        return made

    def write(self, path: str, text: str) -> None:
        """Write a file into the work tree."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())

    def read(self, path: str) -> str:
        """Return the text of a file in the work tree."""
        return (self.folder / path).read_bytes().decode()

    def git(self, *arguments: str) -> str:
        """Run git, which must succeed, and return what it prints."""
        return subprocess.run(
            ["git", *arguments], cwd=self.folder, env=self.environment(), capture_output=True, text=True, check=True
        ).stdout

    def commit(self) -> None:
        """Commit all there is."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--no-verify", "--message", "Change the copy")

    def lint(self, *arguments: str, inside: str = ".") -> Done:
        """Run kratom-lint in a folder of the work tree."""
        done = subprocess.run(
            [sys.executable, "-m", "kratom_lint", *arguments],
            cwd=self.folder / inside,
            env=self.environment(),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def changed(self, *arguments: str, inside: str = ".") -> list[str]:
        """Return what a check of changed copy finds, as `path:line:column rule`; its exit code must say so, too."""
        done = self.lint("check", "--format", "concise", *arguments, inside=inside)
        found = [" ".join([words[0].rstrip(":"), words[2]]) for words in map(str.split, done.out.splitlines())]
        assert (done.code, done.err) == (int(bool(found)), ""), done
        return found

    def environment(self) -> dict[str, str]:
        """Return an environment with nothing of the git that may be running the tests, or of its user."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        who = {f"GIT_{role}_{key}": "a@example.org" for role in ("AUTHOR", "COMMITTER") for key in ("NAME", "EMAIL")}
        ours = {"KRATOM_LINT_CACHE_DIR": str(self.cache), "GIT_CONFIG_GLOBAL": os.devnull, "PYTHONUTF8": "1"}
        return kept | who | ours
