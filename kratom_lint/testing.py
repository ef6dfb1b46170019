"""Which rules `kratom-lint test` is to try, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kratom_lint.errors import ConfigError
from kratom_lint.loading import DEFAULT_PACKS
from kratom_lint.rulebook.files import pack_folders, shipped_rules
from kratom_lint.rulebook.loader import load
from kratom_lint.rulebook.located import nearest
from kratom_lint.selftest import faults_of, unneeded
from kratom_lint.values import value


@value
class Tried:
    """What came of it: the faults, and what no example needs, a line each; how many rules with how many examples."""

    faults: tuple[str, ...]
    unneeded: tuple[str, ...]
    rules: int
    examples: int


def try_rules(names: Sequence[str]) -> Tried:
    """Try packs by name or folder, and rules by id or file; without names, the packs that are on by default.

    Raise ConfigError for a name that is none of these, RuleError for rule files that do not load.
    """
    wanted = _by_pack(names) or {pack: set() for pack in DEFAULT_PACKS}
    faults: list[str] = []
    idle: list[str] = []
    rules = examples = 0
    for pack, only in wanted.items():
        folders = pack_folders([pack])
        book = load(folders).configured()
        known = [rule.id for rule in book.rules]
        for name in sorted(only - set(known)):
            raise ConfigError(f"no rule {name!r} in {pack}; {nearest(name, known)}")
        faults += faults_of(book, folders, only)
        idle += unneeded(book, only)
        tried = [rule for rule in book.rules if not only or rule.id in only]
        rules += len(tried)
        examples += sum(len(rule.examples_flag) + len(rule.examples_pass) for rule in tried)
    return Tried(tuple(faults), tuple(idle), rules, examples)


def _by_pack(names: Sequence[str]) -> dict[str | Path, set[str]]:
    """Return the ids to try in each pack, none for all of them."""
    whole: set[str | Path] = set()
    wanted: dict[str | Path, set[str]] = {}
    for name in names:
        path = Path(name)
        if path.is_file():
            if path.resolve().parent in (shipped_rules(), shipped_rules() / "terms"):
                whole |= set(DEFAULT_PACKS)  # what all packs share
                continue
            pack, rule = _in_pack(path)
            wanted.setdefault(pack, set()).add(rule)
            whole |= set() if rule else {pack}  # what is no rule bears on all of them
        elif path.is_dir() or (shipped_rules() / name / "pack.yaml").is_file():
            whole.add(path if path.is_dir() else name)
        else:
            for default in DEFAULT_PACKS:
                wanted.setdefault(default, set()).add(name)
    return wanted | {pack: set() for pack in whole}


def _in_pack(path: Path) -> tuple[Path, str]:
    """Return the pack a file lies in, and the id of the rule it is, or "" if it is none."""
    for folder in path.parents:
        if (folder / "pack.yaml").is_file():
            inside = path.relative_to(folder)
            is_rule = len(inside.parts) == 2 and inside.parts[0] != "terms"
            return folder, inside.with_suffix("").as_posix() if is_rule else ""
    raise ConfigError(f"{path}: the file is in no pack; a pack is a folder with a pack.yaml")
