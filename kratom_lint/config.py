"""Which settings hold for a file: the closest configuration, its overrides in order, then the command line."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from kratom_lint.errors import ConfigError
from kratom_lint.formats import DATA, format_of, is_walked
from kratom_lint.formats.selection import Selection
from kratom_lint.globs import matches
from kratom_lint.policy.own import is_own
from kratom_lint.settings import DEFAULT, LISTS, SINGLES, Layer, Placed, Settings, merge

if TYPE_CHECKING:
    from kratom_lint.configfile import ConfigFile

NAME = ".kratom-lint.yaml"
PYPROJECT = "pyproject.toml"
_MISNAMED = (".kratom-lint.yml", ".kratom-lint.toml", ".kratom-lint.json")


class Configs:
    """The configurations that a run meets, each read once.

    The closest one wins and nothing is merged up the tree. A file given as `--config` stands for all of them.
    """

    def __init__(self, command_line: Layer | None = None, file: str | None = None, exclude: Iterable[str] = ()) -> None:
        self._command_line = command_line or Layer()
        self._exclude = tuple(exclude)
        self._folders: dict[Path, ConfigFile | ConfigError | None] = {}
        self._named_folders: dict[str, ConfigFile | ConfigError | None] = {}
        self._merged: dict[tuple[int, ...], Settings] = {}
        self._only = _named(file) if file is not None else None
        self._here = Path.cwd()

    def file_for(self, path: str | None) -> ConfigFile | None:
        """Return the configuration that governs `path`, or the current folder; raise ConfigError if it is broken."""
        if self._only is not None:
            return self._only
        name = os.path.dirname(path or "")  # noqa: PTH120 - asked several times for each file of a run
        if name not in self._named_folders:
            self._named_folders[name] = self._closest(Path(os.path.normpath(self._here / name)))
        found = self._named_folders[name]
        if isinstance(found, ConfigError):
            raise found
        return found

    def settings_for(self, path: str | None) -> Settings:
        """Return what holds for `path`, or for the current folder; raise ConfigError if its configuration is broken."""
        config = self.file_for(path)
        layers = [self._command_line]
        if config is not None:
            overrides: list[Layer] = []
            if path is not None and config.overrides:
                inside = self._inside(path, config)
                overrides = [each.layer for each in config.overrides if matches(each.paths, inside)]
            layers = [config.layer, *overrides, *layers]
        key = tuple(map(id, layers))  # each lives as long as this object
        if key not in self._merged:
            self._merged[key] = merge(layers)
        return self._merged[key]

    def format_for(self, path: str) -> str | None:
        """Return the format of `path`: by the last glob in `formats` that means it, else by its name, else None."""
        configured = self.configured_format(path)
        return format_of(path) if configured is None else str(configured)

    def configured_format(self, path: str) -> Placed | None:
        """Return the format that the configuration gives `path`, if any; raise ConfigError if that is broken."""
        config = self.file_for(path)
        found = [name for glob, name in config.formats if matches([glob], self._inside(path, config))] if config else []
        return found[-1] if found else None

    def excluded(self, path: str) -> bool:
        """Say whether a walk leaves out `path`. The globs of `--exclude` are relative to the current folder.

        Under a broken configuration nothing is left out, so that checking it tells.
        """
        if self._exclude and matches(self._exclude, _shown(self._here / path)):
            return True
        try:
            config = self.file_for(path)
        except ConfigError:
            return False
        return config is not None and bool(config.exclude) and matches(config.exclude, self._inside(path, config))

    def why_not(self, path: str) -> str | None:
        """Return why a walk leaves out the file at `path`, "" if it takes it, None if its content must decide."""
        from kratom_lint.policy.reports import is_report

        if is_own(path):
            return "a file of kratom-lint's own"
        reason = self._why_not(path)
        return reason or ("a report of kratom-lint" if is_report(path) else reason)

    def _why_not(self, path: str) -> str | None:
        from kratom_lint.languages import language_of_path
        from kratom_lint.names import unread_for_its_name

        try:
            if self.excluded(path):
                return "excluded"
            if self.configured_format(path) is not None:
                return ""
            settings = self.settings_for(path)
        except ConfigError:  # checking it tells
            settings = Settings()
        format = format_of(path)
        if reason := unread_for_its_name(path, is_walked(path)):
            return reason
        if format in DATA and (language := language_of_path(path)):
            selection = Selection(languages=settings.languages)
            return "" if selection.reads(language) else f"its name says it is in {language}; see `languages`"
        if format is None:
            return None
        return "" if is_walked(path) else "program code"

    def _inside(self, path: str, config: ConfigFile) -> str:
        return os.path.relpath(self._here / path, config.folder).replace(os.sep, "/")

    def _closest(self, folder: Path) -> ConfigFile | ConfigError | None:
        if folder not in self._folders:
            try:
                found: ConfigFile | ConfigError | None = _in_folder(folder)
            except ConfigError as error:
                found = error
            if found is None and folder != folder.parent:
                found = self._closest(folder.parent)
            self._folders[folder] = found
        return self._folders[folder]


def _named(file: str) -> ConfigFile:
    from kratom_lint.configfile import read

    config = read(Path(file).absolute(), Path(file).as_posix())
    if config is None:
        raise ConfigError(f"{file}: it has no table [tool.kratom-lint]; add one, or name another file")
    return config


def _in_folder(folder: Path) -> ConfigFile | None:
    for name in _MISNAMED:
        if _is_there(folder / name):
            raise ConfigError(f"{_shown(folder / name)}: a file of this name is never read; rename it to {NAME}")
    found = []
    for name in (NAME, PYPROJECT):
        path = folder / name
        if _is_there(path) and (name == NAME or _may_configure(path)):
            from kratom_lint.configfile import read

            found.append(read(path, _shown(path)))
    configs = [config for config in found if config is not None]
    if len(configs) > 1:
        one, other = (config.shown for config in configs)
        raise ConfigError(f"{one}: {other} configures kratom-lint as well; keep one of the two")
    return configs[0] if configs else None


def _is_there(path: Path) -> bool:
    try:
        return path.exists() or path.is_symlink()  # a link to nothing must not pass for "no configuration"
    except OSError:
        return False


def _may_configure(pyproject: Path) -> bool:
    try:
        return b"kratom-lint" in pyproject.read_bytes()
    except OSError:
        return True


def _shown(path: Path) -> str:
    return os.path.relpath(path).replace(os.sep, "/")


def describe(configs: Configs, path: str) -> str:
    """Return each value that holds for `path`, a line each, with where it was set."""
    settings = configs.settings_for(path)
    config = configs.file_for(path)
    configured = configs.configured_format(path)
    rows = [
        ("configuration", config.shown if config else "none", ""),
        ("excluded", "yes" if configs.excluded(path) else "no", ""),
        (
            "format",
            configs.format_for(path) or "sniffed",
            configured.place if configured else "by its name" if format_of(path) else DEFAULT,
        ),
    ]
    for key in (*SINGLES, *LISTS):
        value = getattr(settings, key)
        shown = ", ".join(value) if isinstance(value, tuple) else value
        rows.append((key, shown or _UNSET[key], settings.places.get(key, DEFAULT)))
    rows += [(f"severity {name}", level, level.place) for name, level in settings.severity]
    rows += [(f"provided_by {name}", path, path.place) for name, path in settings.provided_by]
    width = max(len(name) for name, _, _ in rows) + 2
    room = max(len(value) for _, value, _ in rows) + 2
    lines = [f"  {name:{width}}{value:{room}}{place}".rstrip() for name, value, place in rows]
    return "\n".join([path, *lines]) + "\n"


_UNSET = {
    "product": "detected in the text",
    "as_of": "today",
    "jurisdictions": "all",
    "select": "all",
    "ignore": "none",
    "packs": "none",
    "fail_on": "none",
    "fields": "all copy",
    "languages": "none",
}
