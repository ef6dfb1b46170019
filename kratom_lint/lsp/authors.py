"""Files that are no copy but say how copy is checked: rules, configuration, waivers. Their faults, with places."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from kratom_lint.errors import KratomLintError
from kratom_lint.lsp.diagnostics import FAULT
from kratom_lint.policy import own
from kratom_lint.rulebook.files import pack_folders, shipped_rules

Fault = tuple[int, int, str]
"""Line and column, both 1-based, and what is wrong there."""

_ABOUT_PACK = ("pack.yaml", "authorities.yaml")
_CONFIGS = (".kratom-lint.yaml", "pyproject.toml")


def judge_of(path: str) -> Callable[[str], list[Fault]] | None:
    """Return what finds the faults of the text of a file, None for a file that is copy like any other."""
    given = Path(path)
    if given.name in _CONFIGS:
        return lambda text: _of_configuration(given, text)
    if given.name == own.WAIVERS:
        return lambda text: _of_waivers(given, text)
    pack = pack_of(given)
    return (lambda text: _of_pack(pack, given, text)) if pack else None


def decides(path: str) -> bool:
    """Say whether a file bears on what is found in others."""
    given = Path(path)
    known = (*_CONFIGS, own.WAIVERS, own.BASELINE, ".gitignore", ".ignore")
    return given.name in known or pack_of(given) is not None


def pack_of(path: Path) -> Path | None:
    """Return the pack that a YAML file lies in, None if it is in none."""
    if path.suffix not in (".yaml", ".yml"):
        return None
    return next((folder for folder in list(path.parents)[:3] if (folder / "pack.yaml").is_file()), None)


def _of_configuration(path: Path, text: str) -> list[Fault]:
    from kratom_lint.configfile import read

    return _of_copy(path, text, lambda copy: read(copy, str(copy)))


def _of_waivers(path: Path, text: str) -> list[Fault]:
    from kratom_lint.policy.waivers import parse

    return _faults(lambda: parse(text, path.name, path.parent), path.name)


def _of_pack(pack: Path, path: Path, text: str) -> list[Fault]:
    """Return the faults of a file of a pack, by loading a copy of the pack that holds the text.

    For a rule, the other rules are left out, which takes seconds less, unless it speaks of their findings.
    """
    inside = path.relative_to(pack)
    is_rule = len(inside.parts) == 2 and inside.parts[0] != "terms"
    alone = is_rule and "finding:" not in text
    with tempfile.TemporaryDirectory() as top:
        folders = []
        for number, folder in enumerate(_folders(pack)):
            folders.append(Path(top, str(number), folder.name))
            _copy(folder, folders[-1], whole=not alone)
        drafted = folders[-1] / inside
        drafted.parent.mkdir(parents=True, exist_ok=True)
        drafted.write_text(text, encoding="utf-8", errors="replace", newline="")
        return _faults(lambda: _try(folders, inside.with_suffix("").as_posix() if is_rule else ""), drafted.as_posix())


def _folders(pack: Path) -> list[Path]:
    try:
        return pack_folders([f"./{pack.as_posix()}" if not pack.is_absolute() else pack])
    except KratomLintError:  # what it extends is not there; loading it tells
        return [pack]


def _copy(folder: Path, copy: Path, *, whole: bool) -> None:
    """Copy what of a pack all its rules share, or the whole of it."""
    if whole:
        shutil.copytree(folder, copy)
        return
    copy.mkdir(parents=True)
    for name in _ABOUT_PACK:
        if (folder / name).is_file():
            shutil.copyfile(folder / name, copy / name)
    if (folder / "terms").is_dir():
        shutil.copytree(folder / "terms", copy / "terms")


def _try(folders: list[Path], rule: str) -> None:
    from kratom_lint.errors import RuleError
    from kratom_lint.rulebook.loader import load
    from kratom_lint.selftest import faults_of

    book = load(folders)
    if rule and (faults := faults_of(book.configured(), folders, {rule})):
        raise RuleError("\n".join(faults))


def _of_copy(path: Path, text: str, read: Callable[[Path], object]) -> list[Fault]:
    """Return the faults of a file that is read by its name, in a folder where it finds what it speaks of."""
    with tempfile.TemporaryDirectory() as top:
        copy = Path(top, path.name)
        copy.write_text(text, encoding="utf-8", errors="replace", newline="")
        return _faults(lambda: read(copy), str(copy))


def _faults(read: Callable[[], object], path: str) -> list[Fault]:
    """Return the faults that reading tells of in the file at `path`; those of other files are theirs."""
    try:
        read()
    except KratomLintError as error:
        told = (FAULT.match(line) for line in str(error).split("\n"))
        return [(int(m[2]), int(m[3]), m[4]) for m in told if m and m[1] == path]
    return []


def terms_of(pack: Path) -> list[str]:
    """Return the names of the terms that a pack's patterns may use."""
    folders = [shipped_rules(), *_folders(pack)]
    return sorted({"number", *(path.stem for folder in folders for path in (folder / "terms").glob("*.yaml"))})


def laws_of(pack: Path) -> dict[str, str]:
    """Return by id the citation of each authority that a pack's rules may name."""
    from kratom_lint.rulebook.located import Faults, read

    laws: dict[str, str] = {}
    for folder in _folders(pack):
        path = folder / "authorities.yaml"
        place = read(path.read_text(encoding="utf-8", errors="replace"), "", Faults()) if path.is_file() else None
        entries = place.items() if place else ()
        laws |= {name: dict(entry.items())["citation"].text for name, entry in entries if "citation" in entry.keys}
    return laws
