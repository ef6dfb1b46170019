"""The decisions file that the reviewers' page exports, read as strictly as if a stranger had written it.

`schemas/decisions.schema.json` describes it. Every fault is told with its place, as a JSON pointer, and all in one go.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from kratom_lint import __version__
from kratom_lint.errors import ConfigError
from kratom_lint.model import Incomplete
from kratom_lint.review.page import VERSION
from kratom_lint.rulebook.located import nearest
from kratom_lint.settings import LISTS, SINGLES, is_day
from kratom_lint.sources import read as read_text
from kratom_lint.values import value

_AGAIN = "write the page again with `kratom-lint report PATH... -o review.html`, and export from that"
_HASH = re.compile(r"[0-9a-f]{64}")
_DIGITS = 18
"""Of the longest number that is read; none of a page has more, and Python itself refuses thousands of them."""
_KINDS = ("accept", "waive", "comment")


@value
class Decision:
    """What became of one finding: `kind` is accept (with the title of a `suggestion`), waive (with the texts of a
    `waiver` by key) or comment; any of them may have a comment."""

    path: str
    rule: str
    fingerprint: str
    kind: str
    suggestion: str = ""
    waiver: Mapping[str, str] | None = None
    comment: str = ""


@value
class Decisions:
    """A decisions file: what the page was about, and what was decided.

    `inputs` are SHA-256 hashes by path, `packs` by name, and `arguments` the options that made the page.
    """

    shown: str
    inputs: Mapping[str, str]
    packs: Mapping[str, str]
    arguments: Mapping[str, Any]
    decisions: tuple[Decision, ...]


def load(path: str) -> Decisions:
    """Return the decisions in a file; raise ConfigError when it is none, or another version's."""
    if not Path(path).exists():
        raise ConfigError(f"{path}: there is no such file; export one from the page of `kratom-lint report -o`")
    source = read_text(path)
    if isinstance(source, Incomplete):
        raise ConfigError(f"{path}: {source.detail}")
    return parse(source, path)


def parse(source: str, shown: str) -> Decisions:
    """Return the decisions that `source` holds; raise ConfigError that tells all its faults, a line each."""
    try:
        root = json.loads(source, object_pairs_hook=_once, parse_int=_whole)
    except (ValueError, RecursionError) as error:
        at = f":{error.lineno}:{error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        what = "it is no JSON" if at or isinstance(error, RecursionError) else str(error)
        raise ConfigError(f"{shown}{at}: {what}; export it again from the page") from None
    version = root.get("decisions_version") if isinstance(root, dict) else None
    if type(version) is not int:
        raise ConfigError(f"{shown}: it is no decisions file, for it has no `decisions_version`; {_AGAIN}")
    if version != VERSION:
        raise ConfigError(
            f"{shown}: it is of version {version}, and this kratom-lint reads version {VERSION}; {_AGAIN}"
        )
    reader = _Reader(shown)
    found = reader.root(root)
    if reader.faults or found is None:
        raise ConfigError("\n".join(reader.faults))
    return found


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) != len(pairs):
        twice = next(key for number, (key, _) in enumerate(pairs) if key in dict(pairs[:number]))
        raise ValueError(f"the key {twice!r} is there twice in one object")
    return values


def _whole(digits: str) -> int:
    if len(digits) > _DIGITS:
        raise ValueError(f"it holds a number of {len(digits):,} digits")
    return int(digits)


