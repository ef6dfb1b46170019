"""Which paths a glob of the configuration means. Knows nothing of the file system."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from kratom_lint.expressions import late


def matches(globs: Iterable[str], path: str) -> bool:
    """Say whether one of `globs` means `path`, given relative to the folder the globs are relative to.

    As in .gitignore: `*` and `?` stay inside one name, `**` crosses folders, `[a-z]` is a set; a glob without a slash
    means that name at any depth; a glob that means a folder means all that is in it.
    """
    return any(_compiled(glob).match(path) for glob in globs)


@cache
def _compiled(glob: str) -> re.Pattern[str]:
    body = glob.removeprefix("./").rstrip("/")
    anchor = "" if "/" in body else "(?:.*/)?"
    return re.compile(anchor + _translated(body.removeprefix("/")) + r"(?:/.*)?\Z", re.DOTALL)


_TOKEN = late(r"\*\*/|/\*\*$|\*\*|\*|\?|\[!?\]?[^\]/]*\]|.", re.DOTALL)
_SPECIAL = {"**/": "(?:.*/)?", "/**": "/.*", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def _translated(glob: str) -> str:
    return "".join(_SPECIAL.get(token) or _literal_or_set(token) for token in _TOKEN.findall(glob))


def _literal_or_set(token: str) -> str:
    if len(token) == 1:
        return re.escape(token)
    inside = token[1:-1].replace("\\", r"\\").replace("[", r"\[").replace("^", r"\^").replace("]", r"\]")
    return f"[^/{inside[1:]}]" if inside.startswith("!") else f"[{inside}]"


def exactly(path: str) -> str:
    """Return the glob that means `path` and no other file."""
    glob = re.sub(r"[*?\[]", r"[\g<0>]", path)
    return glob if "/" in glob else f"/{glob}"
