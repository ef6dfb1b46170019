"""The baseline: findings accepted when the tool was adopted, known by their content and not by their line.

An entry is a rule, a wording and a file, with how often and since when. A finding is known when an entry answers for
it: one of its own file, or one of a file that no longer has the claim, for then the claim has moved. Graver than it was
accepted, it is new.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path

from kratom_lint.errors import ConfigError
from kratom_lint.model import Finding, Incomplete, Severity
from kratom_lint.policy import notes, own
from kratom_lint.report.run import FileReport
from kratom_lint.settings import is_day
from kratom_lint.sources import read as read_text
from kratom_lint.values import replace, value

VERSION = 1


@value(order=True)
class Entry:
    """`count` findings of one rule and wording in one file (relative to the baseline), first seen on one ISO day.

    `match` is the wording as a reader sees it; "" for a finding about the whole document, such as a missing warning.
    """

    path: str
    rule: str
    match: str
    fingerprint: str
    severity: Severity
    first_seen: str
    count: int = 1


@value
class Outcome:
    """Files with their known findings set apart, the entries these need, and the entries that nothing needs any more.

    Entries of files that were not checked and are still there are needed; those of findings that a directive or a
    waiver excuses are not.
    """

    files: tuple[FileReport, ...]
    kept: tuple[Entry, ...]
    fixed: tuple[Entry, ...]


@value
class Baseline:
    """The entries of one file, which lies in `folder`, in order."""

    folder: Path
    entries: tuple[Entry, ...] = ()

    def apply(self, files: Sequence[FileReport]) -> Outcome:
        """Return what the baseline makes of the reports of a run."""
        paths = [own.inside(file.path, self.folder) for file in files]
        shelves = _shelves(self.entries)
        known: list[dict[int, Entry]] = []
        unasked: list[Entry] = []
        needless: list[Entry] = []
        for file, path in zip(files, paths, strict=True):
            shelf = shelves.get(path, [])
            for findings, taken in ((file.elsewhere, unasked), (file.suppressed + file.waived, needless)):
                taken += [entry for finding in findings if (entry := _take(shelf, finding))]
            known.append(_answered(file, range(len(file.findings)), shelf))
        absent = {path for path in shelves.keys() - set(paths) if not (self.folder / path).exists()}
        free = {path: shelf for path, shelf in shelves.items() if path in absent or path in paths}
        homeless = {entry.fingerprint for shelf in free.values() for entry in shelf}
        for file, answers in zip(files, known, strict=True):
            if any(finding.identity in homeless for finding in file.findings):
                _follow(file, answers, free)
        waiting = [entry for path, shelf in shelves.items() if path not in free for entry in shelf]
        needed = (replace(e, path=path) for path, each in zip(paths, known, strict=True) for e in each.values())
        return Outcome(
            tuple(map(_divided, files, known)),
            _summed(chain(needed, unasked, waiting)),
            _summed(chain(needless, *free.values())),
        )


def _shelves(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Return by path one entry for each finding that may be answered for, oldest first."""
    shelves: dict[str, list[Entry]] = {}
    for entry in sorted(entries, key=lambda entry: entry.first_seen):
        shelves.setdefault(entry.path, []).extend([replace(entry, count=1)] * entry.count)
    return shelves


def _take(shelf: list[Entry], finding: Finding) -> Entry | None:
    for at, entry in enumerate(shelf):
        if entry.fingerprint == finding.identity and finding.severity.rank <= entry.severity.rank:
            return shelf.pop(at)
    return None


def _answered(file: FileReport, numbers: Iterable[int], shelf: list[Entry]) -> dict[int, Entry]:
    """Return by number the findings of a file that a shelf answers for, which loses those entries."""
    found = {}
    for number in numbers:
        if entry := _take(shelf, file.findings[number]):
            found[number] = entry
    return found


def _follow(file: FileReport, answers: dict[int, Entry], free: Mapping[str, list[Entry]]) -> None:
    """Add answers for claims that have come here from elsewhere; what a document lacks comes with its claims."""
    new = [number for number in range(len(file.findings)) if number not in answers]
    claims = [number for number in new if file.findings[number].anchor == "text"]
    whole = [number for number in new if file.findings[number].anchor == "document"]
    for path in sorted(free):
        if free[path] and (moved := _answered(file, claims, free[path])):
            claims = [number for number in claims if number not in moved]
            answers |= moved | _answered(file, [number for number in whole if number not in answers], free[path])


