"""Waivers: signed, dated exceptions in `kratom-lint-waivers.yaml`, and what there is to tell about them.

Nothing is guessed: an entry without approver or expiry, with an unknown key or an impossible date stops the run.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from pathlib import Path

from kratom_lint.errors import ConfigError
from kratom_lint.globs import matches
from kratom_lint.model import Finding, Incomplete, Span, Waiver
from kratom_lint.policy import notes, own
from kratom_lint.policy.suppressions import rules_of, told
from kratom_lint.report.position import Positions
from kratom_lint.report.run import FileReport
from kratom_lint.rulebook import located
from kratom_lint.rulebook.located import Faults, Located, nearest
from kratom_lint.settings import is_day
from kratom_lint.sources import read as read_text
from kratom_lint.values import replace, value

REQUIRED = ("rule", "reason", "approved_by", "approved_on", "expires")
SCOPES = ("path", "pointer", "fingerprint")
KEYS = ("rule", *SCOPES, "reason", "approved_by", "approved_on", "expires", "ticket")
"""The keys of a waiver, in the order in which it is written; at least one of SCOPES is needed."""

NOTICE = 30
"""How many days before its expiry a waiver is told about."""


@value
class Entry:
    """One waiver: what it is about, who signed it, and where it stands in its file.

    `path` and `pointer` are globs, `fingerprint` is one without its number; "" says nothing about it.
    """

    rule: str
    path: str
    pointer: str
    fingerprint: str
    waiver: Waiver
    span: Span

    def covers(self, finding: Finding, path: str) -> bool:
        """Say whether it is about this place; `path` is relative to the waiver file's folder."""
        return (
            (not self.path or matches([self.path], path))
            and (not self.pointer or matches([self.pointer], finding.pointer.lstrip("/")))
            and (not self.fingerprint or finding.identity == self.fingerprint)
        )

    def holds(self, day: str) -> bool:
        """Say whether it excuses anything on the ISO day `day`."""
        return self.waiver.approved_on <= day < self.waiver.expires

    @property
    def scope(self) -> str:
        """Return what it is about, for people."""
        parts = [("", self.path), ("pointer ", self.pointer), ("fingerprint ", self.fingerprint)]
        return ", ".join(label + value for label, value in parts if value)


@value
class Waivers:
    """The waivers of one file, which lies in `folder` and is called `shown` in messages."""

    folder: Path
    shown: str
    source: str
    entries: tuple[Entry, ...]

    def apply(self, files: Iterable[FileReport], day: str) -> tuple[list[FileReport], set[Entry]]:
        """Return the files with the waived findings set apart, and the entries that were needed for it."""
        held = [entry for entry in self.entries if entry.holds(day)]
        used: set[Entry] = set()
        return [self._applied(file, held, used) for file in files], used

    def _applied(self, file: FileReport, held: Iterable[Entry], used: set[Entry]) -> FileReport:
        path = own.inside(file.path, self.folder)
        kept, waived = [], []
        for finding in file.findings:
            rules = rules_of(finding)
            covering = [entry for entry in held if entry.rule in rules and entry.covers(finding, path)]
            found = {entry.rule: entry for entry in covering}
            used |= set(covering)
            if rules <= found.keys():
                waived.append(replace(finding, waiver=found[finding.rule].waiver))
            else:
                kept.append(told(finding, sorted(found), sorted(rules - found.keys()), "waiver"))
        return replace(file, findings=tuple(kept), waived=(*file.waived, *waived))

    def findings(
        self, day: str, used: Collection[Entry], states: Mapping[str, Collection[str]], *, whole: bool
    ) -> list[Finding]:
        """Return what there is to tell about the waivers themselves on `day`, in their order.

        `states` says how each rule was run. Only a `whole` run, one that saw all files, can call a waiver unused, or
        its rule unknown.
        """
        found = []
        for entry in self.entries:
            waiver = entry.waiver
            left = (date.fromisoformat(waiver.expires) - date.fromisoformat(day)).days
            name = f"The waiver of {entry.rule} for {entry.scope}"
            if whole and entry.rule not in states:
                rule, what = notes.WAIVER_UNKNOWN_RULE, f"names no rule; {nearest(entry.rule, list(states))}"
            elif left <= 0:
                what = f"expired on {waiver.expires}; delete it, or have it approved anew"
                rule = notes.WAIVER_EXPIRED
            elif day < waiver.approved_on:
                continue  # it does not hold yet
            elif whole and entry not in used and _ran(states.get(entry.rule, ())):
                rule, what = notes.WAIVER_UNUSED, "excuses no finding; delete it"
            elif left <= NOTICE:
                days = "1 day" if left == 1 else f"{left} days"
                what = f"expires in {days}, on {waiver.expires}; change the copy, or have it approved anew"
                rule = notes.WAIVER_EXPIRING
            else:
                continue
            text = self.source[entry.span.start : entry.span.end]
            message = f"{name} {what}{'' if what.endswith('?') else '.'}"
            found.append(notes.note(rule, message, entry.span, text, "waiver", [text]))
        return found


