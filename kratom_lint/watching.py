"""Checks copy again whenever it changes: what changed, or everything where a setting or rule did."""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from kratom_lint.changed import Changes
from kratom_lint.check import Options, Watch, check
from kratom_lint.config import NAME, PYPROJECT, Configs
from kratom_lint.errors import KratomLintError
from kratom_lint.ignores import NAMES as IGNORES
from kratom_lint.policy import own
from kratom_lint.report.run import Run
from kratom_lint.settings import is_folder
from kratom_lint.sources import as_shown
from kratom_lint.values import replace

_SETTINGS = (NAME, PYPROJECT, *IGNORES, own.WAIVERS, own.BASELINE)
_RULES = frozenset({".yaml", ".yml", ".toml"})
"""Suffixes of what may be a rule or setting, which can change the findings of any file."""

_OF_SETTINGS = frozenset({"config", "rules", "crash"})
_PAUSE = 200
"""Milliseconds after which what no event tells of is looked at: settings above the folders, folders that went away."""

Outcome = Run | KratomLintError


def watch(paths: Sequence[str], options: Options, told: Watch) -> Iterator[Outcome]:
    """Yield what checking `paths` amounts to, and so again after each change that makes a difference, for ever.

    A mistake in the settings is yielded, too, and the next change tries again. What `options` says the caller writes is
    no change. Raise KratomLintError when the library that watches is not installed, and KeyboardInterrupt when the user
    has enough.
    """
    watched = _Watched(paths, options, told)
    last: Outcome | None = None
    for changed in _moments(watched):
        now = watched.again(changed)
        if isinstance(now, KratomLintError) or now != last:
            yield now
        last = now


class _Watched:
    """What is watched, and what came of it last."""

    def __init__(self, paths: Sequence[str], options: Options, told: Watch) -> None:
        self.config = options.config
        self._paths = list(paths) or ["."]
        self._options = options
        self._told = told
        self._last: Run | None = None

    def again(self, changed: Collection[Path] | None) -> Outcome:
        """Return what the run amounts to now; `changed` are absolute paths, None if anything may have changed."""
        try:
            self._last = self._run(changed)
        except KratomLintError as error:
            self._last = None
            return error
        return self._last

    def _run(self, changed: Collection[Path] | None) -> Run:
        changed = None if changed is None else {path for path in changed if path not in self._options.written}
        last = self._last
        if last is None or changed is None or _decides(changed) or _is_about_settings(last):
            return check(self._paths, self._options, self._told)
        present: dict[str, bytes | None] = {self._name(path): None for path in changed if os.path.lexists(path)}
        part = check(self._paths, replace(self._options, changes=Changes(present)), self._told)
        merged = _merged(last, part, changed)
        return merged if merged.files else check(self._paths, self._options, self._told)

    def folders(self) -> list[Path]:
        """Return the folders to watch: an editor replaces a file, so one that is named is watched from its folder."""
        given = [Path(path) if Path(path).is_dir() else Path(path).parent for path in self._paths]
        try:
            settings = Configs(self._options.command_line, self._options.config).settings_for(None)
            given += [Path(pack) for pack in settings.packs if is_folder(pack)]
        except KratomLintError:  # which the run tells
            pass
        return sorted({path.resolve() for path in given})

    def _name(self, path: Path) -> str:
        """Return what a run calls a file: its path from the argument that means it."""
        for argument in self._paths:
            root = Path(argument).resolve() if Path(argument).is_dir() else _placed(argument)
            if path.is_relative_to(root):
                return os.path.normpath(Path(as_shown(argument)) / path.relative_to(root)).replace(os.sep, "/")
        return path.as_posix()


def _merged(last: Run, part: Run, changed: Collection[Path]) -> Run:
    """Return the last run with what a run of the changed files says of these; what is gone is left out."""

    def stays(path: str) -> bool:
        absolute = _placed(path)
        return absolute not in changed and os.path.lexists(absolute)

    kept = [file for file in last.files if stays(file.path)]
    # Only a run of all files knows what a waiver does not excuse.
    new = [file for file in part.files if not own.is_own(file.path)]
    incomplete = {entry for entry in last.incomplete if stays(entry.path)} | set(part.incomplete)
    skipped = {entry for entry in last.skipped if stays(entry.path)} | set(part.skipped)
    files = sorted([*kept, *new], key=lambda file: file.path)
    return replace(
        last,
        files=tuple(files),
        exit_code=2 if incomplete else int(any(file.failed for file in files)),
        incomplete=tuple(sorted(incomplete, key=lambda entry: (entry.path, entry.reason))),
        skipped=tuple(sorted(skipped)),
        packs=tuple({pack.id: pack for pack in (*last.packs, *part.packs)}.values()),
    )


def _decides(changed: Collection[Path]) -> bool:
    """Say whether a change may concern other files: a setting, a rule, a folder that came or was renamed."""
    return any(path.name in _SETTINGS or path.suffix.lower() in _RULES or path.is_dir() for path in changed)


def _is_about_settings(run: Run) -> bool:
    return any(entry.reason in _OF_SETTINGS for entry in run.incomplete)


def _moments(watched: _Watched) -> Iterator[set[Path] | None]:
    """Yield the absolute paths that change, moment by moment; None, as at first, where anything may have.

    Watching starts before that is told, so nothing that happens during a check is lost.
    """
    try:
        from watchfiles import watch as events_in
    except ImportError:
        raise KratomLintError('--watch needs the library watchfiles; pip install "kratom-lint[watch]"') from None
    while True:
        folders = watched.folders()
        before = _settings(folders, watched.config), [_identity(folder) for folder in folders]
        there = [folder for folder in folders if folder.is_dir()]
        moments = events_in(*there, yield_on_timeout=True, rust_timeout=_PAUSE, ignore_permission_denied=True)
        told = False
        for events in moments if there else _nothing():
            # A folder is watched and not its name: one that was replaced tells nothing any more.
            if before != (_settings(folders, watched.config), [_identity(folder) for folder in folders]):
                break
            if not told:
                yield None
            elif events:
                yield {Path(path) for _, path in events}
            told = True


def _nothing() -> Iterator[set[tuple[object, str]]]:
    while True:
        yield set()
        time.sleep(_PAUSE / 1000)


def _settings(folders: Sequence[Path], config: str | None) -> list[tuple[int, ...] | None]:
    """Return the state of every setting that may hold: in the folders, the current one, and all above."""
    above = {each for folder in (*folders, Path.cwd()) for each in (folder, *folder.parents)}
    files = [folder / name for folder in sorted(above) for name in _SETTINGS]
    return [_state(file) for file in (*files, *([Path(config)] if config else []))]


def _state(path: Path) -> tuple[int, ...] | None:
    found = _stat(path)
    return (found.st_mtime_ns, found.st_size) if found else None


def _identity(folder: Path) -> tuple[int, ...] | None:
    found = _stat(folder)
    return (found.st_dev, found.st_ino) if found else None


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None


def _placed(path: str) -> Path:
    """Return the absolute path of a file as events have it: that of its folder, whatever links lead there."""
    return Path(path).parent.resolve() / Path(path).name
