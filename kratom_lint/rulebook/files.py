"""Where rule files lie, and whether they changed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from kratom_lint.digests import sha256
from kratom_lint.errors import RuleError

_PACKAGE = Path(__file__).resolve().parents[1]


def shipped_rules() -> Path:
    """Return the folder of the shipped rules, in a wheel or in a source checkout."""
    return (_PACKAGE.parent if is_checkout() else _PACKAGE) / "rules"


def is_checkout() -> bool:
    """Say whether the package runs from a source checkout, where code and rules change under one version."""
    return (_PACKAGE.parent / "rules" / "context.yaml").is_file()


def shipped_packs() -> list[Path]:
    """Return the folders of the packs that come with the tool, sorted by name."""
    return sorted(entry for entry in shipped_rules().iterdir() if (entry / "pack.yaml").is_file())


def pack_folders(packs: Sequence[str | Path]) -> list[Path]:
    """Return the folders of packs given by shipped name or by path, each before those that extend it, each once.

    Raises RuleError for a pack that is not there.
    """
    found: list[Path] = []
    for pack in packs:
        folder = _folder(pack)
        base = extended(folder)
        for each in (*([_folder(base)] if base else []), folder):
            if each.resolve() not in [known.resolve() for known in found]:
                found.append(each)
    return found


def yaml_files(folder: Path) -> list[Path]:
    """Return all YAML files below a folder, sorted by path."""
    return [Path(path) for path in _walk(folder)]


def signature(folder: Path) -> str:
    """Return the hash of all YAML files below a folder, names included."""
    return _hash(folder, _walk(folder))


def shared_signature() -> str:
    """Return the hash of what all packs share: context, inflection, spelling and the shipped terms."""
    base = shipped_rules()
    return _hash(base, sorted([*map(str, base.glob("*.yaml")), *_walk(base / "terms")]))


def stamps(folders: Sequence[Path]) -> list[str]:
    """Return the stamps of all files that go into the rules of packs, for a quick look at them; sorted."""
    base = shipped_rules()
    paths = [entry.path for entry in os.scandir(base) if entry.name.endswith(".yaml")]
    paths += [path for place in (base / "terms", *folders) for path in _walk(place)]
    return sorted(map(stamp, paths))


def stamp(path: str) -> str:
    """Return path, times of change (in nanoseconds of the epoch) and size of a file."""
    state = os.stat(path)  # noqa: PTH116 - at every start, for hundreds of files
    return f"{path} {state.st_mtime_ns} {state.st_ctime_ns} {state.st_size}"


def _hash(folder: Path, paths: Sequence[str]) -> str:
    digest = sha256()
    for path in paths:
        digest.update(os.path.relpath(path, folder).encode() + b"\0")
        with open(path, "rb") as file:  # noqa: PTH123 - at every start, for hundreds of files
            digest.update(file.read() + b"\0")
    return digest.hexdigest()


def shown(path: Path) -> str:
    """Return a path as the user would write it: relative to the current folder when it lies in there."""
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


def _walk(folder: Path) -> list[str]:
    return sorted(
        os.path.join(top, name)  # noqa: PTH118
        for top, _, names in os.walk(folder)
        for name in names
        if name.endswith((".yaml", ".yml"))
    )


def _folder(pack: str | Path) -> Path:
    from kratom_lint.rulebook.located import nearest

    shipped = shipped_rules()
    if "/" not in str(pack) and (shipped / str(pack) / "pack.yaml").is_file():
        return shipped / str(pack)
    folder = Path(pack)
    if (folder / "pack.yaml").is_file():
        return folder
    if folder.is_dir():
        raise RuleError(f"{pack}: the folder has no pack.yaml; add one with name, version and jurisdiction")
    names = [entry.name for entry in shipped_packs()]
    raise RuleError(f"{pack}: no such pack or folder; {nearest(str(pack), names)}")


def extended(folder: Path) -> str:
    """Return the pack that a pack extends, "" when it extends none; a broken pack.yaml is told of when it is loaded."""
    for line in (folder / "pack.yaml").read_text(encoding="utf-8", errors="replace").splitlines():
        if line.startswith("extends:"):
            return line.partition(":")[2].split("#")[0].strip(" '\"")
    return ""