def _ran(states: Collection[str]) -> bool:
    return "active" in states and set(states) <= {"active", "upcoming", "expired"}


def load(path: Path) -> Waivers:
    """Return the waivers of a file; raise ConfigError that tells all its faults, a line each."""
    shown = own.shown(path)
    source = read_text(str(path), shown)
    if isinstance(source, Incomplete):
        raise ConfigError(f"{shown}: {source.detail}")
    return parse(source, shown, path.parent)


def parse(source: str, shown: str, folder: Path) -> Waivers:
    """Return the waivers that `source` holds; raise ConfigError that tells all its faults, a line each."""
    faults = Faults()
    try:
        root = located.read(source, shown, faults)
    except RecursionError:
        raise ConfigError(f"{shown}:1:1: a value contains itself; write it out") from None
    entries: list[Entry] = []
    if root is not None:
        positions = Positions(source)
        entries = [_entry(item, positions, faults) for item in _items(root, faults)]
    if faults.lines:
        raise ConfigError("\n".join(faults.lines))
    return Waivers(folder, shown, source, tuple(entries))


def _items(root: Located, faults: Faults) -> Iterable[Located]:
    if not isinstance(root.value, dict) or list(root.value) != ["waivers"]:
        stray = next((at for key, at in root.keys.items() if key != "waivers"), None)
        if stray is not None:
            faults.add(stray, f"unknown key {stray.text!r}; the file holds one list, `waivers:`")
        else:
            faults.add(root, "a list of waivers is needed here; write `waivers:`, and below it `- rule: ...`")
        return ()
    listed = root.value["waivers"]
    if not isinstance(listed.value, list) and listed.text:
        faults.add(listed, "`waivers` takes a list; write each waiver after `- `")
    return listed


def _entry(item: Located, positions: Positions, faults: Faults) -> Entry:
    values = _values(item, faults)
    if isinstance(item.value, dict):
        for key in REQUIRED:
            if key not in item.value:
                faults.add(item, f"the waiver has no `{key}`; add it")
        if not any(key in item.value for key in SCOPES):
            faults.add(item, f"the waiver says nothing of where it holds; add one of {', '.join(SCOPES)}")
    for key in ("approved_on", "expires"):
        if key in values and not is_day(values[key].text):
            faults.add(values[key], f"`{key}` is {values[key].text!r}, which is no day; write it as YYYY-MM-DD")
    text = {key: place.text for key, place in values.items()}
    if (
        is_day(text.get("approved_on", ""))
        and is_day(text.get("expires", ""))
        and text["expires"] <= text["approved_on"]
    ):
        faults.add(values["expires"], "`expires` is not after `approved_on`, so the waiver never holds; mend the dates")
    start = positions.line_start(item.line) + item.column - 1
    span = Span(start, positions.line_start(item.line) + len(positions.line_text(item.line)))
    reason, by, on, expires = (text.get(key, "") for key in ("reason", "approved_by", "approved_on", "expires"))
    waiver = Waiver(reason, by, on, expires, text.get("ticket"))
    scope = (text.get("path", ""), text.get("pointer", ""), text.get("fingerprint", "").partition("-")[0])
    return Entry(text.get("rule", ""), *scope, waiver, span)


def _values(item: Located, faults: Faults) -> dict[str, Located]:
    """Return the texts of an entry by key, and note each key or value that has no business there."""
    if not isinstance(item.value, dict):
        faults.add(item, f"a waiver is needed here; write `- rule: ...` with {', '.join(KEYS[1:])}")
        return {}
    for key, at in item.keys.items():
        if key not in KEYS:
            faults.add(at, f"unknown key {key!r}; {nearest(key, list(KEYS))}")
    values = {}
    for key, place in item.items():
        if key in KEYS and not place.text.strip():
            faults.add(place, f"`{key}` takes a text; fill it in, or leave the key out")
        elif key in KEYS:
            values[key] = place
    return values
