"""Reads the arguments of a plain check, as hooks and scripts give them, without click: loading that takes as long as
a check. What is not so plain is left to click, which knows every option and tells what is wrong."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kratom_lint.output import FORMATS
from kratom_lint.settings import FAIL_ON, PRODUCTS, is_day

COMPLETION = "_KRATOM_LINT_COMPLETE"
"""The variable by which a shell asks for words that complete a line."""

DEFAULTS: Mapping[str, Any] = {
    "format": None,
    "outputs": (),
    "config": None,
    "packs": (),
    "jurisdictions": (),
    "as_of": None,
    "select": (),
    "ignore": (),
    "severity": (),
    "fail_on": None,
    "product": None,
    "stdin_filename": None,
    "exclude": (),
    "no_ignore": False,
    "staged": False,
    "since": None,
    "diff": None,
    "upcoming": None,
    "watch": False,
    "no_baseline": False,
    "jobs": "auto",
    "no_cache": False,
    "quiet": False,
    "verbose": False,
    "statistics": False,
    "show_suppressed": False,
    "show_config": None,
}
"""Every option of `check`, as click has it when it is not given."""

COMMANDS = {
    *("baseline", "completion", "decisions", "explain", "fix", "lsp", "matrix", "repo"),
    *("report", "rules", "scan", "schema", "score", "serve", "test", "waiver"),
}
"""Every other command: a first word that names one asks for it, even where a file or folder has that name, too."""

_FLAGS = {
    "-q": "quiet",
    "-v": "verbose",
    **{
        f"--{name.replace('_', '-')}": name
        for name in ("quiet", "verbose", "staged", "no_ignore", "no_baseline", "no_cache", "show_suppressed")
    },
}

_VALUES: Mapping[str, tuple[str, Callable[[str], object]]] = {
    "--format": ("format", FORMATS.__contains__),
    "--fail-on": ("fail_on", FAIL_ON.__contains__),
    "--product": ("product", PRODUCTS.__contains__),
    "--as-of": ("as_of", is_day),
    "--jobs": ("jobs", bool),
    "--since": ("since", bool),
}
"""The name of an option's value, and what values it can have."""


def arguments(given: Sequence[str]) -> tuple[tuple[str, ...], dict[str, Any]] | None:
    """Return the paths and options of a check, the same as click makes of these arguments; None to ask click."""
    options, paths = dict(DEFAULTS), []
    if not given or given[0] in COMMANDS:
        return None
    if not (given[0] == "check" or given[0].startswith("--") or os.path.exists(given[0])):  # noqa: PTH110
        return None
    rest = iter(given[given[0] == "check" :])
    for each in rest:
        name, _, value = each.partition("=")
        if not each.startswith("-") or each == "-":
            paths.append(each)
        elif each in _FLAGS:
            options[_FLAGS[each]] = True
        elif name in _VALUES:
            key, fits = _VALUES[name]
            value = value if name != each else next(rest, "")
            if not fits(value) or value.startswith("-"):
                return None
            options[key] = value
        else:
            return None
    return tuple(paths), options
