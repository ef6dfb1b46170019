"""Audit bundles: what was checked, by which rules and settings, and what came of it, so that it can be done again.

A bundle is a folder: `manifest.json` (hashes, as-of, arguments), `report.json`, and `files/` with the configuration,
waivers, baseline and packs of the repository, and the texts themselves if asked for. No times, no absolute paths.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kratom_lint import __version__
from kratom_lint.books import day_of
from kratom_lint.changed import Changes
from kratom_lint.check import Options, check
from kratom_lint.config import Configs
from kratom_lint.discovery import Choice, find
from kratom_lint.errors import KratomLintError, SourceError
from kratom_lint.policy import accepted, own
from kratom_lint.report.json import render
from kratom_lint.report.run import Run
from kratom_lint.settings import is_folder
from kratom_lint.values import replace, value

VERSION = 1
MANIFEST, REPORT, FILES = "manifest.json", "report.json", "files"


@value
class Subject:
    """What an audit is about: the files in order, whether they are all there are, and whether their texts go along."""

    inputs: tuple[str, ...]
    whole: bool
    texts: bool


@value
class Bundle:
    """The files of a bundle by their paths in it, and the run they tell of."""

    files: Mapping[str, bytes]
    run: Run


def subject(paths: Sequence[str], options: Options, *, texts: bool) -> Subject:
    """Return what the paths (none: the current folder) stand for; raise SourceError unless all are there, in here."""
    configs = Configs(options.command_line, options.config, options.exclude)
    found = find(paths or ["."], Choice(configs.why_not, configs.excluded, not options.no_ignore))
    for entry in found.incomplete:
        raise SourceError(f"{entry.path}: {entry.reason}: {entry.detail}")
    inputs = tuple(path for path in found.paths if not own.is_own(path))
    for path in inputs:
        _inside(path)
    return Subject(inputs, not options.exclude and accepted.covers(paths), texts)


def bundle(about: Subject, options: Options, arguments: Mapping[str, Any]) -> Bundle:
    """Return the bundle that the current folder makes now; `arguments` go into its manifest as they are."""
    before = {path: _digest(path) for path in about.inputs}
    changes = Changes(dict.fromkeys(about.inputs), whole=about.whole)
    run = (
        check(about.inputs, replace(options, changes=changes))
        if about.inputs
        else check([], replace(options, changes=changes))
    )
    for path, digest in before.items():
        if _digest(path) != digest:
            raise SourceError(f"{path}: it changed while it was checked; make the audit again")
    kept = {path: Path(path).read_bytes() for path in _settings_files(about, options)}
    report = render(run, show_suppressed=True).encode()
    manifest = {
        "audit_version": VERSION,
        "tool": {"name": "kratom-lint", "version": __version__},
        "as_of": run.as_of,
        "arguments": dict(arguments),
        "whole": about.whole,
        "texts": about.texts,
        "packs": [{"id": pack.id, "version": pack.version, "sha256": pack.sha256} for pack in run.packs],
        "settings": [{"path": path, "sha256": _sha256(data)} for path, data in kept.items()],
        "inputs": [{"path": path, "sha256": digest} for path, digest in before.items()],
        "report": {"path": REPORT, "sha256": _sha256(report)},
        "summary": json.loads(report)["summary"],
        "exit_code": run.exit_code,
    }
    if about.texts:
        kept |= {path: Path(path).read_bytes() for path, digest in before.items() if digest}
    files = {MANIFEST: (json.dumps(manifest, indent=2) + "\n").encode(), REPORT: report}
    return Bundle(files | {f"{FILES}/{path}": data for path, data in kept.items()}, run)


def write(made: Bundle, folder: Path) -> None:
    """Write a bundle; raise SourceError where there is something already, or nothing can be written.

    It is complete, or not there: it is made beside its place and then moved.
    """
    import shutil
    import tempfile

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise SourceError(
            f"{folder.as_posix()}: it is there already; an audit is not overwritten, choose another place"
        )
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        try:
            for path, data in made.files.items():
                (beside / path).parent.mkdir(parents=True, exist_ok=True)
                (beside / path).write_bytes(data)
            beside.chmod(0o755)
            beside.replace(folder)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise SourceError(f"{folder.as_posix()}: cannot be written: {reason}; choose another place") from None


def load(folder: Path) -> dict[str, Any]:
    """Return the manifest of a bundle; raise SourceError where it is none, or another version's."""
    path = folder / MANIFEST
    try:
        manifest = json.loads(path.read_bytes())
        version = manifest["audit_version"]
    except (OSError, ValueError, TypeError, KeyError):
        raise SourceError(f"{path.as_posix()}: this is no audit; name a folder that `report --audit` made") from None
    made_by = manifest.get("tool", {}).get("version")
    if version != VERSION or made_by != __version__:
        raise SourceError(
            f"{path.as_posix()}: kratom-lint {made_by} made it and this is {__version__}; replay it with the former"
        )
    return dict(manifest)


def changed_since(manifest: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is not as the manifest says in the current folder: texts and settings, a line each."""
    for entry in (*manifest["settings"], *manifest["inputs"]):
        now = _digest(entry["path"])
        if now != entry["sha256"]:
            yield f"{entry['path']}: {'gone or unreadable' if now is None else 'not as it was'}"


def differences(made: Bundle, folder: Path) -> Iterator[str]:
    """Yield the files of a bundle that are not, byte by byte, as one made anew."""
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    for path in sorted({*made.files, *there}):
        if path not in made.files or path not in there or (folder / path).read_bytes() != made.files[path]:
            yield path


def day(about: Subject, options: Options) -> str | None:
    """Return the day to ask about if neither arguments nor configuration say: today. None where they do.

    Raise KratomLintError where the configuration does for some files only.
    """
    configs = Configs(options.command_line, options.config, options.exclude)
    all_settings = [configs.settings_for(path) for path in about.inputs]
    set_ = [settings for settings in all_settings if settings.as_of]
    if set_ and len(set_) < len(all_settings):
        raise KratomLintError("the configuration gives some files an `as_of` and others none; say --as-of DATE")
    return None if set_ else day_of(configs.settings_for(None))


def _settings_files(about: Subject, options: Options) -> list[str]:
    """Return the paths of what decided besides the texts, sorted."""
    configs = Configs(options.command_line, options.config, options.exclude)
    found = {options.config} if options.config else set()
    for path in about.inputs:
        config = configs.file_for(path)
        found |= {config.shown} if config else set()
        for pack in configs.settings_for(path).packs:
            if is_folder(pack):
                found |= {each.as_posix() for each in Path(pack).rglob("*.y*ml")}
    for name in (own.WAIVERS, own.BASELINE):
        if there := own.nearest(name):
            found.add(own.shown(there))
    return sorted({_inside(path): None for path in sorted(found)})


def _inside(path: str) -> str:
    """Return a path, given from the current folder; raise SourceError if it does not lie in there."""
    found = os.path.relpath(path).replace(os.sep, "/")
    if found.startswith("../"):
        raise SourceError(f"{path}: an audit is about one folder; run it in the one that holds this file, too")
    return found


def _digest(path: str) -> str | None:
    try:
        return _sha256(Path(path).read_bytes())
    except OSError:
        return None


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
