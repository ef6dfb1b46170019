"""Decisions turned into new texts and waivers, all worked out and checked before anything is written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from kratom_lint.books import Books
from kratom_lint.config import Configs
from kratom_lint.errors import ConfigError, KratomLintError, SourceError
from kratom_lint.formats.document import Document
from kratom_lint.globs import exactly
from kratom_lint.mending import Mended, mend
from kratom_lint.model import Finding, Incomplete
from kratom_lint.policy import own
from kratom_lint.policy.waiverfile import extended
from kratom_lint.policy.waivers import parse
from kratom_lint.report.run import FileReport
from kratom_lint.review.carry import Carried, Findings, carry_out, unknown, waivers
from kratom_lint.review.decisions import Decision, Decisions
from kratom_lint.rounds import Outcome
from kratom_lint.rulebook.book import Rulebook
from kratom_lint.sources import read_bytes
from kratom_lint.values import value

_AGAIN = "make the page again and decide anew"


@value
class Ready:
    """What the decisions come to: files with their new texts, what became of each, and the new waiver file.

    `waivers` is None where nothing is waived.
    """

    files: tuple[tuple[Mended, Carried], ...]
    waiver_file: Path
    waivers: str | None


def prepare(decisions: Decisions, configs: Configs) -> Ready:
    """Return what the decisions come to in the current folder. Writes nothing.

    Raise KratomLintError, a line a fault, when a text or a rule book is no longer as it was reviewed, when a decision
    is about no finding there is, or when a waiver would not excuse what it is about.
    """
    _as_reviewed(decisions, configs)
    by_path: dict[str, list[Decision]] = {}
    for each in decisions.decisions:
        by_path.setdefault(each.path, []).append(each)
    files = list(_carried(by_path, configs)) if by_path else []
    for mended, _ in files:
        if hashlib.sha256(mended.original.data).hexdigest() != decisions.inputs[mended.name]:
            raise SourceError(f"{mended.name}: has changed just now, so nothing was written; run again")
    waiver_file = own.nearest(own.WAIVERS) or Path.cwd() / own.WAIVERS
    return Ready(tuple(files), waiver_file, _waivers(waiver_file, files))


def _as_reviewed(decisions: Decisions, configs: Configs) -> None:
    """Raise KratomLintError unless the texts that are decided about, and all rule books, are as they were reviewed."""
    faults: dict[str, None] = {}
    books = Books()
    for path in dict.fromkeys(each.path for each in decisions.decisions):
        data = read_bytes(path)
        if isinstance(data, Incomplete):
            faults[f"{path}: {data.detail}"] = None
        elif hashlib.sha256(data).hexdigest() != decisions.inputs[path]:
            faults[f"{path}: has changed since the page was made; {_AGAIN}"] = None
        for pack in books.get(configs.settings_for(path)).packs:
            if decisions.packs.get(pack.id) != pack.sha256:
                faults[f"{pack.id}: this rule book is not the one of the page; {_AGAIN}"] = None
    if faults:
        raise SourceError("\n".join(faults))


def _carried(by_path: Mapping[str, Sequence[Decision]], configs: Configs) -> Iterator[tuple[Mended, Carried]]:
    """Yield each file that is decided about with what becomes of it."""
    carried: dict[str, Carried] = {}

    def repair(name: str, document: Document, book: Rulebook, findings_of: Findings) -> Outcome:
        _all_known(name, by_path[name], findings_of(document))
        carried[name] = carry_out(document, book, findings_of, by_path[name])
        return carried[name].outcome

    for result in mend(list(by_path), configs, repair, no_ignore=True):
        if isinstance(result, Incomplete):
            raise SourceError(f"{result.path}: {result.reason}: {result.detail}; nothing was written")
        if result.name not in carried:  # a format that nobody can write
            carried[result.name] = _unwritten(result, by_path[result.name])
        yield result, carried[result.name]
    if missing := sorted(by_path.keys() - carried.keys()):
        raise SourceError(f"{missing[0]}: is left out by the settings of now; {_AGAIN}")


def _all_known(name: str, decisions: Sequence[Decision], findings: Sequence[Finding]) -> None:
    lines = [
        f"{name}: {each.rule} finds no {each.fingerprint} there; {_AGAIN}" for each in unknown(decisions, findings)
    ]
    if lines:
        raise ConfigError("\n".join(lines))


def _unwritten(mended: Mended, decisions: Sequence[Decision]) -> Carried:
    findings = [left.finding for left in mended.outcome.left]
    _all_known(mended.name, decisions, findings)
    if any(each.kind == "accept" for each in decisions):
        raise ConfigError(
            f"{mended.name}: {mended.outcome.left[0].reason}; take what is accepted there out of the file"
        )
    known = {(each.rule, each.fingerprint): each for each in findings}
    waived = tuple((known[each.rule, each.fingerprint], each) for each in decisions if each.kind == "waive")
    return Carried(Outcome(mended.outcome.document, (), ()), waived)


def _waivers(file: Path, files: Sequence[tuple[Mended, Carried]]) -> str | None:
    """Return the text of the waiver file with all that is waived, proved to excuse it."""
    added = {
        tuple(sorted(values.items())): values
        for mended, carried in files
        for finding, decision in carried.waived
        for values in waivers(exactly(own.inside(mended.name, file.parent)), finding, decision)
    }
    if not added:
        return None
    text = extended(file, *added.values())
    held = parse(text, own.shown(file), file.parent)
    for mended, carried in files:
        for finding, decision in carried.waived:
            report = FileReport(mended.name, carried.outcome.document.source, (finding,))
            reports, _ = held.apply([report], (decision.waiver or {})["approved_on"])
            if reports[0].findings:
                raise KratomLintError(f"{mended.name}: no waiver excuses {finding.rule} there; nothing was written")
    return text