def _divided(file: FileReport, answers: Mapping[int, Entry]) -> FileReport:
    known = (replace(file.findings[number], known_since=entry.first_seen) for number, entry in answers.items())
    findings = (finding for number, finding in enumerate(file.findings) if number not in answers)
    return replace(file, findings=tuple(findings), known=(*file.known, *known))


def _summed(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the entries in order, equals as one with their number."""
    counted = Counter(replace(entry, count=1) for entry in entries)
    return tuple(sorted(replace(entry, count=count) for entry, count in counted.items()))


def accepted(files: Iterable[FileReport], folder: Path, day: str) -> tuple[Entry, ...]:
    """Return entries, first seen on `day`, for all findings that count.

    What is wrong with directives and waivers is not accepted: it can be mended on the spot.
    """
    return _summed(
        Entry(own.inside(file.path, folder), each.rule, each.match, each.identity, each.severity, day)
        for file in files
        for each in file.findings
        if not notes.is_note(each.rule)
    )


def joined(*parts: Collection[Entry]) -> tuple[Entry, ...]:
    """Return all entries in order, equals as one with their number."""
    return _summed(replace(entry, count=1) for part in parts for entry in part for _ in range(entry.count))


def written(entries: Iterable[Entry]) -> str:
    """Return the text of a baseline: JSON with an entry a line, so that versions of it compare and merge well."""
    lines = []
    for entry in sorted(entries):
        values = {
            "path": entry.path,
            "rule": entry.rule,
            "severity": entry.severity.value,
            "fingerprint": entry.fingerprint,
            "first_seen": entry.first_seen,
            "count": entry.count,
            "match": entry.match,
        }
        lines.append(f"  {json.dumps(values)}")
    listed = ",\n".join(lines)
    return f'{{"version": {VERSION}, "findings": [\n{listed}\n]}}\n'


def load(path: Path) -> Baseline:
    """Return the baseline at `path`; raise ConfigError when it is none, or another version's."""
    shown = own.shown(path)
    source = read_text(str(path), shown)
    if isinstance(source, Incomplete):
        raise ConfigError(f"{shown}: {source.detail}")
    return Baseline(path.parent, tuple(sorted(parse(source, shown))))


def parse(source: str, shown: str) -> list[Entry]:
    """Return the entries that `source` holds; raise ConfigError when it is no baseline, or another version's."""
    try:
        root = json.loads(source)
    except (ValueError, RecursionError) as error:
        at = f"{error.lineno}:{error.colno}" if isinstance(error, json.JSONDecodeError) else "1:1"
        raise ConfigError(f"{shown}:{at}: not valid JSON, perhaps after a merge; {_RESTORE}") from None
    version = root.get("version") if isinstance(root, dict) else None
    if not isinstance(version, int):
        raise ConfigError(f"{shown}:1:1: it is no baseline, for it has no version; {_RESTORE}")
    if version != VERSION:
        raise ConfigError(
            f"{shown}:1:1: it is a baseline of version {version}, and this kratom-lint reads version {VERSION}; "
            "use the kratom-lint that wrote it, or move it away and run `kratom-lint baseline create`"
        )
    listed = root.get("findings")
    if not isinstance(listed, list):
        raise ConfigError(f"{shown}:1:1: it has no list of findings; {_RESTORE}")
    return [_entry(values, number, shown) for number, values in enumerate(listed, 1)]


_RESTORE = "restore it from version control, or delete it and run `kratom-lint baseline create`"
_TEXTS = ("path", "rule", "severity", "fingerprint", "first_seen", "match")


def _entry(values: object, number: int, shown: str) -> Entry:
    """Return an entry as its values spell it; `number` counts from 1, for the message if they spell none."""
    try:
        if not isinstance(values, dict) or set(values) != {*_TEXTS, "count"}:
            raise ValueError
        texts = {key: values[key] for key in _TEXTS}
        count = values["count"]
        if not all(isinstance(text, str) for text in texts.values()) or type(count) is not int or count < 1:
            raise ValueError
        if not is_day(texts["first_seen"]):
            raise ValueError
        return Entry(**texts | {"severity": Severity(texts["severity"])}, count=count)
    except ValueError:
        raise ConfigError(f"{shown}:1:1: its finding {number} is not as written by kratom-lint; {_RESTORE}") from None