class _Reader:
    """Turns values into decisions, and notes each fault with its place."""

    def __init__(self, shown: str) -> None:
        self._shown = shown
        self.faults: list[str] = []

    def root(self, value: Any) -> Decisions | None:
        """Return the decisions of a file; None, or less than all, where faults are noted."""
        lists = ("packs", "inputs", "decisions")
        one = {"decisions_version": int, "as_of": str, "tool": dict, "arguments": dict, "reviewer": dict}
        root = self._fields(value, "", {**one, **dict.fromkeys(lists, list)}, {})
        if set(root) != {*one, *lists}:
            return None
        tool = self._fields(root["tool"], "/tool", {"name": str, "version": str}, {})
        if tool.get("version", __version__) != __version__:
            made = f"kratom-lint {tool['version']} made the page and this is {__version__}"
            self._fault("/tool/version", f"{made}; {_AGAIN}, or apply it with that version")
        self._day(root, "", "as_of")
        reviewer = self._fields(root["reviewer"], "/reviewer", {"name": str, "date": str}, {})
        if reviewer.get("date"):
            self._day(reviewer, "/reviewer", "date")
        self._arguments(root["arguments"])
        inputs = self._hashes(root["inputs"], "/inputs", "path")
        for number, path in enumerate(inputs):
            if Path(path).is_absolute() or Path(os.path.normpath(path)).parts[:1] == ("..",) or "\0" in path:
                self._fault(f"/inputs/{number}/path", f"{path!r} does not lie in this folder; decide about it there")
        packs = self._hashes(root["packs"], "/packs", "id", {"version": str})
        found = [self._decision(each, f"/decisions/{number}") for number, each in enumerate(root["decisions"])]
        decisions = [each for each in found if each is not None]
        self._belong(decisions, inputs)
        return Decisions(self._shown, inputs, packs, root["arguments"], tuple(decisions))

    def _decision(self, value: Any, at: str) -> Decision | None:
        texts = dict.fromkeys(("path", "rule", "fingerprint", "match", "decision"), str)
        found = self._fields(value, at, texts, {"suggestion": str, "waiver": dict, "comment": str})
        kind = found.get("decision")
        if not texts.keys() <= found.keys() or kind is None:
            return None
        if kind not in _KINDS:
            self._fault(f"{at}/decision", f"{kind!r} is none of {', '.join(_KINDS)}")
            return None
        for key, wanted in (("suggestion", "accept"), ("waiver", "waive"), ("comment", "comment")):
            if kind == wanted and not found.get(key):
                self._fault(at, f"the decision {kind!r} needs `{key}`; add it")
            elif kind != wanted and key in found and key != "comment":
                self._fault(f"{at}/{key}", f"it does not belong to the decision {kind!r}; take it out")
        waiver = self._waiver(found["waiver"], f"{at}/waiver") if "waiver" in found else None
        about = found["path"], found["rule"], found["fingerprint"]
        return Decision(*about, kind, found.get("suggestion", ""), waiver, found.get("comment", ""))

    def _waiver(self, value: Any, at: str) -> dict[str, str]:
        needed = dict.fromkeys(("reason", "approved_by", "approved_on", "expires"), str)
        found = self._fields(value, at, needed, {"ticket": str})
        for key in found:
            if not found[key].strip():
                self._fault(f"{at}/{key}", "it is empty; fill it in")
        days = [self._day(found, at, key) for key in ("approved_on", "expires") if found.get(key, "").strip()]
        if len(days) == 2 and all(days) and found["expires"] <= found["approved_on"]:
            self._fault(f"{at}/expires", "it is not after `approved_on`, so the waiver never holds; mend the dates")
        return found

    def _belong(self, decisions: Sequence[Decision], inputs: Mapping[str, str]) -> None:
        """Note decisions about files that are not among the inputs, and second ones about one finding."""
        seen: set[tuple[str, str]] = set()
        for number, decision in enumerate(decisions):
            key = decision.path, decision.fingerprint
            if decision.path not in inputs:
                advice = nearest(decision.path, list(inputs))
                self._fault(f"/decisions/{number}/path", f"{decision.path!r} is none of the inputs; {advice}")
            if key in seen:
                self._fault(f"/decisions/{number}", "there is another decision about this finding; keep one")
            seen.add(key)

    def _arguments(self, value: Mapping[str, Any]) -> None:
        for key, given in value.items():
            at = f"/arguments/{key}"
            if key in (*LISTS, "exclude"):
                good = _is_texts(given)
            elif key == "severity":
                good = isinstance(given, list) and all(_is_texts(pair) and len(pair) == 2 for pair in given)
            elif key == "no_baseline":
                good = isinstance(given, bool)
            elif key in (*SINGLES, "config"):
                good = isinstance(given, str)
            else:
                known = [*LISTS, *SINGLES, "config", "exclude", "no_baseline", "severity"]
                self._fault(at, f"unknown key; {nearest(key, known)}")
                continue
            if not good:
                self._fault(at, "it is of the wrong type; export it again from the page")

    def _hashes(
        self, value: Iterable[Any], at: str, name: str, more: Mapping[str, type] | None = None
    ) -> dict[str, str]:
        """Return the hashes of a list by the texts of a key."""
        hashes = {}
        for number, each in enumerate(value):
            found = self._fields(each, f"{at}/{number}", {name: str, "sha256": str} | dict(more or {}), {})
            if name in found and "sha256" in found:
                if not _HASH.fullmatch(found["sha256"]):
                    self._fault(f"{at}/{number}/sha256", "it is no SHA-256; export it again from the page")
                hashes[found[name]] = found["sha256"]
        return hashes

    def _fields(self, value: Any, at: str, needed: Mapping[str, type], allowed: Mapping[str, type]) -> dict[str, Any]:
        """Return the fields of an object that are as they should be, and note those that are not."""
        if not isinstance(value, dict):
            self._fault(at, f"an object is needed here, with {', '.join(needed)}")
            return {}
        known = {**needed, **allowed}
        for key in needed.keys() - value.keys():
            self._fault(at, f"`{key}` is missing; export it again from the page")
        good = {}
        for key, given in value.items():
            if key not in known:
                self._fault(f"{at}/{key}", f"unknown key; {nearest(key, list(known))}")
            elif type(given) is not known[key]:
                self._fault(
                    f"{at}/{key}", f"{_TYPES[known[key]]} is needed here, not {_TYPES.get(type(given), 'null')}"
                )
            else:
                good[key] = given
        return good

    def _day(self, found: Mapping[str, Any], at: str, key: str) -> bool:
        if is_day(found[key]):
            return True
        self._fault(f"{at}/{key}", f"{found[key]!r} is no day; write it as YYYY-MM-DD")
        return False

    def _fault(self, at: str, what: str) -> None:
        self.faults.append(f"{self._shown}: {at or '/'}: {what}")


_TYPES: dict[type, str] = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "a list",
    dict: "an object",
}


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) for text in value)
